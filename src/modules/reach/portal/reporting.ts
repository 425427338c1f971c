import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Id, newId } from '#kernel/ids'
import { Conflict, Invalid, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { Vault } from '#platform/vault'
import type { ReportedPage } from './page-addresses.ts'
import { type PageReportRow, REPORT_KINDS } from './tables.ts'

export const ReportForm = z.object({
  page: z.string().default('/'),
  kind: z.enum(REPORT_KINDS, 'portal.report.kind-missing'),
  words: z
    .string('portal.report.words-missing')
    .trim()
    .min(4, 'portal.report.words-missing')
    .max(1000, 'portal.report.words-long'),
  contact: z.string().trim().max(100, 'portal.report.contact-long').default(''),
  /** No person sees this field; what fills in every field gives itself away. */
  website: z.string().max(0, 'portal.report.trap').default(''),
  begun: z.string().default(''),
})
export type ReportForm = z.output<typeof ReportForm>

const SHORTEST_MS = 3000
const LONGEST_MS = 24 * 3_600_000

/** When the form was given out, so that nobody can say otherwise. */
export function beginning(vault: Vault, now: Date): string {
  const at = String(now.getTime())
  return `${at}.${vault.lookupHash(`page-report ${at}`)}`
}

/** Nobody reads a page, finds an error and describes it in three seconds. */
export function faultOfTime(vault: Vault, begun: string, now: Date): string | undefined {
  const [at = '', hash = ''] = begun.split('.', 2)
  const expected = Buffer.from(vault.lookupHash(`page-report ${at}`))
  const given = Buffer.from(hash)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'portal.report.begin-anew'
  const since = now.getTime() - Number(at)
  if (since < SHORTEST_MS) return 'portal.report.too-fast'
  return since > LONGEST_MS ? 'portal.report.begin-anew' : undefined
}

/** No account is needed. A way to be reached is sealed under a key of its own, which closing the report destroys. */
export async function receiveReport(
  act: Act,
  vault: Vault,
  page: ReportedPage,
  form: ReportForm,
): Promise<Id> {
  const id = newId(act.now)
  await act.tx
    .insertInto('portal.page_report')
    .values({
      ...{
        site_id: act.site,
        id,
        page: page.path,
        title: page.title,
        publication_id: page.publication ?? null,
      },
      ...{ organisation_id: page.organisation, kind: form.kind, status: 'new', answer: null },
      ...{ received_at: act.now, settled_at: null, settled_by: null },
    })
    .execute()
  const party = form.contact === '' ? null : await vault.newParty(act)
  await act.tx
    .insertInto('portal.page_report_words')
    .values({
      ...{ site_id: act.site, report_id: id, organisation_id: page.organisation, words: form.words },
      ...{ party_id: party, contact: party && (await vault.seal(act, party, form.contact)) },
    })
    .execute()
  await record(act, { event: 'page-report.received', subject: id, organisation: page.organisation })
  return id
}

export const AnswerForm = z.object({
  status: z.enum(['answered', 'closed'], 'portal.report.status-missing'),
  answer: z.string().trim().max(1000, 'portal.report.answer-long').default(''),
})
export type AnswerForm = z.output<typeof AnswerForm>

/** Answered: the reporter reads the answer at the address they were given. Closed: and nobody can reach them any more. */
export async function answerReport(
  act: Act,
  vault: Vault,
  id: Id,
  { status, answer }: AnswerForm,
): Promise<void> {
  const report = await lockReport(act, id)
  demand(act, 'page-report.answer', report.organisation_id)
  if (report.status === 'closed') throw new Conflict('portal.report.is-closed')
  const words = answer || report.answer
  if (status === 'answered' && !words)
    throw new Invalid('portal.report.answer-missing', { answer: 'portal.report.answer-missing' })
  await act.tx
    .updateTable('portal.page_report')
    .set({ status, answer: words, settled_at: act.now, settled_by: act.actor.id })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  if (status === 'closed') await forgetContact(act, vault, id)
  await record(act, { event: `page-report.${status}`, subject: id, organisation: report.organisation_id })
}

export const ContactForm = z.object({
  reason: z
    .string('portal.report.reason-missing')
    .trim()
    .min(2, 'portal.report.reason-missing')
    .max(200, 'portal.report.reason-missing'),
})

/** Personal data is shown for a reason, and that it was shown stands on record. */
export async function openContact(act: Act, vault: Vault, id: Id): Promise<string> {
  const report = await lockReport(act, id)
  demand(act, 'page-report.answer', report.organisation_id)
  const row = await act.tx
    .selectFrom('portal.page_report_words')
    .select(['party_id', 'contact'])
    .where('site_id', '=', act.site)
    .where('report_id', '=', id)
    .executeTakeFirst()
  if (!row?.party_id || !row.contact) throw new NotFound('portal.report.no-contact')
  await record(act, { event: 'page-report.contact-shown', subject: id, organisation: report.organisation_id })
  return vault.open({ db: act.tx, site: act.site }, row.party_id, row.contact)
}

async function forgetContact(act: Act, vault: Vault, id: Id): Promise<void> {
  const row = await act.tx
    .selectFrom('portal.page_report_words')
    .select('party_id')
    .where('site_id', '=', act.site)
    .where('report_id', '=', id)
    .executeTakeFirst()
  if (!row?.party_id) return
  await vault.destroy(act, row.party_id)
  await act.tx
    .updateTable('portal.page_report_words')
    .set({ party_id: null, contact: null })
    .where('site_id', '=', act.site)
    .where('report_id', '=', id)
    .execute()
}

async function lockReport(act: Act, id: Id): Promise<PageReportRow> {
  const row = await act.tx
    .selectFrom('portal.page_report')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('portal.report.unknown')
  return row
}
