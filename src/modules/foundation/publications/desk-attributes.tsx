import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm } from '#kernel/forms'
import type { Surface, Tools } from '#platform/surface'
import { AttributesForm, attributesOf } from './attributes-form.ts'
import { amendPublication, isNarrower, wasPublic } from './commands/amending.ts'
import { proposeNarrowing } from './commands/proposing.ts'
import { attempt, type ById, elevate, goTo, isElevated, openPublication } from './desk-call.ts'
import { publicationPath } from './desk-paths.ts'
import { listRevisionsOf } from './drafts.ts'
import { AttributesPage } from './pages/desk-attributes.tsx'
import { listColumns, listColumnsOf } from './queries.ts'
import type { PublicationRow } from './tables.ts'

/** What was decided at drafting, decided anew. Narrower openness of what was public is only asked for here. */
export const attributesDesk: Surface = (pages, tools) => {
  pages.get<ById>('/:id/attributes', async (call, reply) => {
    const publication = await open(call, tools)
    if (wasPublic(publication) && !isElevated(call)) return prove(call, reply, publication)
    return attributesPage(call, tools, publication, undefined)
  })

  pages.post<ById>('/:id/attributes', async (call, reply) => {
    const publication = await open(call, tools)
    if (wasPublic(publication) && !isElevated(call)) return prove(call, reply, publication)
    const form = readForm(AttributesForm, call.body)
    if (!form.ok) return reply.code(422).send(await attributesPage(call, tools, publication, form.draft))
    const attributes = attributesOf(form.value)
    const asks = wasPublic(publication) && isNarrower(publication, attributes)
    const given = { ...attributes, reason: form.value.reason }
    const result = await attempt(call.body, () =>
      tools.perform(call, async (act) => {
        if (asks) await proposeNarrowing(act, publication.id, given)
        else await amendPublication(act, publication.id, given)
      }),
    )
    if (!result.ok) return reply.code(422).send(await attributesPage(call, tools, publication, result.draft))
    return goTo(call, reply, publicationPath(publication.id), asks ? 'proposed' : 'amended')
  })
}

function prove(call: FastifyRequest, reply: FastifyReply, { id }: PublicationRow): FastifyReply {
  return elevate(call, reply, `${publicationPath(id)}/attributes`)
}

function open(call: FastifyRequest<ById>, { look }: Tools): Promise<PublicationRow> {
  return look(call, (view) => openPublication(view, call.circumstances.actor, call.params.id))
}

async function attributesPage(
  call: FastifyRequest<ById>,
  { look }: Tools,
  publication: PublicationRow,
  draft: Draft | undefined,
) {
  return look(call, async (view) => {
    const [latest] = await listRevisionsOf(view, publication.id)
    const { disclosure_attribute, disclosure_reason, legal_basis, stage, audience, statutory_category } =
      publication
    const stands = draftOf({
      ...{ disclosure_attribute, disclosure_reason, legal_basis, stage, audience, statutory_category },
      columns: await listColumnsOf(view, publication.id),
    })
    return (
      <AttributesPage
        publication={publication}
        title={latest?.title ?? ''}
        columns={await listColumns(view)}
        draft={draft ?? stands}
      />
    )
  })
}
