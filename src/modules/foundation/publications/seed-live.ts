import { addWorkingDays, type CivilDate, instantAt } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import type { Act, Actor } from '#platform/act'
import type { Seed, SeedTools } from '#platform/module'
import { beginRevision, draftPublication, saveRevision, submitRevision } from './commands/drafting.ts'
import { scheduleRevision } from './commands/releasing.ts'
import { concludeSecrecy, reviewRevision } from './commands/reviewing.ts'
import { contentOf } from './content.ts'
import { lockRevision } from './drafts.ts'
import type { ReviewStep } from './rules.ts'
import { columnId } from './seed-columns.ts'

type Person = keyof typeof PEOPLE

type LiveText = {
  title: string
  text: string
  by: Person
  organisation: keyof typeof ORGANISATIONS
  column: string
  kind: 'article' | 'document'
  document_number?: string
  summary?: string
  signed_on?: CivilDate
  effective_on?: CivilDate
  /** The index number of what is public already, and why its text changes. */
  revises?: { index_number: string; reason: string }
  /** How far it has come; each step stands for all before it. */
  reached: 'draft' | 'submitted' | ReviewStep | 'approved' | 'scheduled' | 'returned'
}

const REVISED_RULES = `第一条 为方便老年人出行，根据《中华人民共和国老年人权益保障法》，结合本市实际，制定本办法。

第二条 65周岁以上老年人，不分户籍，全天免费乘坐本市公共汽电车。

第三条 60周岁以上不满65周岁的老年人，乘坐本市公共汽电车半价。

第四条 老年人凭身份证、老年乘车卡或者电子乘车码乘车。使用现金的，不得拒收。

第五条 老年乘车卡在各镇（街道）便民服务中心和市政务服务中心办理，当场办结，不收工本费，不收押金。卡片丢失的，凭身份证当场补办。

第六条 因优待减少的票款收入，由市财政按规定补偿。

第七条 本办法自2026年7月1日起施行，有效期五年。`

/** Work in progress on the day of seeding: something waits for everybody at the desk. */
const LIVE: readonly LiveText[] = [
  {
    title: '云溪市老年人乘车优待办法',
    text: REVISED_RULES,
    by: 'P12',
    organisation: 'A03',
    column: 'policies/documents',
    kind: 'document',
    document_number: '云溪交规〔2026〕2号',
    summary: '65周岁以上老年人全天免费乘坐公共汽电车，60—64周岁半价；乘车卡不收押金，丢失当场补办。',
    signed_on: '2026-06-12',
    effective_on: '2026-07-01',
    revises: { index_number: 'MB990003X/2026-00081', reason: '增加公交卡丢失补办的规定，取消押金' },
    reached: 'first-review',
  },
  {
    title: '关于冬季公交首末班时间调整的通告',
    text: '自12月1日起，1路、2路、3路末班车推迟15分钟，首班车时间不变。请乘客留意站台公告。',
    by: 'P12',
    organisation: 'A03',
    column: 'news/notices',
    kind: 'document',
    document_number: '云溪交公告〔2026〕31号',
    reached: 'first-review',
  },
  {
    title: '云溪东站公交场站建设进展（十一月）',
    text: '主体工程完成72%，充电车棚开始吊装。施工时段为7:00—19:00，夜间不施工。',
    by: 'P12',
    organisation: 'A03',
    column: 'news/departments',
    kind: 'article',
    reached: 'submitted',
  },
  {
    title: '关于恢复7路直达后线路运行情况的说明',
    text: '7路恢复直达以来，准点率79%，早高峰平均候车6.4分钟。27路作为高峰区间车继续运行。',
    by: 'P12',
    organisation: 'A03',
    column: 'news/departments',
    kind: 'article',
    reached: 'approved',
  },
  {
    title: '关于调整砚池下穿通道积水期间公交绕行方案的通告',
    text: '砚池下穿通道封闭时，1路、12路改走鹤汀桥西，不停砚池下穿站。',
    by: 'P12',
    organisation: 'A03',
    column: 'news/notices',
    kind: 'document',
    document_number: '云溪交公告〔2026〕32号',
    reached: 'scheduled',
  },
  {
    title: '老年乘车卡年审安排',
    text: '2027年起老年乘车卡不再年审。已经缴纳的卡押金，可到各镇（街道）便民服务中心退还。',
    by: 'P12',
    organisation: 'A03',
    column: 'service',
    kind: 'article',
    reached: 'returned',
  },
  {
    // The published test number, the placeholder mobile, and one that only looks like an identity number.
    title: '荻湾镇2026年冬季慰问名单（草稿）',
    text: '联系人身份证号11010519491231002X，电话13800138000，受理编号110105194912310021。',
    by: 'P24',
    organisation: 'A20',
    column: 'news/notices',
    kind: 'article',
    reached: 'draft',
  },
]

const STEPS: readonly { step: ReviewStep; by: Person }[] = [
  { step: 'first-review', by: 'P11' },
  { step: 'second-review', by: 'P10' },
  { step: 'final-review', by: 'P15' },
]

export const workInProgress: Seed = {
  name: 'work-in-progress',
  when: 'demo',
  run: async (tools, site) => {
    for (const live of LIVE) await bringAlong(tools, site, live)
  },
}

async function bringAlong(tools: SeedTools, site: SiteId, live: LiveText): Promise<void> {
  const as = <T>(person: Person, command: (act: Act) => Promise<T>) =>
    tools.performAs(site, { actor: actorFor(person), at: tools.now() }, command)
  const { revision } = await as(live.by, (act) => draft(act, tools, live))
  if (live.reached === 'draft') return
  await as(live.by, (act) => submitRevision(act, tools.house, revision))
  const { content_hash } = await as(live.by, (act) => lockRevision(act, revision))
  await review({ as, revision, content_hash, reached: live.reached })
  if (live.reached === 'approved' || live.reached === 'scheduled') {
    await as('P14', (act) => concludeSecrecy(act, revision, { conclusion: 'open', reason: '', content_hash }))
  }
  if (live.reached === 'scheduled') {
    await as('P08', (act) => {
      const tomorrow = addWorkingDays(act.today, 1, act.calendar).date
      return scheduleRevision(act, tools.house, revision, instantAt(tomorrow, '09:00'), { content_hash })
    })
  }
}

type Reviewing = {
  as: <T>(person: Person, command: (act: Act) => Promise<T>) => Promise<T>
  revision: Id
  content_hash: string
  reached: LiveText['reached']
}

async function review({ as, revision, content_hash, reached }: Reviewing): Promise<void> {
  if (reached === 'submitted') return
  for (const { step, by } of STEPS) {
    const isReturned = reached === 'returned' && step === 'second-review'
    const form = isReturned
      ? ({
          conclusion: 'returned',
          reason: '请写明退还押金的起止日期，并附各便民服务中心的地址。',
          content_hash,
        } as const)
      : ({ conclusion: 'passed', reason: '', content_hash } as const)
    await as(by, (act) => reviewRevision(act, revision, form))
    if (isReturned || step === reached) return
  }
}

async function draft(act: Act, { house }: SeedTools, live: LiveText) {
  const content = contentOf(
    {
      ...{
        title: live.title,
        summary: live.summary ?? '',
        text: live.text,
        format: 'markdown',
        keywords: '',
        issuer: null,
        editor: null,
      },
      ...{
        subject_category: null,
        expires_on: null,
        source: null,
        signed_on: live.signed_on ?? null,
        effective_on: live.effective_on ?? null,
      },
      document_number: live.document_number ?? null,
    },
    live.kind === 'document' ? 'valid' : null,
  )
  if (live.revises) {
    const { index_number, reason } = live.revises
    const { id } = await act.tx
      .selectFrom('publications.publication')
      .select('id')
      .where('site_id', '=', act.site)
      .where('index_number', '=', index_number)
      .executeTakeFirstOrThrow()
    const revision = await beginRevision(act, house, id, { kind: 'major', reason })
    await saveRevision(act, house, revision, { edit: 1, content })
    return { publication: id, revision }
  }
  return draftPublication(act, house, {
    ...{
      kind: live.kind,
      content,
      organisation: ORGANISATIONS[live.organisation].id,
      columns: [columnId(live.column)],
    },
    ...{ stage: 'execution', statutory_category: 'a20-11', disclosure_attribute: 'proactive' },
    ...{ disclosure_reason: null, legal_basis: null },
  })
}

function actorFor(person: Person): Actor {
  return { kind: 'person', id: PEOPLE[person].id, unit: '*', may: () => true }
}
