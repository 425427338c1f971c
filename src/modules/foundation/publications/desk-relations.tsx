import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Draft, EMPTY_DRAFT, readForm } from '#kernel/forms'
import { idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { readPageQuery } from '#platform/http/query'
import type { Surface, Tools } from '#platform/surface'
import { endRelation, relate } from './commands/relating.ts'
import { attempt, type ById, doneOf, goTo, idOf, openPublication } from './desk-call.ts'
import { publicationPath } from './desk-paths.ts'
import { listRevisionsOf } from './drafts.ts'
import { RelationEndPage, RelationsPage } from './pages/desk-relations.tsx'
import { listRelationsOf, searchCandidates } from './relations-queries.ts'
import { RELATION_WORDS } from './relations-rules.ts'
import { StandingForm } from './schema.ts'

const RelationForm = z.object({
  word: z.enum(RELATION_WORDS, 'relation.word-missing'),
  other: z
    .string('relation.other-missing')
    .transform((text) => idOfAddress(text))
    .refine((id) => id !== undefined, 'relation.other-missing'),
})

const FindQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100, 'list.bad-parameters')
    .refine((text) => !text.includes('\0'), 'list.bad-parameters')
    .optional(),
})

type ByRelation = { Params: { id: string; relation: string } }

/** What belongs to a publication: looked for by title or number, named, and taken away again with a reason. */
export const relationsDesk: Surface = (pages, tools) => {
  const { house } = tools

  pages.get<ById>('/:id/relations', async (call) => relationsPage(call, tools, EMPTY_DRAFT))

  pages.post<ById>('/:id/relations', async (call, reply) => {
    const { id } = await open(call, tools)
    const form = readForm(RelationForm, call.body)
    if (!form.ok) return reply.code(422).send(await relationsPage(call, tools, form.draft))
    const { word, other } = form.value
    const result = await attempt(call.body, () =>
      tools.perform(call, (act) => relate(act, house, id, { word, other: other! })),
    )
    if (!result.ok) return reply.code(422).send(await relationsPage(call, tools, result.draft))
    return goTo(call, reply, `${publicationPath(id)}/relations`, 'related')
  })

  pages.get<ByRelation>('/:id/relations/:relation/end', async (call) => endPage(call, tools, EMPTY_DRAFT))

  pages.post<ByRelation>('/:id/relations/:relation/end', async (call, reply) => {
    const { id } = await open(call, tools)
    const form = readForm(StandingForm, call.body)
    if (!form.ok) return reply.code(422).send(await endPage(call, tools, form.draft))
    const relation = idOf(call.params.relation, 'relation.unknown')
    await tools.perform(call, (act) => endRelation(act, house, relation, form.value.reason))
    return goTo(call, reply, `${publicationPath(id)}/relations`, 'unrelated')
  })
}

function open(call: FastifyRequest<ById>, { look }: Tools) {
  return look(call, (view) => openPublication(view, call.circumstances.actor, call.params.id))
}

async function relationsPage(call: FastifyRequest<ById>, { look }: Tools, draft: Draft) {
  const { actor } = call.circumstances
  // After an error the words that were looked for come back with the form.
  const typedWords = (call.body as { q?: unknown } | undefined)?.q
  const { q } = readPageQuery(FindQuery, typeof typedWords === 'string' ? { q: typedWords } : call.query)
  return look(call, async (view) => {
    const publication = await openPublication(view, actor, call.params.id)
    const [latest] = await listRevisionsOf(view, publication.id)
    return (
      <RelationsPage
        publication={publication}
        title={latest?.title ?? ''}
        relations={await listRelationsOf(view, publication.id)}
        search={q}
        candidates={q ? await searchCandidates(view, q, publication.id) : []}
        mayRelate={actor.may('publication.draft', publication.organisation_id)}
        draft={draft}
        done={doneOf(call)}
      />
    )
  })
}

async function endPage(call: FastifyRequest<ByRelation>, { look }: Tools, draft: Draft) {
  const { actor } = call.circumstances
  return look(call, async (view) => {
    const publication = await openPublication(view, actor, call.params.id)
    const [latest] = await listRevisionsOf(view, publication.id)
    const id = idOf(call.params.relation, 'relation.unknown')
    const relation = (await listRelationsOf(view, publication.id)).find((one) => one.id === id)
    if (!relation) throw new NotFound('relation.unknown')
    return (
      <RelationEndPage
        publication={publication}
        title={latest?.title ?? ''}
        relation={relation}
        draft={draft}
      />
    )
  })
}
