import { sql } from 'kysely'
import { type Id, newId, type OrganisationId } from '#kernel/ids'
import { Conflict, Forbidden, NotFound } from '#kernel/refusals'
import { type Act, demand, outdate, record, type View } from '#platform/act'
import { normalised } from './asked.ts'
import { searchTag } from './naming.ts'
import type { Synonyms } from './wanted.ts'

type Where = Pick<View, 'db' | 'site'>

/** Only the groups of which a word was typed. */
export async function listSynonymsIn({ db, site }: Where, text: string): Promise<Synonyms> {
  const { rows } = await sql<{ words: string[] }>`
    select words from search.synonym
    where site_id = ${site} and exists (select from unnest(words) word where strpos(${normalised(text)}, word) > 0)
    order by id limit 20`.execute(db)
  return rows.map(({ words }) => words)
}

export type SynonymRow = { id: Id; words: string[]; edited_by: string; edited_at: Date }

export async function listSynonyms({ db, site }: Where): Promise<SynonymRow[]> {
  return db
    .selectFrom('search.synonym')
    .select(['id', 'words', 'edited_by', 'edited_at'])
    .where('site_id', '=', site)
    .orderBy('edited_at', 'desc')
    .limit(MOST_SYNONYMS)
    .execute()
}

export const MOST_SYNONYMS = 500

/** Words that mean the same. A word that stands in a group already brings the new ones into it. */
export async function joinWords(act: Act, words: readonly string[], by: string): Promise<Id> {
  const root = await demandSearchEditor(act)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`search-synonyms:${act.site}`}, 0))`.execute(
    act.tx,
  )
  const known = await listSynonyms({ db: act.tx, site: act.site })
  const touched = known.filter((group) => group.words.some((word) => words.includes(word)))
  if (known.length - touched.length >= MOST_SYNONYMS) throw new Conflict('search.too-many-synonyms')
  const all = [...new Set([...touched.flatMap((group) => group.words), ...words])]
  if (all.length > MOST_WORDS_OF_GROUP) throw new Conflict('search.synonyms-too-long')
  for (const { id } of touched) await deleteGroup(act, id)
  const id = touched[0]?.id ?? newId(act.now)
  await act.tx
    .insertInto('search.synonym')
    .values({ site_id: act.site, id, words: all, edited_by: by, edited_at: act.now })
    .execute()
  await record(act, { event: 'search.words-joined', subject: id, organisation: root })
  outdate(act, [searchTag(act.site)])
  return id
}

export const MOST_WORDS_OF_GROUP = 12

export async function partWords(act: Act, id: Id): Promise<void> {
  const root = await demandSearchEditor(act)
  if (!(await deleteGroup(act, id))) throw new NotFound('search.no-such-synonyms')
  await record(act, { event: 'search.words-parted', subject: id, organisation: root })
  outdate(act, [searchTag(act.site)])
}

async function deleteGroup({ tx, site }: Act, id: Id): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('search.synonym')
    .where('site_id', '=', site)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** The words of search are the whole site's: whoever changes them holds the right at its root. */
export async function demandSearchEditor(act: Act): Promise<OrganisationId> {
  const root = await seekRoot({ db: act.tx, site: act.site })
  if (!root) throw new Forbidden('permission.missing', { permission: 'search.edit' })
  demand(act, 'search.edit', root)
  return root
}

/** From the names that the organisations contributed: nobody needs to be imported for it. */
export async function seekRoot({ db, site }: Where): Promise<OrganisationId | undefined> {
  const { rows } = await sql<{ subject: OrganisationId }>`
    select subject from search.name where site_id = ${site} and cardinality(path) = 1 order by subject limit 1`.execute(
    db,
  )
  return rows[0]?.subject
}
