import { instantAt } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { STAFF_OF_BUREAU } from '#modules/foundation/accounts'
import { BUREAU } from '#modules/foundation/organisations'
import type { Act, Actor } from '#platform/act'
import type { Seed, SeedTools } from '#platform/module'
import { draftPublication, submitRevision } from './commands/drafting.ts'
import { releaseRevision } from './commands/releasing.ts'
import { concludeSecrecy, reviewRevision } from './commands/reviewing.ts'
import { sharePublication } from './commands/sharing.ts'
import { contentOf } from './content.ts'
import { lockRevision } from './drafts.ts'

/** What the transport bureau takes in from the city, by index number, and where it puts it. */
const TAKEN_IN: readonly (readonly [string, string])[] = [
  ['MB990003X/2026-00017', 'news'],
  ['MB990003X/2026-00055', 'news'],
  ['MB990003X/2026-00171', 'news'],
  ['MB990003X/2026-00008', 'notices'],
  ['MB990003X/2026-00063', 'notices'],
  ['MB990003X/2026-00102', 'notices'],
  ['MB9900013/2026-00019', 'policies'],
  ['MB9900013/2026-00037', 'policies'],
  ['MB990003X/2026-00081', 'policies'],
]

/** OGI 12: name, address, hours, telephone and fax of the office that answers for openness. */
const OFFICE = {
  title: '云溪市交通运输局政府信息公开工作机构',
  summary: '谁负责、在哪里、什么时间、怎么联系。',
  text: `云溪市交通运输局的政府信息公开工作机构是局办公室。

| 项目 | 内容 |
| --- | --- |
| 机构名称 | 云溪市交通运输局办公室 |
| 办公地址 | 望云区新荷街道行政中心3号楼305室 |
| 办公时间 | 周一至周五及调休上班日 09:00—12:00，14:00—17:30 |
| 联系电话 | 0999-000-0302 |
| 监督电话 | 0999-000-0303 |

需要我局主动公开以外的政府信息，可以到上述地址当面提出，也可以打电话问清楚再写申请。`,
  published_on: '2026-01-12',
} as const

export const textsOfBureau: Seed = {
  name: 'texts',
  when: 'demo',
  site: 'jtj',
  run: async (tools, site) => {
    const columns = await columnsBySlug(tools, site)
    await publishOffice(tools, site, columns.get('notices')!)
    for (const [index_number, slug] of TAKEN_IN) {
      const publication = await findByNumber(tools, index_number)
      await tools.performAs(site, { actor: as('P13'), at: tools.now() }, (act) =>
        sharePublication(act, { publication, columns: [columns.get(slug)!] }),
      )
    }
  },
}

async function publishOffice(tools: SeedTools, site: SiteId, column: Id): Promise<void> {
  const { house } = tools
  const at = instantAt(OFFICE.published_on, '10:00')
  const by = <T>(person: keyof typeof STAFF_OF_BUREAU, command: (act: Act) => Promise<T>) =>
    tools.performAs(site, { actor: as(person), at }, command)
  const { revision } = await by('P12', (act) =>
    draftPublication(act, house, {
      ...{ kind: 'article', stage: 'service', organisation: BUREAU.id, columns: [column] },
      ...{ statutory_category: 'a20-2', disclosure_attribute: 'proactive' },
      ...{ disclosure_reason: null, legal_basis: null, content: contentOfOffice() },
    }),
  )
  await by('P12', (act) => submitRevision(act, house, revision))
  const { content_hash } = await by('P12', (act) => lockRevision(act, revision))
  const form = { reason: '', content_hash }
  for (const reviewer of ['P11', 'P10', 'P15'] as const)
    await by(reviewer, (act) => reviewRevision(act, revision, { ...form, conclusion: 'passed' }))
  await by('P14', (act) => concludeSecrecy(act, revision, { ...form, conclusion: 'open' }))
  await by('P08', (act) => releaseRevision(act, house, revision, { content_hash }))
}

function contentOfOffice() {
  const { title, summary, text } = OFFICE
  return contentOf({
    ...{ title, summary, text, format: 'markdown', keywords: '', issuer: null, subject_category: null },
    ...{ document_number: null, signed_on: null, effective_on: null, expires_on: null },
    ...{ source: null, editor: null },
  })
}

async function findByNumber({ db }: SeedTools, index_number: string): Promise<Id> {
  const { publication_id } = await db
    .selectFrom('publications.shown')
    .select('publication_id')
    .whereRef('site_id', '=', 'source_site_id')
    .where('index_number', '=', index_number)
    .executeTakeFirstOrThrow()
  return publication_id
}

async function columnsBySlug({ db }: SeedTools, site: SiteId): Promise<Map<string, Id>> {
  const rows = await db
    .selectFrom('publications.column')
    .select(['slug', 'id'])
    .where('site_id', '=', site)
    .execute()
  return new Map(rows.map(({ slug, id }) => [slug, id]))
}

function as(person: keyof typeof STAFF_OF_BUREAU): Actor {
  return { kind: 'person', id: STAFF_OF_BUREAU[person].id, unit: '*', may: () => true }
}
