import { sql } from 'kysely'
import { type Cursor, pageOf } from '#kernel/cursors'
import type { Id } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { PageReportRow, ReportKind, ReportStatus } from './tables.ts'

export type ReportFilter = {
  status?: ReportStatus | undefined
  kind?: ReportKind | undefined
  search?: string | undefined
  publication?: Id | undefined
}
export type ListedReport = PageReportRow & { words: string; has_contact: boolean }

/** The rows that the reader's organisations answer for: the policy on the words leaves out all others. */
function readable(view: View, { status, kind, search, publication }: ReportFilter) {
  return view.db
    .selectFrom('portal.page_report as r')
    .innerJoin('portal.page_report_words as w', (on) =>
      on.onRef('w.site_id', '=', 'r.site_id').onRef('w.report_id', '=', 'r.id'),
    )
    .where('r.site_id', '=', view.site)
    .$if(status !== undefined, (query) => query.where('r.status', '=', status!))
    .$if(kind !== undefined, (query) => query.where('r.kind', '=', kind!))
    .$if(publication !== undefined, (query) => query.where('r.publication_id', '=', publication!))
    .$if(search !== undefined, (query) =>
      query.where((on) =>
        on.or(
          (['r.title', 'r.page', 'w.words'] as const).map((column) =>
            on(column, 'ilike', `%${search!.replace(/[\\%_]/g, '\\$&')}%`),
          ),
        ),
      ),
    )
}

/** Newest first, paged by key. */
export async function listReports(
  view: View,
  filter: ReportFilter,
  { limit, after }: { limit: number; after: Cursor | undefined },
): Promise<{ rows: ListedReport[]; next: string | undefined }> {
  const rows = await readable(view, filter)
    .selectAll('r')
    .select(['w.words', sql<boolean>`w.contact is not null`.as('has_contact')])
    .$if(after !== undefined, (query) => query.where('r.id', '<', after!.id))
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, ({ id }) => ({ key: '', id }))
}

export async function countReports(view: View, filter: ReportFilter): Promise<Record<ReportStatus, number>> {
  const { status: _, ...rest } = filter
  const rows = await readable(view, rest)
    .select(['r.status', sql<number>`count(*)`.as('count')])
    .groupBy('r.status')
    .execute()
  const counts = { new: 0, answered: 0, closed: 0 }
  for (const { status, count } of rows) counts[status] = Number(count)
  return counts
}

export async function findReport(view: View, id: Id): Promise<ListedReport> {
  const row = await readable(view, {})
    .selectAll('r')
    .select(['w.words', sql<boolean>`w.contact is not null`.as('has_contact')])
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('portal.report.unknown')
  return row
}

/** What the reporter may see of it, whoever holds the address: no word of theirs. */
export async function findReceipt(view: View, id: Id) {
  const row = await view.db
    .selectFrom('portal.page_report')
    .select(['id', 'page', 'title', 'kind', 'status', 'answer', 'received_at', 'settled_at'])
    .where('site_id', '=', view.site)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('portal.report.unknown')
  return row
}
export type Receipt = Awaited<ReturnType<typeof findReceipt>>

export async function countOpenOf(view: View, publication: Id): Promise<number> {
  const { count } = await view.db
    .selectFrom('portal.page_report')
    .select(sql<number>`count(*)`.as('count'))
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .where('status', '=', 'new')
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type JudgedPage = { page: string; yes: number; no: number }

/** The pages that helped least, first; at most so many. */
export async function listJudged(view: View, from: string, limit: number): Promise<JudgedPage[]> {
  const rows = await view.db
    .selectFrom('portal.usefulness')
    .select(['page', sql<number>`sum(yes)`.as('yes'), sql<number>`sum(no)`.as('no')])
    .where('site_id', '=', view.site)
    .where('day', '>=', from as never)
    .groupBy('page')
    .orderBy(sql`sum(no)`, 'desc')
    .orderBy('page')
    .limit(limit)
    .execute()
  return rows.map(({ page, yes, no }) => ({ page, yes: Number(yes), no: Number(no) }))
}

export async function listReasons(view: View, limit: number) {
  return view.db
    .selectFrom('portal.usefulness_reason')
    .select(['id', 'page', 'day', 'reason'])
    .where('site_id', '=', view.site)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
