import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId } from '#kernel/ids'
import type { Act, Happening } from '#platform/act'
import { readCorpusPath } from '../import/corpus-path.ts'
import { repealedTitles } from '../import/legal-body.ts'
import { bareTitle } from '../import/versions.ts'
import type { PublicationRow } from '../tables.ts'
import type { Decision } from './importing-decisions.ts'

type Repeal = { place: string; title: string; repealed_on: CivilDate; by_key: string }

/** Which laws of other imports the texts of this batch end, 《…》同时废止. */
export async function rememberRepeals(act: Act, due: readonly Decision[]): Promise<void> {
  await remember(act, due.flatMap(repealsOf))
}

/**
 * What of this ends now that these texts are shown, whichever of the two came first. Texts that came together have
 * settled it among themselves before.
 */
export async function settleRepeals(act: Act, shown: readonly PublicationRow[]): Promise<Happening[]> {
  const imported = shown.filter(({ import_key }) => import_key !== null)
  if (imported.length === 0) return []
  const found = await listEnded(act, {
    keys: imported.map(({ import_key }) => import_key!),
    shown: imported.map(({ id }) => id),
  })
  const ended = [...new Map(found.filter(isEnded).map((one) => [one.publication_id, one])).values()]
  if (ended.length === 0) return []
  await mark(act, ended)
  return ended.map(({ publication_id, organisation_id }) => ({
    event: 'publication.aged',
    subject: publication_id,
    organisation: organisation_id,
  }))
}

function repealsOf({ additions, law }: Decision): Repeal[] {
  return additions
    .filter(({ state, validity }) => state === 'published' && validity !== 'not-yet')
    .flatMap(({ title, body, dated_on, stated }) =>
      dated_on === null || stated !== undefined
        ? []
        : repealedTitles(title, body).map((ended) => ({
            place: law.place ?? '',
            title: bareTitle(ended),
            repealed_on: dated_on,
            by_key: law.key,
          })),
    )
}

async function remember(act: Act, repeals: readonly Repeal[]): Promise<void> {
  const site_id = act.site
  for (let from = 0; from < repeals.length; from += 1000) {
    await act.tx
      .insertInto('publications.import_repeal')
      .values(repeals.slice(from, from + 1000).map((repeal) => ({ site_id, ...repeal })))
      .onConflict((clash) => clash.doNothing())
      .execute()
  }
}

type Candidate = {
  publication_id: Id
  revision_id: Id
  organisation_id: OrganisationId
  import_key: string
  dated_on: CivilDate | null
  place: string
  repealed_on: CivilDate
  by_key: string
}

/** What is shown, may still hold, and has the title that some text ends; only as far as these texts touch it. */
async function listEnded(
  act: Act,
  { keys, shown }: { keys: readonly string[]; shown: readonly Id[] },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with known as (
      select s.site_id, s.publication_id, s.revision_id, s.organisation_id, p.import_key,
        coalesce(s.signed_on, s.source_published_on) as dated_on,
        regexp_replace(s.title, '中华人民共和国|[[:space:]　《》〈〉<>]', '', 'g') as bare_title
      from publications.shown s
      join publications.publication p on p.site_id = s.site_id and p.id = s.publication_id
      where s.site_id = ${act.site} and p.import_key is not null
        and s.validity in ('valid', 'amended', 'not-yet')
    )
    select known.publication_id, known.revision_id, known.organisation_id, known.import_key, known.dated_on,
      r.place, r.repealed_on, r.by_key
    from known
    join publications.import_repeal r on r.site_id = known.site_id and r.title = known.bare_title
    where r.by_key = any(${keys}) or known.publication_id = any(${shown}::uuid[])`.execute(act.tx)
  return rows
}

/** Of the same reach, older, and another law: a new version that names its own title does not end itself. */
function isEnded({ import_key, dated_on, place, repealed_on, by_key }: Candidate): boolean {
  const its = readCorpusPath(`laws/${import_key}.md`)
  return (its.place ?? '') === place && import_key !== by_key && dated_on !== null && dated_on < repealed_on
}

async function mark(act: Act, ended: readonly Candidate[]): Promise<void> {
  await act.tx
    .updateTable('publications.shown')
    .set({ validity: 'repealed' })
    .where('site_id', '=', act.site)
    .where(
      'publication_id',
      'in',
      ended.map(({ publication_id }) => publication_id),
    )
    .execute()
  await act.tx
    .updateTable('publications.revision')
    .set({ validity: 'repealed', updated_at: act.now })
    .where('site_id', '=', act.site)
    .where(
      'id',
      'in',
      ended.map(({ revision_id }) => revision_id),
    )
    .execute()
}
