import { sql } from 'kysely'
import { type Cursor, pageOf } from '#kernel/cursors'
import type { Id } from '#kernel/ids'
import { Invalid, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { ImportRunRow, ImportStep } from './desk-import-tables.ts'
import type { FileReport } from './import/report.ts'

/** Questions to a report that everyone asks; each is an address. */
export const LINE_VIEWS = ['attention', 'errors', 'warnings', 'drafts', 'arriving', 'all'] as const
export type LineView = (typeof LINE_VIEWS)[number]

export async function listRuns(view: View, { limit, after }: { limit: number; after?: Cursor | undefined }) {
  const rows = await view.db
    .selectFrom('publications.import_run')
    .selectAll()
    .where('site_id', '=', view.site)
    .$if(after !== undefined, (query) => query.where('id', '<', after!.id))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, ({ id }) => ({ key: '', id }))
}

/** What is not in the reader's organisations is not there. */
export async function findRun(view: Pick<View, 'db' | 'site'>, id: Id): Promise<ImportRunRow> {
  const run = await view.db
    .selectFrom('publications.import_run')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!run) throw new NotFound('import.unknown')
  return run
}

export function stepOf({ state }: Pick<ImportRunRow, 'state'>): ImportStep {
  return state === 'running' || state === 'done' ? 'done' : 'foreseen'
}

export function isUnderWay({ state }: Pick<ImportRunRow, 'state'>): boolean {
  return state === 'checking' || state === 'running'
}

const CONDITIONS: Record<LineView, ReturnType<typeof sql<boolean>>> = {
  attention: sql<boolean>`(is_error or is_warning or outcome = 'draft')`,
  errors: sql<boolean>`is_error`,
  warnings: sql<boolean>`(is_warning and not is_error)`,
  drafts: sql<boolean>`outcome = 'draft'`,
  arriving: sql<boolean>`outcome in ('new', 'new-version')`,
  all: sql<boolean>`true`,
}

export type LinePage = { show: LineView; limit: number; after?: Cursor | undefined }

export async function listLines(view: View, run: ImportRunRow, { show, limit, after }: LinePage) {
  const from = after && placeOf(after)
  const rows = await linesOf(view, run)
    .select(['place', 'path', 'title', 'outcome', 'is_error', 'is_warning', 'report'])
    .where(CONDITIONS[show])
    .$if(from !== undefined, (query) =>
      query.where(sql<boolean>`(place, path) > (${from!.place}::int, ${from!.path}::text)`),
    )
    .orderBy('place')
    .orderBy('path')
    .limit(limit + 1)
    .execute()
  const { rows: shown, next } = pageOf(rows, limit, ({ place, path }) => ({
    key: `${place} ${path}`,
    id: run.id,
  }))
  return { rows: shown.map((row) => ({ ...row, report: row.report as FileReport })), next }
}

export type Line = Awaited<ReturnType<typeof listLines>>['rows'][number]

export async function countLines(view: View, run: ImportRunRow): Promise<Record<LineView, number>> {
  const counts = LINE_VIEWS.map((name) => sql<number>`count(*) filter (where ${CONDITIONS[name]})`.as(name))
  const row = await linesOf(view, run).select(counts).executeTakeFirstOrThrow()
  return row as Record<LineView, number>
}

function linesOf({ db, site }: View, run: ImportRunRow) {
  return db
    .selectFrom('publications.import_line')
    .where('site_id', '=', site)
    .where('run_id', '=', run.id)
    .where('step', '=', stepOf(run))
}

function placeOf({ key }: Cursor): { place: number; path: string } {
  const [, place, path] = /^(\d{1,9}) ([\s\S]*)$/.exec(key) ?? []
  if (place === undefined) throw new Invalid('list.bad-cursor', { cursor: 'list.bad-cursor' })
  return { place: Number(place), path: path! }
}
