import { randomBytes } from 'node:crypto'
import { type Id, newId } from '#kernel/ids'
import type { Act, Happening } from '#platform/act'
import type { House } from '#platform/house'
import { inOrder, partRows } from '../parts.ts'
import { logTypeOf } from '../rules.ts'
import type { PartRow, PublicationRow, RevisionRow } from '../tables.ts'
import { contentColumns } from './drafting.ts'
import type { Addition, Decision } from './importing-decisions.ts'
import { kindOf, reasonOf, wasPublicOn } from './importing-text.ts'

/** The rows of one law, ready to be written with those of many others. */
export type LawRows = {
  isNew: boolean
  columns: readonly Id[]
  publication: PublicationRow
  revisions: RevisionRow[]
  parts: PartRow[]
  happenings: Happening[]
}

export function lawRows(act: Act, house: House, decision: Decision, index_number: string | null): LawRows {
  const { known, additions, law } = decision
  const publication = known ? { ...known.publication } : newPublication(act, law, index_number)
  const revisions = additions.map((addition, at) =>
    revisionRow(act, house, addition, { publication, number: (known?.last_number ?? 0) + at + 1 }),
  )
  const rows: LawRows = {
    isNew: !known,
    columns: law.columns,
    publication,
    revisions,
    parts: [],
    happenings: [],
  }
  for (const [at, { report, state }] of additions.entries()) {
    const revision = revisions[at]!
    Object.assign(report, { publication: publication.id, revision: revision.id })
    if (state !== 'draft') release(act, house, revision, rows)
  }
  if (rows.happenings.length === 0) {
    rows.happenings.push({
      event: known ? 'revision.begun' : 'publication.drafted',
      subject: publication.id,
      organisation: publication.organisation_id,
    })
  }
  return rows
}

/** OGI 20 (1): laws, regulations, rules and normative documents. */
const CATEGORY = 'a20-01'

function newPublication(
  act: Act,
  { key: import_key, organisation, versions }: Decision['law'],
  index_number: string | null,
): PublicationRow {
  const kind = kindOf(versions.at(-1)!)
  return {
    site_id: act.site,
    id: newId(act.now),
    kind,
    organisation_id: organisation,
    log_item: randomBytes(16).toString('hex'),
    log_rev: 0,
    opening_rev: null,
    standing: 'unpublished',
    standing_reason: null,
    standing_at: null,
    redirects_to: null,
    index_number,
    stage: kind === 'document' ? 'decision' : null,
    audience: 'public',
    disclosure_attribute: 'proactive',
    disclosure_reason: null,
    legal_basis: null,
    ground_code: null,
    next_review_on: null,
    leaves_at: null,
    leaves_reason: null,
    leaves_set_by: null,
    statutory_category: kind === 'document' ? CATEGORY : null,
    shown_revision_id: null,
    first_published_at: null,
    import_key,
    created_at: act.now,
    created_by: act.actor.id,
  }
}

function revisionRow(
  act: Act,
  house: House,
  addition: Addition,
  place: { publication: PublicationRow; number: number },
): RevisionRow {
  const { publication, number } = place
  const { state, ready } = addition
  const isOut = state !== 'draft'
  // An older text that arrives late, alone in its folder, believes itself the newest.
  const content =
    state === 'superseded' && ready.content.validity
      ? { ...ready.content, validity: 'amended' }
      : ready.content
  const columns = contentColumns(house, publication.kind, content)
  return {
    ...columns,
    site_id: act.site,
    id: newId(act.now),
    publication_id: publication.id,
    organisation_id: publication.organisation_id,
    number,
    kind: number === 1 ? 'major' : 'version',
    state: isOut ? 'released' : 'draft',
    log_rev: null,
    released_to: state === 'draft' ? null : state,
    edit: 1,
    reason: number === 1 ? null : reasonOf(addition),
    author_id: act.actor.id,
    last_editor_id: act.actor.id,
    emergency: false,
    emergency_by: null,
    // Public before it came here: the operator answers for the batch, and nobody reviews the nation's laws again.
    secrecy: isOut ? 'open' : null,
    submitted_at: null,
    due_on: null,
    approved_hash: isOut ? columns.content_hash : null,
    approved_at: isOut ? act.now : null,
    approver_id: null,
    scheduled_at: null,
    released_by: null,
    published_at: isOut ? act.now : null,
    source_published_on: wasPublicOn(addition),
    created_at: act.now,
    erased_at: null,
    updated_at: act.now,
  }
}

function release(act: Act, house: House, revision: RevisionRow, rows: LawRows): void {
  const { publication } = rows
  const parts = partRows(
    act.site,
    revision.id,
    house.publishable(publication.kind).parts(JSON.parse(revision.content as string)),
  )
  const rev = publication.log_rev + 1
  // Of several versions that come together the first publishes.
  const type = rows.happenings.length === 0 ? logTypeOf(publication) : 'revise'
  rows.parts.push(...parts)
  rows.happenings.push({
    event: 'revision.released',
    subject: publication.id,
    organisation: publication.organisation_id,
    log: {
      item: publication.log_item,
      rev,
      type,
      parts: inOrder(parts).map(({ name, media_type, bytes, commitment }) => ({
        n: name,
        t: media_type,
        len: bytes!.length,
        c: commitment,
      })),
      ...(type === 'revise' ? { kind: revision.kind } : {}),
    },
  })
  publication.log_rev = rev
  revision.log_rev = rev
  if (revision.released_to === 'published' && publication.standing !== 'public') publication.opening_rev = rev
}
