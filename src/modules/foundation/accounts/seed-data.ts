import type { Id } from '#kernel/ids'
import type { SeedOrganisationNumber } from '#modules/foundation/organisations'
import type { RoleName } from './roles.ts'

/** Staff of the fictional city. A role holds at the organisation named and in everything below it. */
export type SeedPerson = {
  id: Id
  login: string
  name: string
  post: string
  organisation: SeedOrganisationNumber
  roles: readonly { role: RoleName; at: SeedOrganisationNumber }[]
}

/**
 * The general office (A02) edits and reviews for the whole government, hence its people hold their roles at A01. Who
 * has no role yet has no password either.
 */
export const PEOPLE = {
  P03: {
    id: '01941dd5-cc00-7b03-8000-990100000003' as Id,
    login: 'lu.wensheng@yunxi.example',
    name: '陆闻笙',
    post: '主任',
    organisation: 'A02',
    roles: [{ role: 'final-reviewer', at: 'A01' }],
  },
  P04: {
    id: '01941dd5-cc00-7b04-8000-990100000004' as Id,
    login: 'he.yan@yunxi.example',
    name: '何䶮',
    post: '政务公开科科长',
    organisation: 'A02',
    roles: [
      { role: 'first-reviewer', at: 'A01' },
      { role: 'disclosure-officer', at: 'A01' },
    ],
  },
  P05: {
    id: '01941dd5-cc00-7b05-8000-990100000005' as Id,
    login: 'shen.weizhou@yunxi.example',
    name: '沈苇舟',
    post: '政务公开科科员',
    organisation: 'A02',
    roles: [{ role: 'editor', at: 'A01' }],
  },
  P06: {
    id: '01941dd5-cc00-7b06-8000-990100000006' as Id,
    login: 'yao.yingchuan@yunxi.example',
    name: '姚映川',
    post: '副主任',
    organisation: 'A02',
    roles: [{ role: 'second-reviewer', at: 'A01' }],
  },
  P07: {
    id: '01941dd5-cc00-7b07-8000-990100000007' as Id,
    login: 'zheng.kewei@yunxi.example',
    name: '郑可为',
    post: '保密审查员',
    organisation: 'A02',
    roles: [{ role: 'secrecy-officer', at: 'A01' }],
  },
  P08: {
    id: '01941dd5-cc00-7b08-8000-990100000008' as Id,
    login: 'tang.jiahe@yunxi.example',
    name: '唐嘉禾',
    post: '信息发布员',
    organisation: 'A02',
    roles: [{ role: 'publisher', at: 'A01' }],
  },
  P09: {
    id: '01941dd5-cc00-7b09-8000-990100000009' as Id,
    login: 'qin.muye@yunxi.example',
    name: '秦牧野',
    post: '局长',
    organisation: 'A03',
    roles: [],
  },
  P10: {
    id: '01941dd5-cc00-7b10-8000-990100000010' as Id,
    login: 'wu.chengji@yunxi.example',
    name: '吴承霁',
    post: '副局长',
    organisation: 'A03',
    roles: [
      { role: 'second-reviewer', at: 'A03' },
      { role: 'emergency', at: 'A03' },
    ],
  },
  P11: {
    id: '01941dd5-cc00-7b11-8000-990100000011' as Id,
    login: 'meng.qinglan@yunxi.example',
    name: '孟庆澜',
    post: '公共交通科科长',
    organisation: 'A03',
    roles: [{ role: 'first-reviewer', at: 'A03' }],
  },
  P12: {
    id: '01941dd5-cc00-7b12-8000-990100000012' as Id,
    login: 'lin.xiaoting@yunxi.example',
    name: '林晓汀',
    post: '公共交通科科员',
    organisation: 'A03',
    roles: [{ role: 'editor', at: 'A03' }],
  },
  P13: {
    id: '01941dd5-cc00-7b13-8000-990100000013' as Id,
    login: 'tian.ji@yunxi.example',
    name: '田𠮷',
    post: '办公室科员',
    organisation: 'A03',
    roles: [{ role: 'disclosure-officer', at: 'A03' }],
  },
  P14: {
    id: '01941dd5-cc00-7b14-8000-990100000014' as Id,
    login: 'luo.jianwei@yunxi.example',
    name: '罗见微',
    post: '办公室主任',
    organisation: 'A03',
    roles: [{ role: 'secrecy-officer', at: 'A03' }],
  },
  P15: {
    id: '01941dd5-cc00-7b15-8000-990100000015' as Id,
    login: 'li.anlan@yunxi.example',
    name: '黎安澜',
    post: '二级调研员',
    organisation: 'A03',
    roles: [{ role: 'final-reviewer', at: 'A03' }],
  },
  P16: {
    id: '01941dd5-cc00-7b16-8000-990100000016' as Id,
    login: 'feng.yizhou@yunxi.example',
    name: '冯亦舟',
    post: '合法性审查科科长',
    organisation: 'A13',
    roles: [],
  },
  P17: {
    id: '01941dd5-cc00-7b17-8000-990100000017' as Id,
    login: 'cao.yiheng@yunxi.example',
    name: '曹以恒',
    post: '审计组组长',
    organisation: 'A14',
    roles: [],
  },
  P18: {
    id: '01941dd5-cc00-7b18-8000-990100000018' as Id,
    login: 'bai.ruogu@yunxi.example',
    name: '白若谷',
    post: '数据资源科科长',
    organisation: 'A12',
    roles: [],
  },
  P19: {
    id: '01941dd5-cc00-7b19-8000-990100000019' as Id,
    login: 'song.pingye@yunxi.example',
    name: '宋平野',
    post: '系统管理员',
    organisation: 'A12',
    roles: [{ role: 'administrator', at: 'A01' }],
  },
  P20: {
    id: '01941dd5-cc00-7b20-8000-990100000020' as Id,
    login: 'shi.weiqing@yunxi.example',
    name: '石惟清',
    post: '安全管理员',
    organisation: 'A12',
    roles: [{ role: 'security-officer', at: 'A01' }],
  },
  P21: {
    id: '01941dd5-cc00-7b21-8000-990100000021' as Id,
    login: 'yin.ruoshui@yunxi.example',
    name: '尹若水',
    post: '信息审计科科员',
    organisation: 'A14',
    roles: [{ role: 'auditor', at: 'A01' }],
  },
  P22: {
    id: '01941dd5-cc00-7b22-8000-990100000022' as Id,
    login: 'deng.xiuyun@yunxi.example',
    name: '邓秀筠',
    post: '综合窗口',
    organisation: 'A17',
    roles: [],
  },
  P23: {
    id: '01941dd5-cc00-7b23-8000-990100000023' as Id,
    login: 'pan.yuwei@yunxi.example',
    name: '潘雨薇',
    post: '区政府办科员',
    organisation: 'A19',
    roles: [{ role: 'editor', at: 'A19' }],
  },
  P24: {
    id: '01941dd5-cc00-7b24-8000-990100000024' as Id,
    login: 'jiang.xiaoman@yunxi.example',
    name: '江小满',
    post: '党政办科员',
    organisation: 'A20',
    roles: [{ role: 'editor', at: 'A20' }],
  },
  P25: {
    id: '01941dd5-cc00-7b25-8000-990100000025' as Id,
    login: 'he.zhiwei@yunxi.example',
    name: '贺知微',
    post: '清岚公共治理研究院项目负责人',
    organisation: 'A02',
    roles: [{ role: 'evaluator', at: 'A01' }],
  },
  P26: {
    id: '01941dd5-cc00-7b26-8000-990100000026' as Id,
    login: 'pang.jingshu@yunxi.example',
    name: '庞静姝',
    post: '信息公开科员',
    organisation: 'A05',
    roles: [],
  },
} as const satisfies Readonly<Record<string, SeedPerson>>

export type SeedPersonNumber = keyof typeof PEOPLE

type OnBureau = { id: Id; role: RoleName }

/** Who works for the site of the transport bureau (jtj). Accounts are each site's own: the same people, other keys. */
const AT_BUREAU = {
  P08: { id: '01941dd5-cc00-7d08-8000-990100000008' as Id, role: 'publisher' },
  P10: { id: '01941dd5-cc00-7d10-8000-990100000010' as Id, role: 'second-reviewer' },
  P11: { id: '01941dd5-cc00-7d11-8000-990100000011' as Id, role: 'first-reviewer' },
  P12: { id: '01941dd5-cc00-7d12-8000-990100000012' as Id, role: 'editor' },
  P13: { id: '01941dd5-cc00-7d13-8000-990100000013' as Id, role: 'disclosure-officer' },
  P14: { id: '01941dd5-cc00-7d14-8000-990100000014' as Id, role: 'secrecy-officer' },
  P15: { id: '01941dd5-cc00-7d15-8000-990100000015' as Id, role: 'final-reviewer' },
  P19: { id: '01941dd5-cc00-7d19-8000-990100000019' as Id, role: 'administrator' },
  P20: { id: '01941dd5-cc00-7d20-8000-990100000020' as Id, role: 'security-officer' },
} as const satisfies Partial<Record<keyof typeof PEOPLE, OnBureau>>

export type BureauPerson = Pick<SeedPerson, 'id' | 'login' | 'name' | 'post'> & { role: RoleName }

export const STAFF_OF_BUREAU = Object.fromEntries(
  Object.entries<OnBureau>(AT_BUREAU).map(([number, own]) => {
    const { login, name, post } = PEOPLE[number as keyof typeof AT_BUREAU]
    return [number, { login, name, post, ...own }]
  }),
) as Record<keyof typeof AT_BUREAU, BureauPerson>
