import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { civilDateOf, type WorkingCalendar } from '#kernel/calendar'
import { changedDays, movedDates } from '#kernel/calendar-change'
import { workingCalendar } from '#kernel/calendar-data'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { Conflict, Forbidden } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { House } from '#platform/house'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { calculate } from './calculation.ts'
import { adoptNotice } from './commands.ts'
import { type Fault, readNotice, typedNotice } from './notices.ts'
import { CalculatorPage } from './pages/calculator.tsx'
import { CalendarPage } from './pages/desk-calendar.tsx'
import { NoticeFormPage } from './pages/notice-form.tsx'
import { type Preview, PreviewPage } from './pages/preview.tsx'
import { calendarOf, findCalendar, findData, findNewest, findRoot, listVersions } from './queries.ts'
import { hashOf, missingYear, nextData, type Proposal, yearsOf } from './rules.ts'
import { AdoptionForm, CalculatorQuery, NoticeForm } from './schema.ts'

const ShownYear = z.object({ year: z.coerce.number().int().optional(), saved: z.literal('1').optional() })
const NewYear = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() })

/** Mounted under /desk/calendar. Reading and reckoning is for all at the desk, changing for `calendar.edit` over the whole site. */
export const desk: Surface = (pages, { house, look, perform, view }) => {
  pages.get('/', async (call) => {
    const at = view(call)
    const calendar = await findCalendar(at)
    const { year, saved } = readPageQuery(ShownYear, call.query)
    return (
      <CalendarPage
        calendar={calendar}
        data={await findData(at)}
        year={yearIn(calendar, year ?? yearNow(call))}
        missing={missingYear(calendar, todayOf(call))}
        versions={await listVersions(at)}
        mayEdit={await mayEdit(call, at)}
        isSaved={saved === '1'}
      />
    )
  })

  pages.get('/new', async (call) => {
    await demandEditor(call, view(call))
    const { year } = readPageQuery(NewYear, call.query)
    return <NoticeFormPage draft={await draftFor(view(call), year)} faults={[]} />
  })

  pages.post('/preview', async (call, reply) => {
    await demandEditor(call, view(call))
    const form = readForm(NoticeForm, call.body)
    if (!form.ok) return reply.code(422).send(<NoticeFormPage draft={form.draft} faults={[]} />)
    const { notice, faults } = readNotice(form.value, (await findNewest(view(call))).data)
    if (faults.length > 0)
      return reply.code(422).send(<NoticeFormPage draft={faulty(call, faults)} faults={faults} />)
    const proposal = { notice, reason: form.value.reason }
    return (
      <PreviewPage
        preview={await look(call, (at) => previewOf(at, house, proposal))}
        fields={draftOf(typedIn(call))}
      />
    )
  })

  // Back from the preview, with everything that was typed.
  pages.post('/edit', async (call) => {
    await demandEditor(call, view(call))
    return <NoticeFormPage draft={draftOf(typedIn(call))} faults={[]} />
  })

  pages.post('/', async (call, reply) => {
    await demandEditor(call, view(call))
    const form = readForm(AdoptionForm, call.body)
    if (!form.ok) return reply.code(422).send(<NoticeFormPage draft={form.draft} faults={[]} />)
    const { base, hash, reason } = form.value
    const { notice, faults } = readNotice(form.value, (await findNewest(view(call))).data)
    if (faults.length > 0)
      return reply.code(422).send(<NoticeFormPage draft={faulty(call, faults)} faults={faults} />)
    const result = await perform(call, (act) => adoptNotice(act, { notice, reason, base, hash })).catch(
      orMovedOn,
    )
    if (result === 'moved-on') {
      const preview = await look(call, (at) => previewOf(at, house, { notice, reason }))
      return reply
        .code(409)
        .send(<PreviewPage preview={preview} fields={draftOf(typedIn(call))} hasMovedOn />)
    }
    if (!result.ok)
      return reply
        .code(422)
        .send(<NoticeFormPage draft={faulty(call, result.faults)} faults={result.faults} />)
    return reply.redirect(addressOn(call.sitePrefix)(`/desk/calendar?year=${notice.year}&saved=1`), 303)
  })

  pages.get('/calculator', async (call) => {
    const query = readPageQuery(CalculatorQuery, call.query)
    const calendar = await findCalendar(view(call))
    const { now } = call.circumstances
    return (
      <CalculatorPage
        draft={draftOf(call.query as Draft['values'])}
        answer={calculate(query, calendar, now)}
      />
    )
  })
}

/** Reads only: what the days and the open dates would be. */
async function previewOf(
  view: View,
  house: House,
  { notice, reason }: Omit<Proposal, 'base'>,
): Promise<Preview> {
  const newest = await findNewest(view)
  const before = await calendarOf(view.db, view.site)
  const versions = await listVersions(view)
  const data = nextData(
    newest.data,
    notice,
    versions.map(({ name }) => name),
  )
  const after = workingCalendar(data)
  const open = await house.openDates(view)
  const clocks = open.map((date) => ({ id: date, rule: date.clock.rule, events: date.clock.events }))
  return {
    year: notice.year,
    name: data.version,
    base: newest.id,
    hash: hashOf({ notice, reason, base: newest.id }),
    days: changedDays(before, after),
    moved: movedDates(clocks, before, after),
    open: open.length,
  }
}

/** A year that stands already is mended; otherwise the one that is missing is offered. */
async function draftFor(view: View, year: number | undefined): Promise<Draft> {
  const { notices } = await findData(view)
  const standing = notices.find((notice) => notice.year === year)
  if (standing) return draftOf(typedNotice(standing))
  const next = year ?? Math.max(...notices.map((notice) => notice.year)) + 1
  return draftOf({ year: String(next), source: `国务院办公厅关于${next}年部分节假日安排的通知` })
}

/** The first fault of each field stands at the field; the page lists all of them. */
function faulty(call: FastifyRequest, faults: readonly Fault[]): Draft {
  const errors: Record<string, string> = {}
  for (const field of Object.keys(NoticeForm.shape)) {
    const fault = faults.find((one) => one.field === field)
    if (fault) errors[field] = fault.code
  }
  return withErrors(draftOf(typedIn(call)), errors)
}

/** What was typed, without token and hash. */
function typedIn(call: FastifyRequest): Draft['values'] {
  const body = (call.body ?? {}) as Draft['values']
  const fields = Object.keys(NoticeForm.shape)
  return Object.fromEntries(
    fields.map((field) => [field, String(body[field] ?? '').replaceAll('\r\n', '\n')]),
  )
}

function orMovedOn(error: unknown): 'moved-on' {
  if (error instanceof Conflict && error.code === 'calendar.moved-on') return 'moved-on'
  throw error
}

async function mayEdit(call: FastifyRequest, view: View): Promise<boolean> {
  const root = await findRoot(view)
  return root !== undefined && call.circumstances.actor.may('calendar.edit', root)
}

async function demandEditor(call: FastifyRequest, view: View): Promise<void> {
  if (!(await mayEdit(call, view))) throw new Forbidden('permission.missing', { permission: 'calendar.edit' })
}

function yearIn(calendar: WorkingCalendar, year: number): number {
  const years = yearsOf(calendar)
  return Math.min(Math.max(year, years[0]!), years.at(-1)!)
}

function todayOf(call: FastifyRequest) {
  return civilDateOf(call.circumstances.now)
}

function yearNow(call: FastifyRequest): number {
  return Number(todayOf(call).slice(0, 4))
}
