/** One caller for every role that a person may hold, and for everybody who holds none: made behind the pages, at once. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { addDays, civilDateOf } from '#kernel/calendar'
import { type Id, newId } from '#kernel/ids'
import { makeToken, ROLES, type RoleName } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import type { Permission } from '#platform/act'
import { type Connection, connect } from '#platform/database'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import { SECRET, type TestHouse } from '#test/house'

export type Caller = {
  name: string
  /** `bureau` owns every subject of the matrix; `city` stands above it, `district` elsewhere in the tree. */
  place: 'bureau' | 'city' | 'district' | 'nowhere'
  permissions: readonly Permission[]
  kind: 'visitor' | 'person' | 'token'
  headers: Readonly<Record<string, string>>
  forgery: string
}

export const PLACES = {
  bureau: ORGANISATIONS.A03.id,
  city: ORGANISATIONS.A01.id,
  district: ORGANISATIONS.A19.id,
} as const

export const ROLE_NAMES = Object.keys(ROLES) as RoleName[]

export const VISITOR: Caller = {
  ...{ name: 'visitor', place: 'nowhere', permissions: [], kind: 'visitor', headers: {}, forgery: '' },
}

/** Everybody: a visitor, a person without a role, each role at each place, a token of each scope at two places. */
export async function callersOf(house: TestHouse): Promise<Caller[]> {
  const owner = connect(house.ownerUrl, { max: 2 })
  try {
    const people = [await makePerson(house, owner, { name: 'nobody', roles: [], place: 'bureau' })]
    for (const place of Object.keys(PLACES) as (keyof typeof PLACES)[])
      for (const role of ROLE_NAMES)
        people.push(await makePerson(house, owner, { name: `${role} of the ${place}`, roles: [role], place }))
    const tokens: Caller[] = []
    for (const place of ['bureau', 'district'] as const)
      for (const scope of ['draft', 'publish'] as const) tokens.push(await makeProgram(house, scope, place))
    return [VISITOR, ...people, ...tokens]
  } finally {
    await owner.close()
  }
}

type NewPerson = {
  name: string
  roles: readonly RoleName[]
  place: keyof typeof PLACES
  site?: number
  organisation?: Id
}

/** An account with an open session, freshly proven; no password, so that nobody could sign in as them. */
export async function makePerson(
  house: TestHouse,
  { pool }: Connection,
  { name, roles, place, site = FIRST_SITE, organisation = PLACES[place] }: NewPerson,
): Promise<Caller & { id: Id }> {
  const now = house.now()
  const id = newId(now)
  const login = `${name.replaceAll(/[^a-z]+/g, '.')}.${id.slice(-4)}@yunxi.example`
  await pool.query(`insert into accounts.person values ($1, $2, $3, $4, '', $5, '', $6)`, [
    site,
    id,
    login,
    name,
    organisation,
    now,
  ])
  for (const role of roles)
    await pool.query(`insert into accounts.role_grant values ($1, $2, $3, $4, $5, $6, 'test')`, [
      ...[site, newId(now), id, role, organisation, now],
    ])
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest('base64url')
  const session = newId(now)
  const later = new Date(now.getTime() + 10 * 60_000)
  await pool.query(
    `insert into accounts.session values ($1, $2, $3, $4, $5, $5, $6, null, '127.0.0.1', 'test')`,
    [site, session, id, hash, now, later],
  )
  return {
    ...{ id, name, place, kind: 'person' },
    permissions: roles.flatMap((role) => [...ROLES[role]]),
    headers: { cookie: `mingtang_session=${token}` },
    forgery: createHmac('sha256', SECRET).update(`forgery ${session}`).digest('base64url'),
  }
}

async function makeProgram(
  house: TestHouse,
  scope: 'draft' | 'publish',
  place: 'bureau' | 'district',
): Promise<Caller> {
  const officer = systemActor('security officer', ['account.grant'])
  const token = await stagehandsOf(house.world).perform(
    circumstancesOf(FIRST_SITE, officer, house.now()),
    (act) =>
      makeToken(act, {
        ...{ name: `program ${scope}`, organisation: PLACES[place], scopes: [scope] },
        until: addDays(civilDateOf(house.now()), 90),
      }),
  )
  return {
    ...{ name: `token ${scope} of the ${place}`, place, kind: 'token', forgery: '' },
    permissions: ['publication.read', scope === 'draft' ? 'publication.draft' : 'publication.release'],
    headers: { authorization: `Bearer ${token}` },
  }
}
