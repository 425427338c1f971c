import type { Draft } from '#kernel/forms'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { DifferenceBlock } from './difference.tsx'
import type { StripDay } from './progress.tsx'

/** What the sheet of components shows: fiction of one city on one day, in Chinese in every language of the sheet. */

export const AT = new Date('2026-08-14T01:30:00Z')

export const DRAFT: Draft = {
  values: {
    name: '沈䶮',
    phone: '0990000316',
    how: 'mail',
    reasons: ['material'],
    text: '自 11 月 16 日起调整 12 条线路。',
  },
  errors: { phone: 'ui.ds.sample.error' },
}

export const CHANNELS = [
  { value: 'mail', label: '发到邮箱', hint: '最快' },
  { value: 'post', label: '寄到家里', hint: '挂号信，免邮费' },
]

export const REASONS = [
  { value: 'material', label: '缺少佐证材料' },
  { value: 'figures', label: '事实、数字不一致' },
]

export const BODY =
  '<p>《云溪市公共汽车线网优化方案》已经审议通过，现印发给你们，请认真组织实施。</p><h2>一、总体要求</h2><p>到2026年10月，公交站点500米覆盖居民不低于92%。</p>' as SanitisedHtml

export const BODY_TABLE =
  '<h2>任务分工</h2><table><caption>任务分工和完成时限</caption><thead><tr><th scope="col">任务</th><th scope="col">责任单位</th><th scope="col">完成时限</th></tr></thead><tbody><tr><td>开通31路、32路社区环线</td><td>市公交集团、市交通运输局</td><td>2026年6月1日</td></tr><tr><td>改造60处站台</td><td>临溪区、望云区人民政府</td><td>2026年12月15日</td></tr></tbody></table>' as SanitisedHtml

export const LEADERS: Draft = {
  values: { leader: ['周砚秋', '韩予怀'], duty: ['主持全面工作', '交通运输'] },
  errors: {},
}

export const TYPESET: Draft = {
  values: {
    body: '<p>为方便群众夜间出行，调整<strong>七孔桥片区</strong>部分线路的末班时间。</p>',
    format: 'html',
  },
  errors: {},
}

export const READING =
  '<p>第三批公交线路再次征求意见，<strong>11 条</strong>社区微循环线路拟年底前开通。</p>' as SanitisedHtml

export const BLOCKS: readonly DifferenceBlock[] = [
  {
    kind: 'changed',
    spans: [
      { kind: 'same', text: '第三条 调整首末班时间的，应当提前' },
      { kind: 'removed', text: '5日' },
      { kind: 'added', text: '7个工作日' },
      { kind: 'same', text: '向社会公告。' },
    ],
  },
  { kind: 'unchanged', spans: [{ kind: 'same', text: '第四条 车辆应当按照公布的线路运行。' }] },
  { kind: 'added', spans: [{ kind: 'added', text: '第五条 新购车辆应当为低地板车辆。' }] },
]

export const DAYS: readonly StripDay[] = [
  ...Array<StripDay>(9).fill('used'),
  'pause',
  ...Array<StripDay>(6).fill('used'),
  'today',
  ...Array<StripDay>(4).fill('left'),
]

export const OVERDUE: readonly StripDay[] = [
  ...Array<StripDay>(20).fill('used'),
  ...Array<StripDay>(3).fill('over'),
]
