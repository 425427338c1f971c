import { instantAt } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { columnId } from '#modules/foundation/publications'
import type { Act, Actor } from '#platform/act'
import type { Seed, SeedTools } from '#platform/module'
import { type Pen, penFor } from './notifying.ts'
import type { Rhythm } from './schema.ts'
import { confirm, subscribe } from './subscribing.ts'

/** A retired driver of line 7, and a reader in a wheelchair: addresses under `.example` reach nobody (RFC 2606). */
const READERS: readonly {
  address: string
  rhythm: Rhythm
  columns: readonly { slug: string; name: string }[]
}[] = [
  {
    address: 'zhao.demao@mail.example',
    rhythm: 'at-once',
    columns: [
      { slug: 'news/notices', name: '通知公告' },
      { slug: 'decision', name: '决策' },
    ],
  },
  {
    address: 'su.nianhe@mail.example',
    rhythm: 'weekly',
    columns: [
      { slug: 'result', name: '结果' },
      { slug: 'service', name: '服务' },
    ],
  },
]

/** A shop owner who has just asked, and has not answered the mail. */
const HESITANT = 'chen.qiaoling@mail.example'

/** Before the last steps of the story, so that the outbox of the demo has news in it. */
const SUBSCRIBED_ON = instantAt('2026-10-12', '20:15')

/** What people at the desk are told follows from the events of the other seeds. */
export const readersOfYunxi: Seed = {
  name: 'readers',
  when: 'demo',
  run: async (tools, site) => {
    const pen = await penFor(tools, site)
    for (const reader of READERS) await enrol(tools, site, pen, reader)
    const subjects = [{ kind: 'column' as const, id: columnId('service'), name: '服务' }]
    await tools.performAs(site, { actor: VISITOR, at: tools.now() }, (act) =>
      subscribe(act, pen, { address: HESITANT, rhythm: 'daily', language: 'zh-CN', subjects }),
    )
  },
}

const VISITOR: Actor = { kind: 'visitor', id: 'visitor', unit: '', may: () => false }

async function enrol(
  tools: SeedTools,
  site: SiteId,
  pen: Pen,
  reader: (typeof READERS)[number],
): Promise<void> {
  const as = <T>(command: (act: Act) => Promise<T>) =>
    tools.performAs(site, { actor: VISITOR, at: SUBSCRIBED_ON }, command)
  const { address, rhythm, columns } = reader
  const subjects = columns.map(({ slug, name }) => ({ kind: 'column' as const, id: columnId(slug), name }))
  await as((act) => subscribe(act, pen, { address, rhythm, language: 'zh-CN', subjects }))
  await as(async (act) => confirm(act, await requestFor(act, columnId(columns[0]!.slug))))
}

async function requestFor(act: Act, column: Id): Promise<Id> {
  const { request_id } = await act.tx
    .selectFrom('notifications.subscription')
    .select('request_id')
    .where('site_id', '=', act.site)
    .where('subject_id', '=', column)
    .executeTakeFirstOrThrow()
  return request_id
}
