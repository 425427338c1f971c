import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addDays, civilDateOf } from '#kernel/calendar'
import { DEFAULT_LIMIT, MOST, readCursor } from '#kernel/cursors'
import { type Draft, draftOf, EMPTY_DRAFT, readForm, withErrors } from '#kernel/forms'
import { type Id, idOfAddress } from '#kernel/ids'
import { Forbidden, Invalid, NotFound } from '#kernel/refusals'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { ListQuery, readPageQuery, readStrictQuery } from '#platform/http/query'
import type { Tools } from '#platform/surface'
import { REPORTS_DESK } from './desk-paths.ts'
import { ReportRecordPage } from './pages/desk-report.tsx'
import { ReportsPage, UsefulnessPage } from './pages/desk-reports.tsx'
import { countReports, findReport, listJudged, listReasons, listReports } from './report-queries.ts'
import { AnswerForm, answerReport, ContactForm, openContact } from './reporting.ts'
import { REPORT_KINDS, REPORT_STATUSES } from './tables.ts'

const ReportsQuery = ListQuery.extend({
  status: z.enum([...REPORT_STATUSES, 'all'], 'list.unknown-parameter').default('new'),
  kind: z.enum(REPORT_KINDS, 'list.unknown-parameter').optional(),
  q: z.string().trim().max(100, 'list.bad-parameters').optional(),
})
export type ReportsQuery = z.output<typeof ReportsQuery>

type ById = { Params: { id: string } }

/** What readers reported, for those who answer; and what they found useful. */
export function reportsDesk(pages: FastifyInstance, tools: Tools): void {
  const { house, look, view } = tools

  pages.get('/reports', async (call) => {
    demandAnswerer(call)
    const query = readPageQuery(ReportsQuery, call.query)
    const list = await look(call, async (at) => ({
      ...(await listReports(at, filterOf(query), pageOf(query))),
      counts: await countReports(at, filterOf(query)),
    }))
    return <ReportsPage {...list} query={query} isFirst={query.cursor === undefined} />
  })

  pages.get('/reports.csv', async (call, reply) => {
    demandAnswerer(call)
    const query = readStrictQuery(ReportsQuery, call.query)
    const { rows, next } = await look(call, (at) =>
      listReports(at, filterOf(query), { ...pageOf(query), limit: query.limit ?? MOST }),
    )
    if (next) reply.header('link', `<?cursor=${encodeURIComponent(next)}>; rel="next"`)
    const t = house.translate(call.modes.language)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="page-reports.csv"')
      .send(
        csvOf(
          [
            { title: t('portal.report.received-at'), of: (row) => civilDateOf(row.received_at) },
            { title: t('portal.report.page'), of: (row) => row.page },
            { title: t('portal.report.title'), of: (row) => row.title },
            { title: t('portal.report.kind'), of: (row) => t(`portal.report.kind.${row.kind}`) },
            { title: t('portal.report.words'), of: (row) => row.words },
            { title: t('portal.report.status'), of: (row) => t(`portal.report.status.${row.status}`) },
            { title: t('portal.report.answer'), of: (row) => row.answer },
            {
              title: t('portal.report.settled-at'),
              of: (row) => row.settled_at && civilDateOf(row.settled_at),
            },
          ],
          rows,
        ),
      )
  })

  pages.get('/usefulness', async (call) => {
    demandAnswerer(call)
    const from = addDays(civilDateOf(call.circumstances.now), -30)
    const at = view(call)
    return (
      <UsefulnessPage
        judged={await listJudged(at, from, 100)}
        reasons={await listReasons(at, 50)}
        from={from}
      />
    )
  })

  pages.get('/usefulness.csv', async (call, reply) => {
    demandAnswerer(call)
    const from = addDays(civilDateOf(call.circumstances.now), -30)
    const t = house.translate(call.modes.language)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="usefulness.csv"')
      .send(
        csvOf(
          [
            { title: t('portal.report.page'), of: (row) => row.page },
            { title: t('portal.useful.count-yes'), of: (row) => row.yes },
            { title: t('portal.useful.count-no'), of: (row) => row.no },
          ],
          await listJudged(view(call), from, 5000),
        ),
      )
  })

  recordRoutes(pages, tools)
}

function recordRoutes(pages: FastifyInstance, tools: Tools): void {
  const { perform, vault } = tools

  pages.get<ById>('/reports/:id', async (call) => {
    const { done } = call.query as { done?: unknown }
    return recordPage(call, tools, EMPTY_DRAFT, { isDone: done === '1' })
  })

  pages.post<ById>('/reports/:id', async (call, reply) => {
    const form = readForm(AnswerForm, call.body)
    if (!form.ok) return reply.code(422).send(await recordPage(call, tools, form.draft))
    try {
      await perform(call, (act) => answerReport(act, vault, idOf(call), form.value))
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const draft = withErrors(draftOf(call.body as Draft['values']), error.fields)
      return reply.code(422).send(await recordPage(call, tools, draft))
    }
    return reply.redirect(addressOn(call.sitePrefix)(`${REPORTS_DESK}/${call.params.id}?done=1`), 303)
  })

  // Answers itself: what it shows must not stand in an address, and every showing is an act of its own.
  pages.post<ById>('/reports/:id/contact', async (call, reply) => {
    const form = readForm(ContactForm, call.body)
    if (!form.ok) return reply.code(422).send(await recordPage(call, tools, form.draft))
    const contact = await perform(call, (act) => openContact(act, vault, idOf(call)))
    return recordPage(call, tools, EMPTY_DRAFT, { contact })
  })
}

async function recordPage(
  call: FastifyRequest<ById>,
  { look }: Tools,
  draft: Draft,
  extra: { contact?: string; isDone?: boolean } = {},
) {
  demandAnswerer(call)
  const report = await look(call, (view) => findReport(view, idOf(call)))
  return (
    <ReportRecordPage report={report} draft={draft} contact={extra.contact} isDone={extra.isDone ?? false} />
  )
}

function filterOf({ status, kind, q }: ReportsQuery) {
  return { status: status === 'all' ? undefined : status, kind, search: q }
}

function pageOf({ cursor, limit = DEFAULT_LIMIT }: ReportsQuery) {
  return { limit, after: cursor === undefined ? undefined : readCursor(cursor) }
}

function idOf(call: FastifyRequest<ById>): Id {
  const id = idOfAddress(call.params.id)
  if (!id) throw new NotFound('portal.report.unknown')
  return id
}

function demandAnswerer({ person }: FastifyRequest): void {
  if (!person?.holds('page-report.answer'))
    throw new Forbidden('permission.missing', { permission: 'page-report.answer' })
}
