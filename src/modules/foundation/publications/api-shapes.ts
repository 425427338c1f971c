/** What the API answers about publications; a test holds every answer to these shapes. */
import { z } from 'zod'
import { VALIDITIES } from '#platform/module'
import { AMENDED } from './lifecycle-tables.ts'
import { RELATION_WORDS } from './relations-rules.ts'
import { REVISION_KINDS, REVISION_STATES, STANDINGS } from './rules.ts'
import { STAGES } from './schema.ts'

const Day = z.iso.date().nullable()
const Instant = z.iso.datetime().nullable()

export const PublicationShape = z
  .object({
    id: z.string(),
    address: z.string(),
    kind: z.string(),
    title: z.string(),
    summary: z.string(),
    publisher: z.string(),
    organisation: z.string(),
    index_number: z.string(),
    document_number: z.string().nullable(),
    subject_category: z.string().nullable(),
    signed_on: Day,
    effective_on: Day,
    expires_on: Day,
    validity: z.enum(VALIDITIES).nullable(),
    keywords: z.string(),
    disclosure_attribute: z.string(),
    stage: z.enum(STAGES).nullable(),
    statutory_category: z.string().nullable(),
    dated: Day,
    source_published_on: Day,
    first_published_at: z.iso.datetime(),
    changed_at: z.iso.datetime(),
    revision: z.int(),
    /** The name of the site that it was taken in from; its text and its history are that site's. */
    shared_from: z.string().nullable(),
  })
  .meta({ id: 'Publication' })

export const PublicationListShape = z.object({
  publications: z.array(PublicationShape),
  count: z.int(),
  next: z.string().nullable(),
})

export const PublicRevisionShape = z
  .object({
    number: z.int(),
    kind: z.enum(REVISION_KINDS),
    title: z.string(),
    reason: z.string().nullable(),
    published_at: Instant,
    source_published_on: Day,
    document_number: z.string().nullable(),
    signed_on: Day,
    effective_on: Day,
    validity: z.enum(VALIDITIES).nullable(),
    emergency: z.boolean(),
    content_hash: z.string(),
  })
  .meta({ id: 'Revision' })

export const PartShape = z
  .object({
    name: z.string(),
    media_type: z.string(),
    content: z.string().nullable(),
    text: z.string().optional(),
    /** Of a file: what it is for, its name as readers see it, and where its bytes are. */
    use: z.enum(['attachment', 'image']).optional(),
    title: z.string().nullable().optional(),
    length: z.number().nullable().optional(),
    sha256: z.string().nullable().optional(),
    href: z.string().nullable().optional(),
    erased_at: Instant,
  })
  .meta({ id: 'Part' })

const Links = z
  .object({
    page: z.string(),
    json: z.string(),
    history: z.string(),
    redirects_to: z.string().optional(),
    original: z.string().optional(),
  })
  .meta({ id: 'PublicationLinks' })

export const RelationShape = z
  .object({
    relation: z.enum(RELATION_WORDS),
    id: z.string(),
    title: z.string(),
    document_number: z.string().nullable(),
    publisher: z.string(),
    validity: z.enum(VALIDITIES).nullable(),
    links: z.object({ page: z.string(), json: z.string() }).meta({ id: 'RelationLinks' }),
  })
  .meta({ id: 'Relation' })

/** Of what was withdrawn, redirected or erased only its standing and its history remain public. */
export const PublicationDetailShape = z
  .object({
    ...PublicationShape.partial().shape,
    id: z.string(),
    index_number: z.string().nullable(),
    standing: z.enum(STANDINGS),
    standing_reason: z.string().nullable(),
    standing_at: Instant,
    log_item: z.string(),
    source: z.string().nullable().optional(),
    editor: z.string().nullable().optional(),
    leaves_at: Instant.optional(),
    relations: z.array(RelationShape).optional(),
    revisions: z.array(PublicRevisionShape),
    parts: z.array(PartShape).optional(),
    links: Links,
  })
  .meta({ id: 'PublicationDetail' })

export const HistoryShape = z.object({
  id: z.string(),
  standing: z.enum(STANDINGS),
  revisions: z.array(PublicRevisionShape),
  standings: z.array(
    z
      .object({ from: z.enum(STANDINGS), to: z.enum(STANDINGS), reason: z.string(), at: z.iso.datetime() })
      .meta({ id: 'StandingChange' }),
  ),
  amendments: z.array(
    z
      .object({
        what: z.enum(AMENDED),
        before: z.string().nullable(),
        after: z.string().nullable(),
        other: z.string().nullable(),
        reason: z.string(),
        at: z.iso.datetime(),
      })
      .meta({ id: 'Amendment' }),
  ),
  links: Links,
})

export const RevisionDetailShape = z.object({
  id: z.string(),
  is_current: z.boolean(),
  ...PublicRevisionShape.shape,
  parts: z.array(PartShape),
  links: Links,
})

export const ColumnShape = z
  .object({
    slug: z.string(),
    parent: z.string().nullable(),
    name: z.string(),
    name_en: z.string(),
    description: z.string(),
    kind: z.string(),
    address: z.string(),
  })
  .meta({ id: 'Column' })

export const DraftShape = z
  .object({
    id: z.string(),
    publication: z.string(),
    organisation: z.string(),
    kind: z.string(),
    number: z.int(),
    state: z.enum(REVISION_STATES),
    title: z.string(),
    edit: z.int(),
    content_hash: z.string(),
    due_on: Day,
    scheduled_at: Instant,
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Draft' })

export const FindingShape = z
  .object({
    code: z.string(),
    message: z.string(),
    weight: z.enum(['blocks', 'warns']),
    part: z.string().nullable(),
  })
  .meta({ id: 'Finding' })

export const DraftDetailShape = z
  .object({
    ...DraftShape.shape,
    content: z.record(z.string(), z.unknown()),
    findings: z.array(FindingShape),
  })
  .meta({ id: 'DraftDetail' })
