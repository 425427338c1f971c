import type { Ground } from '#platform/module'

/** OGI 14, 15, 16 and 36(7): the eight grounds that a decision not to publish may cite. Other modules add narrower ones. */
export const standardGrounds: Ground[] = [
  { code: 'state-secret', law: 'OGI 14', title: '属于国家秘密', strength: 'must-not' },
  { code: 'law-forbids', law: 'OGI 14', title: '其他法律行政法规禁止公开', strength: 'must-not' },
  { code: 'safety-stability', law: 'OGI 14', title: '危及“三安全一稳定”', strength: 'must-not' },
  { code: 'third-party', law: 'OGI 15', title: '保护第三方合法权益', strength: 'must-not' },
  { code: 'internal-affairs', law: 'OGI 16(1)', title: '属于三类内部事务信息', strength: 'may-refuse' },
  { code: 'process', law: 'OGI 16(2)', title: '属于四类过程性信息', strength: 'may-refuse' },
  { code: 'enforcement-file', law: 'OGI 16(2)', title: '属于行政执法案卷', strength: 'may-refuse' },
  { code: 'admin-inquiry', law: 'OGI 36(7)', title: '属于行政查询事项', strength: 'use-other-channel' },
]
