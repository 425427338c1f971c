import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Draft, EMPTY_DRAFT, readForm } from '#kernel/forms'
import { Invalid } from '#kernel/refusals'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import { placePanels } from '#platform/house'
import type { Surface, Tools } from '#platform/surface'
import { beginRevision } from './commands/drafting.ts'
import {
  decideNotPublic,
  redirectPublication,
  restorePublication,
  withdrawPublication,
} from './commands/standing.ts'
import { type PublicationAct, publicationActs, revisionActs } from './desk-acts.ts'
import {
  attempt,
  type ById,
  doneOf,
  elevate,
  goTo,
  isElevated,
  namesOf,
  openPublication,
} from './desk-call.ts'
import { NotPublicForm, RedirectionForm } from './desk-forms.ts'
import { publicationPath, revisionPath } from './desk-paths.ts'
import { listReviewsOf } from './desk-queries.ts'
import { listRevisionsOf } from './drafts.ts'
import { PublicationPage } from './pages/desk-publication.tsx'
import { StandingPage } from './pages/desk-standing.tsx'
import { columnPath, listColumns, listColumnsOf, listStandingChanges } from './queries.ts'
import { RevisionForm, StandingForm } from './schema.ts'
import type { PublicationRow } from './tables.ts'

/** A publication as the desk knows it, and the acts that change where it stands. Each asks once more before it acts. */
export const standingDesk: Surface = (pages, tools) => {
  pages.get<ById>('/:id', async (call) => publicationPage(call, tools))
  for (const act of ['revision', 'withdrawal', 'restoration', 'redirection', 'not-public'] as const) {
    pages.get<ById>(`/:id/${act}`, async (call, reply) => {
      const { publication, refused } = await openFor(call, tools, act)
      if (needsProof(act) && !refused && !isElevated(call))
        return elevate(call, reply, `${publicationPath(publication.id)}/${act}`)
      return confirmPage(call, tools, { act, publication, refused, draft: EMPTY_DRAFT })
    })
    pages.post<ById>(`/:id/${act}`, async (call, reply) => decide(call, reply, tools, act))
  }
}

/** A new draft changes nothing that the public sees; all else does, or keeps it from them. */
function needsProof(act: PublicationAct): boolean {
  return act !== 'revision'
}

async function decide(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools, act: PublicationAct) {
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

type Went = { path: string; done: string }
type Standing = {
  shape: z.ZodType
  command: (act: Act, tools: Tools, publication: PublicationRow, form: never) => Promise<Went>
}

function standing<Shape extends z.ZodType>(
  shape: Shape,
  command: (act: Act, tools: Tools, publication: PublicationRow, form: z.output<Shape>) => Promise<Went>,
): Standing {
  return { shape, command }
}

const backTo = ({ id }: PublicationRow, done: string): Went => ({ path: publicationPath(id), done })

const ACTS: Record<PublicationAct, Standing> = {
  revision: standing(RevisionForm, async (act, { house }, { id }, form) => ({
    path: revisionPath(await beginRevision(act, house, id, form), 'text'),
    done: 'begun',
  })),
  withdrawal: standing(StandingForm, async (act, _, publication, { reason }) => {
    await withdrawPublication(act, publication.id, reason)
    return backTo(publication, 'withdrawn')
  }),
  restoration: standing(StandingForm, async (act, { house }, publication, { reason }) => {
    await restorePublication(act, house, publication.id, reason)
    return backTo(publication, 'restored')
  }),
  redirection: standing(RedirectionForm, async (act, { house }, publication, { redirects_to, reason }) => {
    const isItself = redirects_to.startsWith(house.publishable(publication.kind).address(publication.id))
    if (isItself) throw new Invalid('standing.address-itself', { redirects_to: 'standing.address-itself' })
    await redirectPublication(act, publication.id, { to: redirects_to, reason })
    return backTo(publication, 'redirected')
  }),
  'not-public': standing(NotPublicForm, async (act, { house }, publication, { ground, reason }) => {
    await decideNotPublic(act, house, publication.id, { ground, reason })
    return backTo(publication, 'not-public')
  }),
}

/** The act with the reason why it cannot be done, if there is one: the page says it before anything is typed. */
async function openFor(call: FastifyRequest<ById>, { look }: Tools, name: PublicationAct) {
  const { actor } = call.circumstances
  return look(call, async (view) => {
    const publication = await openPublication(view, actor, call.params.id)
    const isPending = (await listRevisionsOf(view, publication.id)).some(({ state }) => !isDone(state))
    const offered = publicationActs(publication, {
      may: (permission) => actor.may(permission, publication.organisation_id),
      isPending,
    })
    const act = offered.find((one) => one.name === name)
    return { publication, refused: act ? act.refused : 'standing.not-now' }
  })
}

type Confirming = {
  act: PublicationAct
  publication: PublicationRow
  refused: string | undefined
  draft: Draft
}

async function confirmPage(call: FastifyRequest<ById>, { house, look }: Tools, confirming: Confirming) {
  return look(call, async (view) => {
    const [latest] = await listRevisionsOf(view, confirming.publication.id)
    const grounds = confirming.act === 'not-public' ? await house.grounds(view) : []
    return <StandingPage {...confirming} title={latest?.title ?? ''} grounds={grounds} />
  })
}

async function publicationPage(call: FastifyRequest<ById>, { house, look }: Tools) {
  const { actor } = call.circumstances
  return look(call, async (view) => {
    const publication = await openPublication(view, actor, call.params.id)
    const revisions = await listRevisionsOf(view, publication.id)
    const reviews = await listReviewsOf(
      view,
      revisions.map(({ id }) => id),
    )
    const changes = await listStandingChanges(view, publication.id)
    const columns = await listColumns(view)
    const places = (await listColumnsOf(view, publication.id)).map((id) => columnPath(columns, id).reverse())
    const may = (permission: `${string}.${string}`) => actor.may(permission, publication.organisation_id)
    const pending = revisions.find(({ state }) => !isDone(state))
    const organisations = await nameOrganisations(view, [publication.organisation_id])
    const people = [
      ...revisions.flatMap((one) => [one.author_id, one.last_editor_id, one.released_by]),
      ...reviews.map((one) => one.reviewer_id),
    ]
    return (
      <PublicationPage
        publication={publication}
        revisions={revisions}
        reviews={reviews}
        changes={changes}
        places={places}
        organisation={organisations.get(publication.organisation_id)?.name ?? ''}
        address={house.publishable(publication.kind).address(publication.id)}
        acts={publicationActs(publication, { may, isPending: pending !== undefined })}
        pending={pending && { revision: pending, acts: revisionActs(pending, may) }}
        names={await namesOf(view, people)}
        panels={await placePanels(house, 'publication.editor', view, publication.id)}
        done={doneOf(call)}
      />
    )
  })
}

function isDone(state: string): boolean {
  return state === 'published' || state === 'superseded'
}
