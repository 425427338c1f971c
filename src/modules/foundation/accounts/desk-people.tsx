import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readCursor } from '#kernel/cursors'
import { type Draft, EMPTY_DRAFT, readForm, withErrors } from '#kernel/forms'
import { type Id, idOfAddress } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import { listOrganisations, nameOrganisations } from '#modules/foundation/organisations'
import type { Permission } from '#platform/act'
import { readPageQuery } from '#platform/http/query'
import { askToElevate, type Door, goTo, isFresh, personOf, sent } from './door.ts'
import { grantRole, withdrawRole } from './grants.ts'
import { mailInvitation } from './invitation-mail.ts'
import { GivenInvitationPage } from './pages/given-invitation-page.tsx'
import { PeoplePage } from './pages/people-page.tsx'
import { NewPersonPage } from './pages/person-form.tsx'
import { PersonPage } from './pages/person-page.tsx'
import { createPerson, disablePerson, enablePerson, invitePerson } from './people.ts'
import {
  findPerson,
  listAttempts,
  listGrants,
  listHolders,
  listOpenSessions,
  listRoles,
  pagePeople,
} from './queries.ts'
import { askForReset, confirmReset } from './resets.ts'
import { FOUR_ROLES, roleInTheWay } from './rules.ts'
import { GrantForm, PersonForm } from './schema.ts'
import { endSessions } from './sessions.ts'

const PeopleQuery = z.object({
  q: z.string().trim().max(60).optional(),
  cursor: z.string().max(400).optional(),
})
const KEEPERS: readonly Permission[] = [
  'account.manage',
  'account.grant',
  'account.end-session',
  'record.read',
]

type ById = { Params: { id: string } }

/** Administrators make accounts, the security officer grants, the auditor looks. */
export function peopleRoutes(pages: FastifyInstance, door: Door): void {
  pages.get('/accounts', async (call) => {
    demandOneOf(call, KEEPERS)
    const { q, cursor } = readPageQuery(PeopleQuery, call.query)
    return door.look(call, async (view) => {
      const { rows, next } = await pagePeople(view, {
        q,
        after: cursor === undefined ? undefined : readCursor(cursor),
      })
      const grants = await listGrants(
        view,
        rows.map(({ id }) => id),
      )
      const organisations = await nameOrganisations(
        view,
        rows.map(({ organisation_id }) => organisation_id),
      )
      const holders = await listHolders(view, FOUR_ROLES)
      const mayCreate = personOf(call).holds('account.manage')
      return <PeoplePage {...{ people: rows, next, q, grants, organisations, holders, mayCreate }} />
    })
  })

  pages.get('/accounts/new', async (call) => newPage(door, call, EMPTY_DRAFT))

  pages.post('/accounts', async (call, reply) => {
    const form = readForm(PersonForm, call.body)
    if (!form.ok) return reply.code(422).send(await newPage(door, call, form.draft))
    const { name, login } = form.value
    const email = door.sendsMail ? form.value.email : ''
    const created = await door.perform(call, async (act) => {
      const created = await createPerson(act, form.value)
      if (created.ok && email)
        await mailInvitation(act, door, call, { name, login, email, code: created.invitation })
      return created
    })
    if (created.ok)
      return (
        <GivenInvitationPage
          id={created.id}
          {...{ name, login, email }}
          code={email ? undefined : created.invitation}
        />
      )
    return reply.code(422).send(await newPage(door, call, withErrors(sent(call), created.errors)))
  })

  pages.get<ById & { Querystring: { done?: string } }>('/accounts/:id', async (call) =>
    personPage(door, call, personId(call.params.id), EMPTY_DRAFT, call.query.done),
  )

  pages.post<ById>('/accounts/:id/invitation', async (call) => {
    const id = personId(call.params.id)
    const person = await door.look(call, (view) => findPerson(view, id))
    const { name, login } = person
    const email = door.sendsMail ? person.email : ''
    const code = await door.perform(call, async (act) => {
      const code = await invitePerson(act, id)
      if (email) await mailInvitation(act, door, call, { name, login, email, code })
      return code
    })
    return <GivenInvitationPage {...{ id, name, login, email }} code={email ? undefined : code} />
  })

  pages.post<ById>('/accounts/:id/disabled', async (call, reply) => {
    await door.perform(call, (act) => disablePerson(act, personId(call.params.id)))
    return backTo(call, reply, 'disabled')
  })

  pages.post<ById>('/accounts/:id/enabled', async (call, reply) => {
    await door.perform(call, (act) => enablePerson(act, personId(call.params.id)))
    return backTo(call, reply, 'enabled')
  })

  pages.post<ById>('/accounts/:id/reset-request', async (call, reply) => {
    await door.perform(call, (act) => askForReset(act, personId(call.params.id)))
    return backTo(call, reply, 'reset-asked')
  })

  pages.post<ById>('/accounts/:id/sessions/end', async (call, reply) => {
    await door.perform(call, (act) => endSessions(act, personId(call.params.id)))
    return backTo(call, reply, 'sessions')
  })
}

/** What the security officer does cannot be taken back from what was done with it: they prove anew who they are. */
export function grantRoutes(pages: FastifyInstance, door: Door): void {
  pages.post<ById>('/accounts/:id/roles', async (call, reply) => {
    const id = personId(call.params.id)
    if (!isFresh(personOf(call))) return askToElevate(call, reply, `/desk/accounts/${call.params.id}`)
    const form = readForm(GrantForm, call.body)
    if (!form.ok) return reply.code(422).send(await personPage(door, call, id, form.draft))
    const inTheWay = await door.look(call, async (view) => {
      const held = await listGrants(view, [id])
      return roleInTheWay(
        held.map(({ role }) => role),
        form.value.role,
      )
    })
    if (inTheWay) {
      const draft = withErrors(sent(call), { role: 'account.roles-exclusive' })
      return reply.code(422).send(await personPage(door, call, id, draft))
    }
    await door.perform(call, (act) => grantRole(act, { person: id, ...form.value }))
    return backTo(call, reply, 'granted')
  })

  pages.post<ById>('/accounts/:id/reset', async (call, reply) => {
    if (!isFresh(personOf(call))) return askToElevate(call, reply, `/desk/accounts/${call.params.id}`)
    await door.perform(call, (act) => confirmReset(act, personId(call.params.id)))
    return backTo(call, reply, 'reset')
  })

  pages.post<{ Params: { id: string; grant: string } }>(
    '/accounts/:id/roles/:grant/withdrawal',
    async (call, reply) => {
      if (!isFresh(personOf(call))) return askToElevate(call, reply, `/desk/accounts/${call.params.id}`)
      const grant = idOfAddress(call.params.grant)
      if (!grant) throw new NotFound('account.grant-unknown')
      await door.perform(call, (act) => withdrawRole(act, personId(call.params.id), grant))
      return backTo(call, reply, 'withdrawn')
    },
  )
}

function newPage(door: Door, call: FastifyRequest, draft: Draft) {
  demandOneOf(call, ['account.manage'])
  const { actor } = call.circumstances
  return door.look(call, async (view) => {
    const organisations = (await listOrganisations(view)).filter(({ id }) => actor.may('account.manage', id))
    return <NewPersonPage draft={draft} organisations={organisations} />
  })
}

function personPage(door: Door, call: FastifyRequest, id: Id, draft: Draft, done?: string) {
  demandOneOf(call, KEEPERS)
  const { actor, now } = call.circumstances
  return door.look(call, async (view) => {
    const person = await findPerson(view, id)
    const grants = await listGrants(view, [id])
    const organisations = await listOrganisations(view)
    return (
      <PersonPage
        {...{ person, grants, draft, done, organisations }}
        roles={(await listRoles(view)).map(({ name }) => name)}
        grantable={organisations.filter((one) => actor.may('account.grant', one.id))}
        sessions={await listOpenSessions(view, id, now)}
        attempts={await listAttempts(view, id)}
        isOneself={actor.id === id}
        may={(permission) => actor.may(permission, person.organisation_id)}
      />
    )
  })
}

function backTo(call: FastifyRequest<ById>, reply: FastifyReply, done: string) {
  return goTo(call, reply, `/desk/accounts/${call.params.id}?done=${done}`)
}

function personId(address: string): Id {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('account.unknown')
  return id
}

function demandOneOf(call: FastifyRequest, permissions: readonly Permission[]): void {
  const person = personOf(call)
  if (!permissions.some((permission) => person.holds(permission))) {
    throw new Forbidden('permission.missing', { permission: permissions[0]! })
  }
}
