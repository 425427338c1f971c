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
      shared_from: string | null
    }
    'search.attachment': { site_id: SiteId; id: Id; place: number; name: string; body: string }
    'search.name': {
      site_id: SiteId
      source: string
      subject: Id
      name: string
      name_en: string
      address: string
      path: Id[]
      fingerprint: string
    }
    'search.name_key': { site_id: SiteId; source: string; subject: Id; key: string; form: number }
    'search.word': { site_id: SiteId; word: string; documents: number; pinyin: string }
    'search.synonym': { site_id: SiteId; id: Id; words: string[]; edited_by: string; edited_at: Date }
    'search.asked': {
      site_id: SiteId
      day: CivilDate
      query: string
      callers: number
      hits: number
      is_found: boolean
    }
    'search.answer': {
      site_id: SiteId
      query: string
      address: string
      title: string
      edited_by: string
      edited_at: Date
    }
  }
}
