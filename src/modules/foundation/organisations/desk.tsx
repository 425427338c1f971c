import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { addressOf, idOfAddress, type OrganisationId } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { addressOn } from '#platform/http/call'
import type { Surface, Tools } from '#platform/surface'
import { amendOrganisation, establishOrganisation } from './commands.ts'
import {
  closeOrganisation,
  listFormerNames,
  listSuccessors,
  renameOrganisation,
  reopenOrganisation,
} from './history.ts'
import { OrganisationFormPage } from './pages/desk-form.tsx'
import { type HistoryDrafts, HistoryPage } from './pages/desk-history.tsx'
import { DeskOrganisationsPage } from './pages/desk-list.tsx'
import { findOrganisation, listAllOrganisations, listOrganisations } from './queries.ts'
import { ClosingForm, OrganisationForm, RenamingForm } from './schema.ts'
import type { OrganisationRow } from './tables.ts'

type ById = { Params: { id: string } }

/** Mounted under /desk/organisations. Reading is for all at the desk, changing for those who hold `organisation.edit`. */
export const desk: Surface = (pages, tools) => {
  const { perform, view } = tools
  historyRoutes(pages, tools)

  pages.get('/', async (call) => {
    const { actor } = call.circumstances
    return (
      <DeskOrganisationsPage
        organisations={await listAllOrganisations(view(call))}
        mayEdit={({ id }) => actor.may('organisation.edit', id)}
      />
    )
  })

  pages.get('/new', async (call) =>
    newPage(call, view(call), draftOf({ kind: 'department', sort_order: '100' })),
  )

  pages.post('/', async (call, reply) => {
    demandEditor(call)
    const form = readForm(OrganisationForm, call.body)
    if (!form.ok) return reply.code(422).send(await newPage(call, view(call), form.draft))
    const result = await perform(call, (act) => establishOrganisation(act, form.value))
    if (!result.ok) {
      const draft = withErrors(draftOf(call.body as Draft['values']), result.errors)
      return reply.code(422).send(await newPage(call, view(call), draft))
    }
    return reply.redirect(savedAddress(call, addressOf(result.id)), 303)
  })

  pages.get<ById & { Querystring: { saved?: string } }>('/:id', async (call) => {
    const organisation = await findByAddress(view(call), call.params.id)
    return editPage(call, view(call), organisation, draftOfRow(organisation), call.query.saved === '1')
  })

  pages.post<ById>('/:id', async (call, reply) => {
    const organisation = await findByAddress(view(call), call.params.id)
    const form = readForm(OrganisationForm, call.body)
    if (!form.ok) return reply.code(422).send(await editPage(call, view(call), organisation, form.draft))
    const result = await perform(call, (act) => amendOrganisation(act, organisation.id, form.value))
    if (!result.ok) {
      const draft = withErrors(draftOf(call.body as Draft['values']), result.errors)
      return reply.code(422).send(await editPage(call, view(call), organisation, draft))
    }
    return reply.redirect(savedAddress(call, call.params.id), 303)
  })
}

/** What happens to an organisation once: a new name, its end, and the end taken back. */
function historyRoutes(pages: FastifyInstance, { perform, view }: Tools): void {
  pages.get<ById & { Querystring: { done?: string } }>('/:id/history', async (call) =>
    historyPage(call, view(call), {}, call.query.done),
  )

  pages.post<ById>('/:id/renaming', async (call, reply) => {
    const id = idIn(call)
    const form = readForm(RenamingForm, call.body)
    if (!form.ok) return reply.code(422).send(await historyPage(call, view(call), { renaming: form.draft }))
    await perform(call, (act) => renameOrganisation(act, id, form.value))
    return reply.redirect(historyAddress(call, 'renamed'), 303)
  })

  pages.post<ById>('/:id/closing', async (call, reply) => {
    const id = idIn(call)
    const form = readForm(ClosingForm, call.body)
    if (!form.ok) return reply.code(422).send(await historyPage(call, view(call), { closing: form.draft }))
    await perform(call, (act) => closeOrganisation(act, id, form.value))
    return reply.redirect(historyAddress(call, 'closed'), 303)
  })

  pages.post<ById>('/:id/reopening', async (call, reply) => {
    await perform(call, (act) => reopenOrganisation(act, idIn(call)))
    return reply.redirect(historyAddress(call, 'reopened'), 303)
  })
}

async function historyPage(call: FastifyRequest<ById>, view: View, drafts: HistoryDrafts, done?: string) {
  const organisation = await findByAddress(view, call.params.id)
  if (!call.circumstances.actor.may('organisation.edit', organisation.id)) throw missing()
  const open = (await listOrganisations(view)).filter(({ id }) => id !== organisation.id)
  return (
    <HistoryPage
      organisation={organisation}
      formerNames={await listFormerNames(view, organisation.id)}
      successors={await listSuccessors(view, organisation.id)}
      possible={open}
      drafts={drafts}
      done={done}
    />
  )
}

function idIn(call: FastifyRequest<ById>): OrganisationId {
  const id = idOfAddress(call.params.id)
  if (!id) throw new NotFound('organisation.unknown')
  return id
}

function historyAddress(call: FastifyRequest<ById>, done: string): string {
  return addressOn(call.sitePrefix)(`/desk/organisations/${call.params.id}/history?done=${done}`)
}

async function newPage(call: FastifyRequest, view: View, draft: Draft) {
  demandEditor(call)
  return <OrganisationFormPage draft={draft} organisations={await offered(call, view)} />
}

async function editPage(
  call: FastifyRequest,
  view: View,
  organisation: OrganisationRow,
  draft: Draft,
  isSaved = false,
) {
  const { actor } = call.circumstances
  if (!actor.may('organisation.edit', organisation.id)) throw missing()
  const organisations = await offered(call, view, organisation.parent_id)
  return (
    <OrganisationFormPage
      draft={draft}
      organisations={organisations}
      organisation={organisation}
      isSaved={isSaved}
    />
  )
}

/** Parents that the person may choose, and the one that stands already. */
async function offered(
  call: FastifyRequest,
  view: View,
  present?: OrganisationRow['parent_id'],
): Promise<OrganisationRow[]> {
  const { actor } = call.circumstances
  const all = await listAllOrganisations(view)
  return all.filter(
    ({ id, closed_on }) => id === present || (!closed_on && actor.may('organisation.edit', id)),
  )
}

function demandEditor({ person }: FastifyRequest): void {
  if (!person?.holds('organisation.edit')) throw missing()
}

function missing(): Forbidden {
  return new Forbidden('permission.missing', { permission: 'organisation.edit' })
}

async function findByAddress(view: View, address: string): Promise<OrganisationRow> {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('organisation.unknown')
  return findOrganisation(view, id)
}

function savedAddress(call: FastifyRequest, address: string): string {
  return addressOn(call.sitePrefix)(`/desk/organisations/${address}?saved=1`)
}

function draftOfRow(row: OrganisationRow): Draft {
  const { parent_id, kind, name, short_name, name_en, credit_code, division_code, agency_mark } = row
  const { head_post, head_name, functions, address, phone, hours, sort_order, email, postcode } = row
  return draftOf({
    parent: parent_id ?? '',
    ...{ kind, name, short_name, name_en, credit_code, division_code, agency_mark },
    ...{ head_post, head_name, functions, address, phone, hours, email, postcode },
    sort_order: String(sort_order),
    leader_post: row.leaders.map(({ post }) => post),
    leader_name: row.leaders.map(({ name }) => name),
    leader_duties: row.leaders.map(({ duties }) => duties),
    contact_office: row.contacts.map(({ office }) => office),
    contact_phone: row.contacts.map(({ phone: number }) => number),
  })
}
