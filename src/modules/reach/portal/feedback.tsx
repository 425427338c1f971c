import type { FastifyInstance, FastifyRequest } from 'fastify'
import { draftOf, readForm, withErrors } from '#kernel/forms'
import { addressOf, idOfAddress } from '#kernel/ids'
import { NotFound, TooMany } from '#kernel/refusals'
import { addressOn } from '#platform/http/call'
import { rateLimiter } from '#platform/http/rate-limits'
import type { Tools } from '#platform/surface'
import { findPage, pagePath } from './page-addresses.ts'
import { ReceiptPage, ReportPage } from './pages/report-pages.tsx'
import { UsefulPage } from './pages/useful-page.tsx'
import { findReceipt } from './report-queries.ts'
import { beginning, faultOfTime, ReportForm, receiveReport } from './reporting.ts'
import { countUseful, keepReason, ReasonForm, UsefulForm } from './usefulness.ts'

/** Pages of their own, never kept and without a cookie: what stands at the foot of every page only leads here. */
export function feedbackRoutes(pages: FastifyInstance, tools: Tools): void {
  reportRoutes(pages, tools)
  usefulRoutes(pages, tools)
}

function reportRoutes(pages: FastifyInstance, { perform, vault, view }: Tools): void {
  const spend = limiter(5)

  pages.get('/report', async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const { page } = call.query as { page?: unknown }
    const found = await findPage(view(call), pagePath(page))
    const draft = draftOf({ page: found.path, begun: beginning(vault, call.circumstances.now) })
    return <ReportPage page={found} draft={draft} />
  })

  pages.post('/report', async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const form = readForm(ReportForm, call.body)
    const { now } = call.circumstances
    const typed = form.ok ? draftOf(call.body as Record<string, string>) : form.draft
    const page = await findPage(view(call), pagePath(typed.values.page))
    const fault = faultOfTime(vault, String(typed.values.begun ?? ''), now)
    if (!form.ok || fault) {
      const begun = fault === 'portal.report.begin-anew' ? beginning(vault, now) : String(typed.values.begun)
      const draft = withErrors({ ...typed, values: { ...typed.values, begun } }, fault ? { '': fault } : {})
      return reply.code(422).send(<ReportPage page={page} draft={draft} />)
    }
    spend(call)
    const id = await perform(call, (act) => receiveReport(act, vault, page, form.value))
    return reply.redirect(addressOn(call.sitePrefix)(`/report/${addressOf(id)}?received=1`), 303)
  })

  pages.get<{ Params: { id: string } }>('/report/:id', async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const id = idOfAddress(call.params.id)
    if (!id) throw new NotFound('portal.report.unknown')
    const { received } = call.query as { received?: unknown }
    return <ReceiptPage receipt={await findReceipt(view(call), id)} isNew={received === '1'} />
  })
}

function usefulRoutes(pages: FastifyInstance, { perform, view }: Tools): void {
  const spend = limiter(20)

  pages.get('/useful', async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const { page, said } = call.query as { page?: unknown; said?: unknown }
    const path = pagePath(page)
    return <UsefulPage path={path} said={saidOf(said)} draft={draftOf({ page: path })} />
  })

  pages.post('/useful', async (call, reply) => {
    const form = readForm(UsefulForm, call.body)
    if (!form.ok) {
      reply.header('cache-control', 'no-store')
      return reply.code(422).send(<UsefulPage path="/" said="choose" draft={form.draft} />)
    }
    spend(call)
    const { useful } = form.value
    const page = await findPage(view(call), pagePath(form.value.page))
    const caller = { address: call.ip, agent: call.headers['user-agent'] ?? '' }
    await perform(call, (act) => countUseful(act, page, useful, caller))
    return reply.redirect(addressOn(call.sitePrefix)(thanks(page.path, useful)), 303)
  })

  pages.post('/useful/reason', async (call, reply) => {
    const form = readForm(ReasonForm, call.body)
    const typed = form.ok ? form.value.page : form.draft.values.page
    const path = pagePath(typed)
    if (!form.ok) {
      reply.header('cache-control', 'no-store')
      return reply.code(422).send(<UsefulPage path={path} said="no" draft={form.draft} />)
    }
    spend(call)
    const page = await findPage(view(call), path)
    await perform(call, (act) => keepReason(act, page, form.value.reason))
    return reply.redirect(addressOn(call.sitePrefix)(thanks(path, 'reason')), 303)
  })
}

const SAID = ['yes', 'no', 'reason', 'choose'] as const
export type Said = (typeof SAID)[number]

function saidOf(given: unknown): Said {
  return SAID.find((each) => each === given) ?? 'choose'
}

function thanks(path: string, said: Said): string {
  return `/useful?said=${said}&page=${encodeURIComponent(path)}`
}

/** Only what is sent counts: whoever reads the form anew spends nothing. */
function limiter(perMinute: number): (call: FastifyRequest) => void {
  const code = 'portal.feedback.too-many'
  const spend = rateLimiter({ perMinute, code })
  return ({ ip, circumstances }) => {
    const wait = spend(ip, circumstances.now)
    if (wait > 0) throw new TooMany(code, wait)
  }
}
