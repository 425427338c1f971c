import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Reader } from '#platform/database'
import { affectsValidity, type Effect, RELATION_KINDS, type RelationWord, wordOf } from './relations-rules.ts'

export type Related = Awaited<ReturnType<typeof listRelated>>[number]
export type DeskRelation = Awaited<ReturnType<typeof listRelationsOf>>[number]

/** More than anybody reads beside a text. */
const MOST_SHOWN = 60

/** What belongs to a public text and is public itself, in the words of this end. One query, both directions. */
export async function listRelated(view: View, publication: Id) {
  const rows = await view.db
    .selectFrom('publications.relation as r')
    .innerJoin('publications.shown as s', (on) =>
      on
        .onRef('s.site_id', '=', 'r.site_id')
        .on(
          sql<boolean>`s.publication_id = case when r.from_id = ${publication} then r.to_id else r.from_id end`,
        ),
    )
    .select(['r.kind', 'r.from_id', 'r.made_at'])
    .select([
      's.publication_id',
      's.title',
      's.publisher',
      's.document_number',
      's.validity',
      's.kind as publication_kind',
      's.listed_at',
      's.source_published_on',
    ])
    .where('r.site_id', '=', view.site)
    .where((on) => on.or([on('r.from_id', '=', publication), on('r.to_id', '=', publication)]))
    .where('r.ended_at', 'is', null)
    .orderBy('s.listed_at', 'desc')
    .orderBy('r.id')
    .limit(MOST_SHOWN)
    .execute()
  for (const { publication_id } of rows) view.reads.add(`publication:${publication_id}`)
  return rows
    .map(({ kind, from_id, ...row }) => ({ ...row, word: wordOf(kind, from_id === publication) }))
    .sort((one, other) => rankOf(one.word) - rankOf(other.word))
}

/** What a reader of a norm needs first: whether it holds, then what explains it, then the rest. */
const READING_ORDER: readonly RelationWord[] = [
  'repealed-by',
  'replaced-by',
  'amended-by',
  'interpreted-by',
  'repeals',
  'replaces',
  'amends',
  'interprets',
  'implements',
  'implemented-by',
  'relates',
]

function rankOf(word: RelationWord): number {
  return READING_ORDER.indexOf(word)
}

/** For the desk: drafts too, where they lie in the reader's organisations; others only by what the public sees. */
export async function listRelationsOf(view: View, publication: Id) {
  const rows = await view.db
    .selectFrom('publications.relation as r')
    .innerJoin('publications.publication as p', (on) =>
      on
        .onRef('p.site_id', '=', 'r.site_id')
        .on(sql<boolean>`p.id = case when r.from_id = ${publication} then r.to_id else r.from_id end`),
    )
    .select(['r.id', 'r.kind', 'r.from_id', 'r.to_id', 'r.made_at', 'r.made_by'])
    .select(['p.id as other_id', 'p.standing', 'p.index_number', latestTitle('p').as('title')])
    .where('r.site_id', '=', view.site)
    .where((on) => on.or([on('r.from_id', '=', publication), on('r.to_id', '=', publication)]))
    .where('r.ended_at', 'is', null)
    .orderBy('r.id')
    .execute()
  return rows.map((row) => ({ ...row, word: wordOf(row.kind, row.from_id === publication) }))
}

/** Row-level policies decide which title the reader may see; without one the index number has to do. */
function latestTitle(table: string) {
  return sql<string | null>`(
    select r2.title from publications.revision r2
    where r2.site_id = ${sql.ref(`${table}.site_id`)} and r2.publication_id = ${sql.ref(`${table}.id`)}
    order by r2.number desc limit 1)`
}

export type Candidate = Awaited<ReturnType<typeof searchCandidates>>[number]

/** To be picked: by index number or document number exactly, else by words of the title; what is public, and own drafts. */
export async function searchCandidates(view: View, words: string, except: Id, limit = 12) {
  const pattern = `%${words.replace(/[%_\\]/g, '\\$&')}%`
  return view.db
    .selectFrom('publications.publication as p')
    .innerJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 'p.site_id').onRef('r.publication_id', '=', 'p.id'),
    )
    .distinctOn('p.id')
    .select(['p.id', 'p.kind', 'p.standing', 'p.index_number', 'r.title', 'r.document_number', 'r.number'])
    .where('p.site_id', '=', view.site)
    .where('p.id', '<>', except)
    .where('p.standing', 'in', ['public', 'withdrawn', 'unpublished'])
    .where((on) =>
      on.or([
        on('p.index_number', '=', words),
        on('r.document_number', '=', words),
        on('r.title', 'ilike', pattern),
      ]),
    )
    .where((on) =>
      on.or([on('p.standing', '=', 'public'), sql<boolean>`publications.in_scope(p.organisation_id)`]),
    )
    .orderBy('p.id', 'desc')
    .orderBy('r.number', 'desc')
    .limit(limit)
    .execute()
}

/** The documents that act on this one and were released, with the day on which each begins to act. */
export async function listEffectsOn(db: Reader, site: number, publication: Id): Promise<Effect[]> {
  return db
    .selectFrom('publications.relation as r')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.from_id'),
    )
    .innerJoin('publications.revision as v', (on) =>
      on.onRef('v.site_id', '=', 'p.site_id').onRef('v.id', '=', 'p.shown_revision_id'),
    )
    .select(['r.kind', 'v.effective_on'])
    .select((row) => row.ref('p.first_published_at').$notNull().as('released_at'))
    .where('r.site_id', '=', site as never)
    .where('r.to_id', '=', publication)
    .where('r.ended_at', 'is', null)
    .where('r.kind', 'in', RELATION_KINDS.filter(affectsValidity))
    .where('p.first_published_at', 'is not', null)
    .execute()
}

/** Whose standing in law hangs on this document. */
export async function listAffected(db: Reader, site: number, publication: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('publications.relation')
    .select('to_id')
    .distinct()
    .where('site_id', '=', site as never)
    .where('from_id', '=', publication)
    .where('ended_at', 'is', null)
    .where('kind', 'in', RELATION_KINDS.filter(affectsValidity))
    .execute()
  return rows.map(({ to_id }) => to_id)
}

/** Relations that change a standing in law, of many documents at once. */
export async function listActingRelations(
  db: Reader,
  site: number,
  ends: { from: readonly Id[] } | { to: readonly Id[] },
): Promise<{ from_id: Id; to_id: Id }[]> {
  const [end, ids] = 'from' in ends ? (['from_id', ends.from] as const) : (['to_id', ends.to] as const)
  return db
    .selectFrom('publications.relation')
    .select(['from_id', 'to_id'])
    .where('site_id', '=', site as never)
    .where(end, 'in', ids)
    .where('ended_at', 'is', null)
    .where('kind', 'in', RELATION_KINDS.filter(affectsValidity))
    .execute()
}
