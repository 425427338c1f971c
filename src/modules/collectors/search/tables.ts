import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Validity } from '#platform/module'

declare module '#platform/database' {
  interface Tables {
    'search.document': {
      site_id: SiteId
      id: Id
      published_at: Date
      organisation_id: OrganisationId
      year: number
      current: boolean
      kind: string
      validity: Validity | null
      columns: string[]
      number_key: string | null
      title_tokens: string
      tokens: string
      body: string
    }
    'search.card': {
      site_id: SiteId
      id: Id
      source: string
      subject: Id
      indexed_at: Date
      address: string
      title: string
      document_number: string | null
      publisher: string
      dated_on: CivilDate | null
    }
  }
}
