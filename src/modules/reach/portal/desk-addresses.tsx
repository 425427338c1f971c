import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { draftOf, EMPTY_DRAFT, readForm } from '#kernel/forms'
import { Invalid } from '#kernel/refusals'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import type { Tools } from '#platform/surface'
import { ADDRESSES_DESK, SETTINGS_DESK } from './desk-paths.ts'
import { countMoved, importMoved, listMoved, readMoved, removeMoved } from './moved-addresses.ts'
import { AddressesPage, type ReadList } from './pages/desk-addresses.tsx'
import { SiteSettingsPage } from './pages/desk-settings.tsx'
import { findContact, keepContact, SettingForm } from './security-contact.ts'
import { demandSiteAt } from './site-rights.ts'

const ListQuery = z.object({
  q: z.string().trim().max(200).optional(),
  after: z.string().max(600).optional(),
  done: z.enum(['imported', 'removed']).optional(),
  count: z.coerce.number().int().optional(),
})
const ImportForm = z.object({
  rows: z.string('portal.moved.rows-missing').trim().min(1, 'portal.moved.rows-missing'),
  act: z.enum(['check', 'import']).default('check'),
})
const ROWS = 50
const MOST_CSV_ROWS = 50_000

/** Addresses of before, brought in as a list; and where holes are reported to. */
export function addressesDesk(pages: FastifyInstance, tools: Tools): void {
  const { house, perform, view } = tools

  pages.get('/addresses', async (call) => {
    await demandSiteAt(call, view(call))
    const { q, after = '', done, count } = readPageQuery(ListQuery, call.query)
    const { rows, next } = await listMoved(view(call), q, after, ROWS)
    return (
      <AddressesPage
        {...{ rows, next, search: q, done, added: count }}
        total={await countMoved(view(call))}
        draft={EMPTY_DRAFT}
        list={undefined}
      />
    )
  })

  pages.get('/addresses.csv', async (call, reply) => {
    await demandSiteAt(call, view(call))
    const t = house.translate(call.modes.language)
    const { rows } = await listMoved(view(call), undefined, '', MOST_CSV_ROWS)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="moved-addresses.csv"')
      .send(
        csvOf(
          [
            { title: t('portal.moved.path'), of: (row) => row.path },
            { title: t('portal.moved.target'), of: (row) => row.target },
          ],
          rows,
        ),
      )
  })

  pages.post('/addresses', async (call, reply) => {
    await demandSiteAt(call, view(call))
    const form = readForm(ImportForm, call.body)
    const list: ReadList = form.ok ? readList(form.value.rows) : { lines: [] }
    const faulty = list.fault !== undefined || list.lines.some(({ fault }) => fault)
    if (form.ok && form.value.act === 'import' && !faulty && list.lines.length > 0) {
      const count = await perform(call, (act) => importMoved(act, list.lines))
      return reply.redirect(addressOn(call.sitePrefix)(`${ADDRESSES_DESK}?done=imported&count=${count}`), 303)
    }
    const draft = form.ok ? draftOf({ rows: form.value.rows }) : form.draft
    const errors = list.fault ? { rows: list.fault } : draft.errors
    const page = (
      <AddressesPage
        {...{ rows: [], next: undefined, search: undefined, done: undefined, added: undefined }}
        total={await countMoved(view(call))}
        draft={{ ...draft, errors }}
        list={form.ok && !list.fault ? list : undefined}
      />
    )
    return reply.code(form.ok && !faulty ? 200 : 422).send(page)
  })

  pages.post('/addresses/remove', async (call, reply) => {
    const { path } = (call.body ?? {}) as { path?: unknown }
    await perform(call, (act) => removeMoved(act, String(path ?? '')))
    return reply.redirect(addressOn(call.sitePrefix)(`${ADDRESSES_DESK}?done=removed`), 303)
  })

  settingRoutes(pages, tools)
}

function settingRoutes(pages: FastifyInstance, { perform, view }: Tools): void {
  pages.get('/settings', async (call) => {
    await demandSiteAt(call, view(call))
    const { saved } = call.query as { saved?: unknown }
    const contact = await findContact(view(call))
    return <SiteSettingsPage draft={draftOf({ security_contact: contact })} isSaved={saved === '1'} />
  })

  pages.post('/settings', async (call, reply) => {
    await demandSiteAt(call, view(call))
    const form = readForm(SettingForm, call.body)
    if (!form.ok) return reply.code(422).send(<SiteSettingsPage draft={form.draft} isSaved={false} />)
    await perform(call, (act) => keepContact(act, form.value))
    return reply.redirect(addressOn(call.sitePrefix)(`${SETTINGS_DESK}?saved=1`), 303)
  })
}

function readList(text: string): ReadList {
  try {
    return { lines: readMoved(text) }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return { lines: [], fault: error.code }
  }
}
