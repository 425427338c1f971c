import { sql } from 'kysely'
import { type CivilDate, isCivilDate } from '#kernel/calendar'
import type { Cursor } from '#kernel/cursors'
import type { Id } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { Step, WorkFilter } from './desk-filters.ts'
import { LIST_VIEWS, type ListView } from './desk-paths.ts'
import type { ReviewRow } from './tables.ts'

export type DeskFilter = { view: ListView; person: string; today: CivilDate; work: WorkFilter }
export type DeskRow = Awaited<ReturnType<typeof listDesk>>[number]

/** Beyond this the desk says “999+”: nobody works by such a figure, and nobody should wait for it. */
const MOST_COUNTED = 1000

/** Open work by what ends first, all else by what moved last; only what lies in the reader's organisations. */
export async function listDesk(
  view: View,
  filter: DeskFilter,
  { limit, after }: { limit: number; after?: Cursor | undefined },
) {
  const isOpen = isByDue(filter.view)
  const from = after && { key: isOpen ? dayKey(after.key) : instantKey(after.key), id: after.id }
  return matching(view, filter)
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.publication_id'),
    )
    .select([
      'r.id',
      'r.publication_id',
      'r.organisation_id',
      'r.number',
      'r.kind',
      'r.state',
      'r.title',
      'r.author_id',
    ])
    .select([
      'r.last_editor_id',
      'r.secrecy',
      'r.emergency',
      'r.due_on',
      'r.scheduled_at',
      'r.published_at',
      'r.updated_at',
    ])
    .select(['p.kind as publication_kind', 'p.standing', 'p.index_number'])
    .$if(from !== undefined && isOpen, (query) =>
      query.where(
        sql<boolean>`(coalesce(r.due_on, 'infinity'), r.id) > (${from!.key}::date, ${from!.id}::uuid)`,
      ),
    )
    .$if(from !== undefined && !isOpen, (query) =>
      query.where(sql<boolean>`(r.updated_at, r.id) < (${from!.key}::timestamptz, ${from!.id}::uuid)`),
    )
    .$if(isOpen, (query) => query.orderBy(sql`coalesce(r.due_on, 'infinity')`).orderBy('r.id'))
    .$if(!isOpen, (query) => query.orderBy('r.updated_at', 'desc').orderBy('r.id', 'desc'))
    .limit(limit + 1)
    .execute()
}

export function deskCursor(view: ListView, row: Pick<DeskRow, 'id' | 'due_on' | 'updated_at'>): Cursor {
  return { key: isByDue(view) ? (row.due_on ?? 'infinity') : row.updated_at.toISOString(), id: row.id }
}

export async function countViews(
  view: View,
  filter: Omit<DeskFilter, 'view'>,
): Promise<Record<ListView, number>> {
  const counts = {} as Record<ListView, number>
  for (const one of LIST_VIEWS) {
    const { count } = await view.db
      .selectFrom(
        matching(view, { ...filter, view: one })
          .select(sql`1`.as('one'))
          .limit(MOST_COUNTED)
          .as('counted'),
      )
      .select((row) => row.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    counts[one] = count
  }
  return counts
}

/** Everything under way that the states allow, soonest first: the raw material of a person's tasks. */
export async function listWaiting(view: View, states: readonly string[], limit: number, publication?: Id) {
  if (states.length === 0) return []
  return view.db
    .selectFrom('publications.revision as r')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.publication_id'),
    )
    .select(TASK_COLUMNS)
    .select(['p.kind as publication_kind'])
    .where('r.site_id', '=', view.site)
    .where('r.erased_at', 'is', null)
    .where('p.standing', 'not in', ['not-public', 'erased'])
    .where((on) =>
      on.or([
        on('r.state', 'in', states as never),
        on.and([
          on('r.state', '=', 'published'),
          on('r.emergency', '=', true),
          on('r.due_on', 'is not', null),
        ]),
      ]),
    )
    .$if(publication !== undefined, (query) => query.where('r.publication_id', '=', publication!))
    .where(sql<boolean>`publications.in_scope(r.organisation_id)`)
    .orderBy(sql`coalesce(r.due_on, 'infinity')`)
    .orderBy('r.id')
    .limit(limit)
    .execute()
}

/** Everything a task is told by; the text itself stays where it is. */
const TASK_COLUMNS = [
  'r.id',
  'r.publication_id',
  'r.organisation_id',
  'r.title',
  'r.number',
  'r.state',
  'r.author_id',
  'r.last_editor_id',
  'r.emergency',
  'r.emergency_by',
  'r.released_by',
  'r.secrecy',
  'r.submitted_at',
  'r.content_hash',
  'r.due_on',
] as const

export async function listReviewsOf(view: View, revisions: readonly Id[]): Promise<ReviewRow[]> {
  if (revisions.length === 0) return []
  return view.db
    .selectFrom('publications.review')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('revision_id', 'in', [...revisions])
    .orderBy('id')
    .execute()
}

const WAITING_FOR: Record<Step, readonly string[]> = {
  returned: ['returned'],
  'first-review': ['submitted'],
  'second-review': ['first-review'],
  'final-review': ['second-review'],
  secrecy: ['submitted', 'first-review', 'second-review', 'final-review'],
  release: ['approved'],
}

function matching(view: View, { view: name, person, today, work }: DeskFilter) {
  const { q, organisation, kind, step, due, author } = work
  return view.db
    .selectFrom('publications.revision as r')
    .where('r.site_id', '=', view.site)
    .where('r.state', 'in', STATES[name] as never)
    .where(sql<boolean>`publications.in_scope(r.organisation_id)`)
    .$if(name === 'mine', (query) =>
      query.where((on) => on.or([on('r.author_id', '=', person), on('r.last_editor_id', '=', person)])),
    )
    .where('r.erased_at', 'is', null)
    .$if(q !== undefined, (query) => query.where('r.title', 'ilike', `%${q!.replace(/[%_\\]/g, '\\$&')}%`))
    .$if(organisation !== undefined, (query) => query.where('r.organisation_id', '=', organisation!))
    .$if(author !== undefined, (query) => query.where('r.author_id', '=', author!))
    .$if(kind !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select from publications.publication k
          where k.site_id = r.site_id and k.id = r.publication_id and k.kind = ${kind})`,
      ),
    )
    .$if(step !== undefined, (query) => query.where('r.state', 'in', WAITING_FOR[step!] as never))
    .$if(step === 'secrecy', (query) => query.where('r.secrecy', 'is', null))
    .$if(due === 'overdue', (query) => query.where('r.due_on', '<', today))
    .$if(due === 'today', (query) => query.where('r.due_on', '=', today))
    .$if(due === 'later', (query) =>
      query.where((on) => on.or([on('r.due_on', '>', today), on('r.due_on', 'is', null)])),
    )
}

const UNDER_WAY = ['submitted', 'first-review', 'second-review', 'final-review'] as const
const STATES: Record<ListView, readonly string[]> = {
  mine: ['draft', 'returned'],
  'under-way': UNDER_WAY,
  ready: ['approved'],
  scheduled: ['scheduled'],
  published: ['released', 'published'],
  all: ['draft', 'returned', ...UNDER_WAY, 'approved', 'scheduled', 'released', 'published'],
}

function isByDue(view: ListView): boolean {
  return view === 'mine' || view === 'under-way' || view === 'ready' || view === 'scheduled'
}

/** A cursor is opaque, not trusted: what the database could not read is refused here. */
function dayKey(key: string): string {
  if (key === 'infinity' || isCivilDate(key)) return key
  throw badCursor()
}

function instantKey(key: string): string {
  const at = Date.parse(key)
  if (!Number.isNaN(at) && new Date(at).toISOString() === key) return key
  throw badCursor()
}

function badCursor(): Invalid {
  return new Invalid('list.bad-cursor', { cursor: 'list.bad-cursor' })
}
