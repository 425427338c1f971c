import type { FastifyReply, FastifyRequest } from 'fastify'
import { addMonths, civilDateOf } from '#kernel/calendar'
import { type Draft, draftOf, EMPTY_DRAFT, readForm } from '#kernel/forms'
import type { Surface, Tools } from '#platform/surface'
import { publicationActs, STANDING_ACTS, type StandingAct } from './desk-acts.ts'
import { attempt, type ById, elevate, goTo, isElevated, openPublication } from './desk-call.ts'
import { publicationPath } from './desk-paths.ts'
import { ACTS } from './desk-standing-acts.ts'
import { listRevisionsOf } from './drafts.ts'
import { ERASURE_GROUNDS } from './erasure-grounds.ts'
import { StandingPage } from './pages/desk-standing.tsx'
import { listErasable, seekOpenProposal } from './proposals.ts'
import type { PublicationRow } from './tables.ts'

/** The acts that change where a publication stands. Each asks once more before it acts. */
export const standingDesk: Surface = (pages, tools) => {
  for (const act of STANDING_ACTS) {
    pages.get<ById>(`/:id/${act}`, async (call, reply) => {
      const { publication, refused } = await openFor(call, tools, act)
      if (needsProof(act) && !refused && !isElevated(call))
        return elevate(call, reply, `${publicationPath(publication.id)}/${act}`)
      const draft = firstDraft(act, call)
      return confirmPage(call, tools, { act, publication, refused, draft })
    })
    pages.post<ById>(`/:id/${act}`, async (call, reply) => decide(call, reply, tools, act))
  }
}

/** A new draft changes nothing that the public sees; all else does, or keeps it from them. */
function needsProof(act: StandingAct): boolean {
  return act !== 'revision'
}

/** OGI 18: looked at again within a year, or sooner if the form says so. */
function firstDraft(act: StandingAct, call: FastifyRequest): Draft {
  if (act === 'erasure') return draftOf({ scope: 'all' })
  if (act !== 'not-public') return EMPTY_DRAFT
  return draftOf({ next_review_on: addMonths(civilDateOf(call.circumstances.now), 12) })
}

async function decide(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools, act: StandingAct) {
  const { publication, refused } = await openFor(call, tools, act)
  if (needsProof(act) && !isElevated(call))
    return elevate(call, reply, `${publicationPath(publication.id)}/${act}`)
  const { shape, command } = ACTS[act]
  const form = readForm(shape, call.body)
  const again = async (draft: Draft) =>
    reply.code(422).send(await confirmPage(call, tools, { act, publication, refused, draft }))
  if (!form.ok) return again(form.draft)
  const result = await attempt(call.body, () =>
    tools.perform(call, (tx) => command(tx, tools, publication, form.value as never)),
  )
  if (!result.ok) return again(result.draft)
  const { path, done } = result.value
  return goTo(call, reply, path, done)
}

/** The act with the reason why it cannot be done, if there is one: the page says it before anything is typed. */
async function openFor(call: FastifyRequest<ById>, { look }: Tools, name: StandingAct) {
  const { actor } = call.circumstances
  return look(call, async (view) => {
    const publication = await openPublication(view, actor, call.params.id)
    const isPending = (await listRevisionsOf(view, publication.id)).some(({ state }) => !isDone(state))
    const offered = publicationActs(publication, {
      may: (permission) => actor.may(permission, publication.organisation_id),
      isPending,
      isProposed: (await seekOpenProposal(view, publication.id)) !== undefined,
    })
    const act = offered.find((one) => one.name === name)
    return { publication, refused: act ? act.refused : 'standing.not-now' }
  })
}

type Confirming = {
  act: StandingAct
  publication: PublicationRow
  refused: string | undefined
  draft: Draft
}

async function confirmPage(call: FastifyRequest<ById>, { house, look }: Tools, confirming: Confirming) {
  const { act, publication } = confirming
  return look(call, async (view) => {
    const revisions = await listRevisionsOf(view, publication.id)
    const grounds = act === 'not-public' ? await house.grounds(view) : []
    const isErasure = act === 'erasure'
    return (
      <StandingPage
        {...confirming}
        title={revisions[0]?.title ?? ''}
        grounds={isErasure ? ERASURE_GROUNDS : grounds}
        texts={isErasure ? await listErasable(view, revisions, publication.shown_revision_id) : []}
      />
    )
  })
}

export function isDone(state: string): boolean {
  return state === 'published' || state === 'superseded'
}
