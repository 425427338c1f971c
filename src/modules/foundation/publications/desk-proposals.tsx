import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, EMPTY_DRAFT, readForm } from '#kernel/forms'
import { Conflict } from '#kernel/refusals'
import type { Surface, Tools } from '#platform/surface'
import { confirmProposal, refuseProposal, takeBackProposal } from './commands/proposing.ts'
import { attempt, type ById, elevate, goTo, isElevated, namesOf, openPublication } from './desk-call.ts'
import { ProposalForm } from './desk-forms.ts'
import { publicationPath } from './desk-paths.ts'
import { listRevisionsOf } from './drafts.ts'
import { seekErasureGround } from './erasure-grounds.ts'
import { ProposalPage } from './pages/desk-proposal.tsx'
import { seekOpenProposal } from './proposals.ts'
import { listColumns } from './queries.ts'

/** What one person asked for and another decides. */
export const proposalDesk: Surface = (pages, tools) => {
  pages.get<ById>('/:id/proposal', async (call, reply) => {
    const { publication, proposal } = await open(call, tools)
    const isAsker = proposal.asked_by === call.circumstances.actor.id
    if (!isAsker && !isElevated(call))
      return elevate(call, reply, `${publicationPath(publication.id)}/proposal`)
    return proposalPage(call, tools, EMPTY_DRAFT)
  })

  pages.post<ById>('/:id/proposal', async (call, reply) => decide(call, reply, tools))

  pages.post<ById>('/:id/proposal/taking-back', async (call, reply) => {
    const { publication, proposal } = await open(call, tools)
    await tools.perform(call, (act) => takeBackProposal(act, proposal.id))
    return goTo(call, reply, publicationPath(publication.id), 'not-asked')
  })
}

/** ASVS 2.3.4, 7.5.3: the second hand proves anew that it is theirs. */
async function decide(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools) {
  const { publication, proposal } = await open(call, tools)
  const path = publicationPath(publication.id)
  if (!isElevated(call)) return elevate(call, reply, `${path}/proposal`)
  const form = readForm(ProposalForm, call.body)
  if (!form.ok) return reply.code(422).send(await proposalPage(call, tools, form.draft))
  const { decision, reason } = form.value
  const result = await attempt(call.body, () =>
    tools.perform(call, (act) =>
      decision === 'confirm'
        ? confirmProposal(act, tools.house, proposal.id, reason)
        : refuseProposal(act, proposal.id, reason),
    ),
  )
  if (!result.ok) return reply.code(422).send(await proposalPage(call, tools, result.draft))
  return goTo(call, reply, path, decision === 'confirm' ? 'confirmed' : 'refused')
}

function open(call: FastifyRequest<ById>, { look }: Tools) {
  return look(call, async (view) => {
    const publication = await openPublication(view, call.circumstances.actor, call.params.id)
    const proposal = await seekOpenProposal(view, publication.id)
    if (!proposal) throw new Conflict('proposal.decided')
    return { publication, proposal }
  })
}

async function proposalPage(call: FastifyRequest<ById>, tools: Tools, draft: Draft) {
  const { publication, proposal } = await open(call, tools)
  const { actor } = call.circumstances
  return tools.look(call, async (view) => {
    const revisions = await listRevisionsOf(view, publication.id)
    const grounds = proposal.kind === 'not-public' ? await tools.house.grounds(view) : []
    return (
      <ProposalPage
        publication={publication}
        proposal={proposal}
        title={revisions[0]?.title ?? ''}
        ground={
          proposal.kind === 'erasure'
            ? seekErasureGround(proposal.ground_code ?? '')
            : grounds.find(({ code }) => code === proposal.ground_code)
        }
        number={revisions.find(({ id }) => id === proposal.revision_id)?.number}
        columns={await listColumns(view)}
        names={await namesOf(view, [proposal.asked_by])}
        isAsker={proposal.asked_by === actor.id}
        mayDecide={actor.may('publication.not-public', publication.organisation_id)}
        draft={draft}
      />
    )
  })
}
