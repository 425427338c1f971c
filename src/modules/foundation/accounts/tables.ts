import type { Id, OrganisationId, PersonId, SiteId } from '#kernel/ids'
import type { Permission } from '#platform/act'
import type { Outcome, Purpose } from './rules.ts'
import type { TokenScope } from './scopes.ts'

type OfPerson = { site_id: SiteId; person_id: PersonId }

export type PersonRow = {
  site_id: SiteId
  id: PersonId
  login: string
  name: string
  post: string
  organisation_id: OrganisationId
  email: string
  created_at: Date
  disabled_at: Date | null
}

export type GrantRow = OfPerson & {
  id: Id
  role: string
  organisation_id: OrganisationId
  granted_at: Date
  granted_by: string
  withdrawn_at: Date | null
  withdrawn_by: string | null
}

declare module '#platform/database' {
  interface Tables {
    'accounts.role': { site_id: SiteId; name: string; permissions: Permission[]; sort_order: number }
    'accounts.person': PersonRow
    'accounts.colleague': Pick<PersonRow, 'site_id' | 'id' | 'name' | 'post' | 'organisation_id'>
    'accounts.credential': OfPerson & { phc: string; set_at: Date }
    'accounts.second_factor': OfPerson & {
      secret: string | null
      pending: string | null
      last_step: number
      confirmed_at: Date | null
      reset_asked_at: Date | null
      reset_asked_by: string | null
    }
    'accounts.recovery_code': OfPerson & { hash: string; used_at: Date | null }
    'accounts.invitation': OfPerson & { code_hash: string; expires_at: Date; made_by: string }
    'accounts.session': OfPerson & {
      id: Id
      token_hash: string
      started_at: Date
      last_seen_at: Date
      elevated_until: Date | null
      ended_at: Date | null
      ip: string
      agent: string
    }
    'accounts.attempt': {
      site_id: SiteId
      id: Id
      at: Date
      purpose: Purpose
      login: string
      person_id: PersonId | null
      ip: string
      ip_prefix: string
      agent: string
      outcome: Outcome
    }
    'accounts.role_grant': GrantRow
    'accounts.passkey': OfPerson & {
      id: Id
      credential_id: string
      public_key: Buffer
      rp_id: string
      counter: number
      transports: string[]
      name: string
      made_at: Date
      last_used_at: Date | null
    }
    'accounts.challenge': {
      site_id: SiteId
      hash: string
      purpose: 'sign-in' | 'elevation' | 'enrolment'
      person_id: PersonId | null
      expires_at: Date
    }
    'accounts.token': {
      site_id: SiteId
      id: Id
      name: string
      organisation_id: OrganisationId
      scopes: TokenScope[]
      token_hash: string
      made_at: Date
      made_by: string
      expires_at: Date
      last_used_at: Date | null
      ended_at: Date | null
      ended_by: string | null
    }
  }
}
