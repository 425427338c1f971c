/** One publication for programs: facts, standing, the public text in parts, every revision, and where to go on. */
import { addressOf, type Id } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { View } from '#platform/act'
import type { Files } from '#platform/files/files'
import { textOf } from '#platform/rich-text'
import { listPublicFiles } from './attachments-queries.ts'
import { filePartForAll } from './attachments-shown.ts'
import { publicationAddress } from './content.ts'
import type { AmendmentRow } from './lifecycle-tables.ts'
import { inOrder } from './parts.ts'
import { rowForAll } from './portal-list.ts'
import { listPublicParts, type PublicPart, type Registered } from './portal-queries.ts'
import { listAmendments, listPublicStandings } from './proposals.ts'
import { findShown, listPublicRevisions, type PublicRevision } from './queries.ts'
import { listRelated, type Related } from './relations-queries.ts'
import { readTrace } from './relations-rules.ts'

/** What programs are told of a publication that is at home in another site. */
export type Elsewhere = { name: string; address: (path: string) => string }

export async function publicationJson(
  view: View,
  files: Files,
  registered: Registered,
  elsewhere?: Elsewhere | undefined,
) {
  const { id, standing } = registered
  const revisions = await listPublicRevisions(view, id)
  const common = {
    id: addressOf(id),
    standing,
    standing_reason: registered.standing_reason,
    standing_at: registered.standing_at?.toISOString() ?? null,
    log_item: registered.log_item,
    revisions: revisions.map(revisionForAll),
    links: linksOf(registered, elsewhere),
  }
  if (standing !== 'public') return { ...common, index_number: registered.index_number }
  const shown = await findShown(view, id)
  return {
    ...rowForAll(shown),
    ...common,
    shared_from: elsewhere?.name ?? null,
    source: shown.source,
    editor: shown.editor,
    leaves_at: registered.leaves_at?.toISOString() ?? null,
    relations: (await listRelated(view, id)).map((related) => relationForAll(related, elsewhere)),
    parts: await partsForAll(view, files, shown.revision_id),
  }
}

export async function historyJson(view: View, registered: Registered, elsewhere?: Elsewhere | undefined) {
  const { id, standing } = registered
  return {
    id: addressOf(id),
    standing,
    revisions: (await listPublicRevisions(view, id)).map(revisionForAll),
    standings: (await listPublicStandings(view, id)).map(({ from_standing, to_standing, reason, at }) => ({
      ...{ from: from_standing, to: to_standing, reason },
      at: at.toISOString(),
    })),
    amendments: (await listAmendments(view, id)).map(amendmentForAll),
    links: linksOf(registered, elsewhere),
  }
}

/** A relation is told by its word and the address of the other; all else as it was written down. */
function amendmentForAll({ what, before, after, reason, at }: AmendmentRow) {
  const common = { what, reason, at: at.toISOString() }
  if (what !== 'relation') return { ...common, before, after, other: null }
  const { word, other } = readTrace(after ?? before ?? '')
  return { ...common, before: before && word, after: after && word, other: other ? addressOf(other) : null }
}

/** What belongs to a text of another site stands there. */
function relationForAll(
  { word, publication_id, title, document_number, publisher, validity }: Related,
  elsewhere: Elsewhere | undefined,
) {
  const own = publicationAddress(publication_id)
  const address = elsewhere ? elsewhere.address(own) : own
  return {
    relation: word,
    ...{ id: addressOf(publication_id), title, document_number, publisher, validity },
    links: { page: address, json: `${address}.json` },
  }
}

type ForAll = Awaited<ReturnType<typeof partsForAll>>

export function revisionJson(
  registered: Registered,
  revision: PublicRevision,
  parts: ForAll,
  elsewhere?: Elsewhere | undefined,
) {
  return {
    id: addressOf(registered.id),
    is_current: revision.number === registered.number,
    ...revisionForAll(revision),
    parts,
    links: linksOf(registered, elsewhere),
  }
}

function linksOf({ id, redirects_to }: Registered, elsewhere: Elsewhere | undefined) {
  const page = publicationAddress(id)
  const target = redirects_to && elsewhere ? elsewhere.address(redirects_to) : redirects_to
  return {
    ...{ page, json: `${page}.json`, history: `${page}/history` },
    ...(elsewhere && { original: elsewhere.address(page) }),
    ...(target && { redirects_to: target }),
  }
}

function revisionForAll(revision: PublicRevision) {
  const {
    number,
    kind,
    title,
    reason,
    document_number,
    signed_on,
    effective_on,
    validity,
    emergency,
    content_hash,
  } = revision
  return {
    ...{ number, kind, title, reason },
    published_at: revision.published_at?.toISOString() ?? null,
    source_published_on: revision.source_published_on,
    ...{ document_number, signed_on, effective_on, validity, emergency, content_hash },
  }
}

/** Every part of one text in its order; of files where their bytes are. */
export async function partsForAll(view: View, files: Files, revision: Id) {
  const parts = await listPublicParts(view, [revision])
  const kept = await listPublicFiles(view, [revision])
  return [...inOrder(parts).map(partForAll), ...kept.map((file) => filePartForAll(files, view, file))]
}

/** The stored bytes, and for rich text its plain words beside them. */
function partForAll({ name, media_type, bytes, erased_at }: PublicPart) {
  const content = bytes?.toString('utf8') ?? null
  return {
    ...{ name, media_type, content },
    ...(media_type === 'text/html' && content !== null && { text: textOf(content as SanitisedHtml) }),
    erased_at: erased_at?.toISOString() ?? null,
  }
}
