import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { PublicationRow } from '../tables.ts'

/** What the site has of a law already. */
export type KnownLaw = {
  publication: PublicationRow
  last_number: number
  /** A text of the law is with its editors: what comes after it waits with it. */
  isPending: boolean
  /** The day of the newest version that an import brought or that is shown. */
  newest_on: CivilDate | null
  /** The files that earlier imports brought, by their version. */
  files: Map<string, { hash: string; revision: Id }>
}

type Where = Pick<View, 'db' | 'site'>

/** Reads protected rows: within an act or `look`. In an act, `lockImports` comes first. */
export async function listKnownLaws(where: Where, keys: readonly string[]): Promise<Map<string, KnownLaw>> {
  const publications = await where.db
    .selectFrom('publications.publication')
    .selectAll()
    .where('site_id', '=', where.site)
    .where('import_key', 'in', keys as string[])
    .execute()
  if (publications.length === 0) return new Map()
  const revisions = await listRevisions(
    where,
    publications.map(({ id }) => id),
  )
  const files = await listImported(
    where,
    publications.map(({ import_key }) => import_key!),
  )
  return new Map(
    publications.map((publication) => [
      publication.import_key!,
      knownLaw(
        publication as PublicationRow,
        revisions.filter(({ publication_id }) => publication_id === publication.id),
        files.filter(({ law }) => law === publication.import_key),
      ),
    ]),
  )
}

/** One import at a time on a site: what is known stays true until the act commits. */
export async function lockImports({ db, site }: Where): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('publications.import'), ${site})`.execute(db)
}

type KnownRevision = Awaited<ReturnType<typeof listRevisions>>[number]
type ImportedFile = { law: string; version: string; hash: string; revision: Id; dated_on: CivilDate | null }

function knownLaw(publication: PublicationRow, revisions: KnownRevision[], files: ImportedFile[]): KnownLaw {
  const shown = revisions.find(({ id }) => id === publication.shown_revision_id)
  const dates = [...files.map(({ dated_on }) => dated_on), shown?.signed_on].filter((date) => date != null)
  return {
    publication,
    last_number: Math.max(0, ...revisions.map(({ number }) => number)),
    isPending: revisions.some(({ state }) => state !== 'published' && state !== 'superseded'),
    newest_on: dates.toSorted().at(-1) ?? null,
    files: new Map(files.map(({ version, hash, revision }) => [version, { hash, revision }])),
  }
}

async function listRevisions({ db, site }: Where, publications: Id[]) {
  return db
    .selectFrom('publications.revision')
    .select(['id', 'publication_id', 'number', 'state', 'signed_on'])
    .where('site_id', '=', site)
    .where('publication_id', 'in', publications)
    .execute()
}

/** The reports of the batches remember which file became which revision. */
async function listImported({ db, site }: Where, keys: string[]): Promise<ImportedFile[]> {
  const { rows } = await sql<ImportedFile>`
    select f.law, f.version, f.hash, f.revision, f.dated_on::text
    from publications.import_batch b
    cross join lateral jsonb_to_recordset(b.report -> 'files')
      as f (law text, version text, hash text, revision text, dated_on text, outcome text)
    where b.site_id = ${site} and f.law = any(${keys}) and f.revision is not null
      and f.outcome in ('new', 'new-version', 'draft')
    order by b.at, b.id`.execute(db)
  return rows
}
