import type { FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { addressOf, idOfAddress } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { addressOn } from '#platform/http/call'
import type { Surface } from '#platform/surface'
import { amendOrganisation, establishOrganisation } from './commands.ts'
import { OrganisationFormPage } from './pages/desk-form.tsx'
import { DeskOrganisationsPage } from './pages/desk-list.tsx'
import { findOrganisation, listAllOrganisations } from './queries.ts'
import { OrganisationForm } from './schema.ts'
import type { OrganisationRow } from './tables.ts'

type ById = { Params: { id: string } }

/** Mounted under /desk/organisations. Reading is for all at the desk, changing for those who hold `organisation.edit`. */
export const desk: Surface = (pages, { perform, view }) => {
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
  const { head_post, head_name, functions, address, phone, hours, sort_order, closed_on } = row
  return draftOf({
    parent: parent_id ?? '',
    ...{ kind, name, short_name, name_en, credit_code, division_code, agency_mark },
    ...{ head_post, head_name, functions, address, phone, hours, closed_on },
    sort_order: String(sort_order),
  })
}
