import { sql } from 'kysely'
import { instantAt } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { type Act, type Actor, record } from '#platform/act'
import type { Seed, SeedTools } from '#platform/module'
import { beginRevision, draftPublication, saveRevision, submitRevision } from './commands/drafting.ts'
import { releaseRevision } from './commands/releasing.ts'
import { concludeSecrecy, reviewRevision } from './commands/reviewing.ts'
import { contentOf } from './content.ts'
import { lockRevision } from './drafts.ts'
import { refreshValidity } from './jobs.ts'
import { attachTable } from './seed-attachments.ts'
import { COLUMNS, columnId } from './seed-columns.ts'
import { DOCUMENTS, type SeedDocument, type SeedText } from './seed-documents.ts'

export const columnsOfYunxi: Seed = {
  name: 'columns',
  when: 'demo',
  run: ({ perform }, site) =>
    perform(site, async (act) => {
      const rows = COLUMNS.map(({ slug, name, name_en, description, update_limit_days, in_menu }, at) => ({
        site_id: site,
        id: columnId(slug),
        parent_id: slug.includes('/') ? columnId(slug.slice(0, slug.indexOf('/'))) : null,
        slug,
        name,
        name_en,
        description,
        kind: 'list' as const,
        update_limit_days: update_limit_days ?? null,
        in_menu: in_menu ?? false,
        sort_order: at,
      }))
      await act.tx.insertInto('publications.column').values(rows).execute()
      await record(act, { event: 'column.arranged', subject: rows[0]!.id, organisation: undefined })
    }),
}

/** Writer, three reviewers, secrecy officer and publisher: the general office (A02), and the transport bureau (A03). */
const OFFICE = ['P05', 'P04', 'P06', 'P03', 'P07', 'P08'] as const
const BUREAU = ['P12', 'P11', 'P10', 'P15', 'P14', 'P08'] as const

/** History with its own dates, made by the people who made it and through the same commands: four eyes hold here too. */
export const documentsOfYunxi: Seed = {
  name: 'documents',
  when: 'demo',
  run: async (tools, site) => {
    const inOrder = DOCUMENTS.flatMap((document) =>
      document.texts.map((text, at) => ({ document, text, at })),
    )
    inOrder.sort(
      (one, other) => one.text.published_on.localeCompare(other.text.published_on) || one.at - other.at,
    )
    const known = new Map<string, Id>()
    for (const { document, text } of inOrder) {
      known.set(document.key, await publish({ tools, site, document }, text, known.get(document.key)))
    }
    // What was not yet in force on the day it was published may be so by now.
    await refreshValidity.run(tools, {})
  },
}

type Seeding = { tools: SeedTools; site: SiteId; document: SeedDocument }

async function publish(
  { tools, site, document }: Seeding,
  text: SeedText,
  publication: Id | undefined,
): Promise<Id> {
  const [writer, ...others] = document.organisation === 'A03' ? BUREAU : OFFICE
  const [first, second, last, secrecy, publisher] = others
  const at = instantAt(text.published_on, '10:00')
  const as = <T>(person: keyof typeof PEOPLE, command: (act: Act) => Promise<T>) =>
    tools.performAs(site, { actor: actorFor(person), at }, command)

  const drafted = await as(writer, (act) => draft(act, { tools, site, document }, text, publication))
  const { table } = text
  if (table) await as(writer, (act) => attachTable(act, tools, drafted.revision, table))
  await as(writer, (act) => submitRevision(act, tools.house, drafted.revision))
  const { content_hash } = await as(writer, (act) => lockRevision(act, drafted.revision))
  const form = { reason: '', content_hash }
  for (const reviewer of [first, second, last]) {
    await as(reviewer!, (act) => reviewRevision(act, drafted.revision, { ...form, conclusion: 'passed' }))
  }
  await as(secrecy!, (act) => concludeSecrecy(act, drafted.revision, { ...form, conclusion: 'open' }))
  await as(publisher!, (act) => releaseRevision(act, tools.house, drafted.revision, { content_hash }))
  return drafted.publication
}

async function draft(act: Act, { tools, document }: Seeding, text: SeedText, publication: Id | undefined) {
  const { house } = tools
  const content = contentOfText(text)
  if (publication) {
    const revision = await beginRevision(act, house, publication, {
      kind: text.kind ?? 'major',
      reason: text.reason ?? '',
    })
    await saveRevision(act, house, revision, { edit: 1, content })
    return { publication, revision }
  }
  const { kind, organisation, columns, stage, category } = document
  const drafted = await draftPublication(act, house, {
    ...{ kind, stage, content, organisation: ORGANISATIONS[organisation].id, columns: columns.map(columnId) },
    ...{
      statutory_category: category,
      disclosure_attribute: 'proactive',
      disclosure_reason: null,
      legal_basis: null,
    },
  })
  await number(act, drafted.publication, document.index_number)
  return drafted
}

/** The story names the numbers; the series goes on behind the highest of them. */
async function number(act: Act, publication: Id, index_number: string): Promise<void> {
  const [org_code, rest] = index_number.split('/') as [string, string]
  const last_serial = Number(rest.slice(5))
  await act.tx
    .updateTable('publications.publication')
    .set({ index_number })
    .where('site_id', '=', act.site)
    .where('id', '=', publication)
    .execute()
  await act.tx
    .insertInto('publications.index_series')
    .values({ site_id: act.site, org_code, year: Number(rest.slice(0, 4)), last_serial })
    .onConflict((clash) =>
      clash
        .columns(['site_id', 'org_code', 'year'])
        .doUpdateSet({ last_serial: sql<number>`greatest(index_series.last_serial, excluded.last_serial)` }),
    )
    .execute()
}

function contentOfText(text: SeedText) {
  const { title, summary, document_number, signed_on, effective_on, source, editor, validity } = text
  return contentOf(
    {
      ...{
        title,
        summary,
        text: text.text,
        format: 'markdown',
        keywords: '',
        issuer: null,
        subject_category: null,
        expires_on: null,
      },
      ...{
        document_number: document_number ?? null,
        signed_on: signed_on ?? null,
        effective_on: effective_on ?? null,
      },
      ...{ source: source ?? null, editor: editor ?? null },
    },
    validity ?? null,
  )
}

function actorFor(person: keyof typeof PEOPLE): Actor {
  return { kind: 'person', id: PEOPLE[person].id, unit: '*', may: () => true }
}
