import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, EMPTY_DRAFT, readForm, withErrors } from '#kernel/forms'
import { idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { changePassword, confirmSecondFactor, enrolSecondFactor, makeRecoveryCodes } from './credentials.ts'
import {
  askToElevate,
  type Door,
  goTo,
  isFresh,
  keysOf,
  originOf,
  performing,
  personOf,
  siteWords,
  withoutSecrets,
} from './door.ts'
import { AccountPage } from './pages/account-page.tsx'
import { EnrolmentPage } from './pages/enrolment-page.tsx'
import { RecoveryCodesPage } from './pages/invitation-page.tsx'
import { listPasskeys } from './passkeys.ts'
import { countRecoveryCodes, findPerson, listAttempts, listGrants, listOpenSessions } from './queries.ts'
import { reachOneselfIn } from './reach.ts'
import { CodeForm, PasswordForm } from './schema.ts'
import { endOwnSession } from './sessions.ts'

/** What people see and change of their own account. */
export function accountRoutes(pages: FastifyInstance, door: Door): void {
  pages.get<{ Querystring: { done?: string } }>('/account', async (call) =>
    accountPage(door, call, EMPTY_DRAFT, call.query.done),
  )

  pages.post<{ Params: { id: string } }>('/account/sessions/:id/end', async (call, reply) => {
    const session = idOfAddress(call.params.id)
    if (!session) throw new NotFound('account.session-unknown')
    const { id, organisationId } = personOf(call)
    await door.perform(call, (act) => endOwnSession(act, id, organisationId, session))
    return goTo(call, reply, '/desk/account?done=session')
  })

  pages.post('/account/password', async (call, reply) => {
    const form = readForm(PasswordForm, call.body)
    if (!form.ok) return reply.code(422).send(await accountPage(door, call, withoutSecrets(form.draft)))
    const given = { person: personOf(call), form: form.value, words: siteWords(call), origin: originOf(call) }
    const result = await changePassword(performing(door, call), keysOf(door), given)
    if (result.ok) return goTo(call, reply, '/desk/account?done=password')
    if (result.retryAfterSeconds) reply.header('retry-after', String(result.retryAfterSeconds))
    const draft = withErrors(EMPTY_DRAFT, result.errors)
    return reply.code(result.retryAfterSeconds ? 429 : 422).send(await accountPage(door, call, draft))
  })

  pages.post('/account/second-factor', (call, reply) =>
    whenFresh(call, reply, async () => {
      const { id, name } = personOf(call)
      const secret = await door.perform(call, (act) => enrolSecondFactor(act, door.vault, id))
      return <EnrolmentPage secret={secret} login={name} draft={EMPTY_DRAFT} />
    }),
  )

  pages.post('/account/second-factor/confirmation', (call, reply) =>
    whenFresh(call, reply, async () => {
      const form = readForm(CodeForm, call.body)
      const { id } = personOf(call)
      const isRight =
        form.ok &&
        (await door.perform(call, (act) => confirmSecondFactor(act, door.vault, id, form.value.code)))
      if (isRight) return goTo(call, reply, '/desk/account?done=second-factor')
      const draft = withErrors(EMPTY_DRAFT, form.ok ? { code: 'account.code-wrong' } : form.draft.errors)
      return reply.code(422).send(<EnrolmentPage secret={undefined} login="" draft={draft} />)
    }),
  )

  pages.post('/account/recovery-codes', (call, reply) =>
    whenFresh(call, reply, async () => {
      const codes = await door.perform(call, (act) => makeRecoveryCodes(act, personOf(call).id))
      return <RecoveryCodesPage codes={codes} />
    }),
  )
}

async function whenFresh(call: FastifyRequest, reply: FastifyReply, then: () => Promise<unknown>) {
  return isFresh(personOf(call)) ? then() : askToElevate(call, reply, '/desk/account')
}

function accountPage(door: Door, call: FastifyRequest, draft: Draft, done?: string) {
  const { id, sessionId } = personOf(call)
  const { now } = call.circumstances
  return door.look(call, async (view) => {
    await reachOneselfIn(view, id)
    const grants = await listGrants(view, [id])
    return (
      <AccountPage
        person={await findPerson(view, id)}
        grants={grants}
        sessions={await listOpenSessions(view, id, now)}
        current={sessionId}
        attempts={await listAttempts(view, id)}
        passkeys={await listPasskeys(view, id)}
        recoveryCodes={await countRecoveryCodes(view, id)}
        draft={draft}
        done={done}
      />
    )
  })
}
