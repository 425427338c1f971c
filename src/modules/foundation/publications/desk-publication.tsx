import type { FastifyRequest } from 'fastify'
import { nameOrganisations } from '#modules/foundation/organisations'
import { placePanels } from '#platform/house'
import type { Surface, Tools } from '#platform/surface'
import { publicationActs, revisionActs } from './desk-acts.ts'
import { type ById, doneOf, namesOf, openPublication } from './desk-call.ts'
import { listReviewsOf } from './desk-queries.ts'
import { isDone } from './desk-standing.tsx'
import { listRevisionsOf } from './drafts.ts'
import { PublicationPage } from './pages/desk-publication.tsx'
import { listAmendments, listProposals, titlesNamed } from './proposals.ts'
import { columnPath, listColumns, listColumnsOf, listStandingChanges } from './queries.ts'
import { listRelationsOf } from './relations-queries.ts'

/** A publication as the desk knows it: its texts, everything that happened to them, and what may be done now. */
export const publicationDesk: Surface = (pages, tools) => {
  pages.get<ById>('/:id', async (call) => publicationPage(call, tools))
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
    const proposals = await listProposals(view, publication.id)
    const amendments = await listAmendments(view, publication.id)
    const columns = await listColumns(view)
    const places = (await listColumnsOf(view, publication.id)).map((id) => columnPath(columns, id).reverse())
    const may = (permission: `${string}.${string}`) => actor.may(permission, publication.organisation_id)
    const pending = revisions.find(({ state }) => !isDone(state))
    const organisations = await nameOrganisations(view, [publication.organisation_id])
    const isProposed = proposals.some(({ outcome }) => outcome === null)
    const people = [
      ...revisions.flatMap((one) => [one.author_id, one.last_editor_id, one.released_by]),
      ...reviews.map((one) => one.reviewer_id),
      ...proposals.flatMap((one) => [one.asked_by, one.decided_by]),
      ...amendments.map((one) => one.by),
    ]
    return (
      <PublicationPage
        publication={publication}
        revisions={revisions}
        reviews={reviews}
        changes={await listStandingChanges(view, publication.id)}
        proposals={proposals}
        amendments={amendments}
        titles={await titlesNamed(view, amendments)}
        relations={await listRelationsOf(view, publication.id)}
        columns={columns}
        places={places}
        organisation={organisations.get(publication.organisation_id)?.name ?? ''}
        address={house.publishable(publication.kind).address(publication.id)}
        acts={publicationActs(publication, { may, isPending: pending !== undefined, isProposed })}
        pending={pending && { revision: pending, acts: revisionActs(pending, may) }}
        names={await namesOf(view, people)}
        panels={await placePanels(house, 'publication.editor', view, publication.id)}
        done={doneOf(call)}
      />
    )
  })
}
