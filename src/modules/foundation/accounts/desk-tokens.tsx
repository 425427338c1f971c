import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addDays, civilDateOf } from '#kernel/calendar'
import { type Draft, draftOf, EMPTY_DRAFT, readForm } from '#kernel/forms'
import { idOfAddress } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import { listOrganisations } from '#modules/foundation/organisations'
import { askToElevate, type Door, goTo, isFresh, personOf } from './door.ts'
import { GivenTokenPage, TokensPage } from './pages/tokens-page.tsx'
import { nameColleagues } from './queries.ts'
import { LONGEST_DAYS, tokenForm } from './token-form.ts'
import { endToken, listTokens, makeToken } from './tokens.ts'

const PLACE = '/desk/accounts/tokens'

/** Programs that draft or publish: the security officer gives and takes their tokens. */
export function tokenRoutes(pages: FastifyInstance, door: Door): void {
  pages.get<{ Querystring: { done?: string } }>('/accounts/tokens', (call) =>
    tokensPage(door, call, usualDraft(call), call.query.done),
  )

  pages.post('/accounts/tokens', async (call, reply) => {
    const today = civilDateOf(call.circumstances.now)
    const form = readForm(tokenForm(today, addDays(today, LONGEST_DAYS)), call.body)
    if (!form.ok) return reply.code(422).send(await tokensPage(door, call, form.draft))
    if (!isFresh(personOf(call))) return askToElevate(call, reply, PLACE)
    const token = await door.perform(call, (act) => makeToken(act, form.value))
    return reply
      .header('cache-control', 'no-store')
      .send(<GivenTokenPage name={form.value.name} token={token} />)
  })

  pages.post<{ Params: { id: string } }>('/accounts/tokens/:id/end', async (call, reply) => {
    const id = idOfAddress(call.params.id)
    if (!id) throw new NotFound('account.token-unknown')
    await door.perform(call, (act) => endToken(act, id))
    return goTo(call, reply, `${PLACE}?done=ended`)
  })
}

/** A quarter of a year: long enough to work with, short enough that a forgotten one goes away. */
function usualDraft(call: FastifyRequest): Draft {
  const today = civilDateOf(call.circumstances.now)
  return { ...EMPTY_DRAFT, values: draftOf({ scopes: ['draft'], until: addDays(today, 90) }).values }
}

function tokensPage(door: Door, call: FastifyRequest, draft: Draft, done?: string) {
  if (!personOf(call).holds('account.grant'))
    throw new Forbidden('permission.missing', { permission: 'account.grant' })
  const { actor, now } = call.circumstances
  return door.look(call, async (view) => {
    const tokens = await listTokens(view)
    const organisations = await listOrganisations(view)
    const makers = await nameColleagues(
      view,
      tokens.flatMap(({ made_by }) => (idOfMaker(made_by) ? [made_by as never] : [])),
    )
    return (
      <TokensPage
        {...{ tokens, organisations, draft, now, done }}
        names={new Map([...makers].map(([id, { name }]) => [id as string, name]))}
        offered={organisations.filter(({ id }) => actor.may('account.grant', id))}
      />
    )
  })
}

/** Seeds make tokens too, and are nobody. */
function idOfMaker(made_by: string): boolean {
  return /^[0-9a-f-]{36}$/.test(made_by)
}
