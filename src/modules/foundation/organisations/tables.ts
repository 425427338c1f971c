import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Contact, Leader, OrganisationKind } from './schema.ts'

export type OrganisationRow = {
  site_id: SiteId
  id: OrganisationId
  parent_id: OrganisationId | null
  path: OrganisationId[]
  kind: OrganisationKind
  credit_code: string
  division_code: string
  name: string
  short_name: string
  name_en: string
  agency_mark: string
  head_post: string
  head_name: string
  functions: string
  address: string
  phone: string
  hours: string
  sort_order: number
  sort_key: string
  closed_on: CivilDate | null
  leaders: Leader[]
  contacts: Contact[]
  email: string
  postcode: string
  closing_basis: string
  redirects_to: OrganisationId | null
}

declare module '#platform/database' {
  interface Tables {
    'organisations.organisation': OrganisationRow
    'organisations.former_name': {
      site_id: SiteId
      id: Id
      organisation_id: OrganisationId
      name: string
      until: CivilDate
      basis: string
    }
    'organisations.succession': {
      site_id: SiteId
      organisation_id: OrganisationId
      successor_id: OrganisationId
    }
  }
}
