import { createHash } from 'node:crypto'
import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { addressOf } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import {
  type PartBytes,
  type Publishable,
  publishable,
  type ShownFacts,
  type Validity,
} from '#platform/module'
import { anchorArticles, fromHtml, fromMarkdown, fromPlainText } from '#platform/rich-text'
import { attachmentFacts, fileParts } from './attachments.ts'
import { DocumentContent, type DocumentForm } from './schema.ts'

/** The two kinds this module renders itself: news and notices, and official documents on their sheet. */
export const article: Publishable = documentKind('article')
export const document: Publishable = documentKind('document')

function documentKind(kind: string): Publishable {
  return publishable<DocumentContent>({
    kind,
    shape: DocumentContent as never,
    facts: factsOf,
    parts: partsOf,
    project: async () => {},
    address: publicationAddress,
  })
}

export function publicationAddress(publication: Id): string {
  return `/publications/${addressOf(publication)}`
}

/** Rich text exists as sanitised HTML only; marks that were typed are kept beside it for the next editor. */
export function contentOf(form: DocumentForm, validity: Validity | null = null): DocumentContent {
  const body = bodyOf(form)
  return { ...form, text: form.format === 'html' ? body : form.text, body: anchorArticles(body), validity }
}

export function bodyOf({ format, text }: Pick<DocumentForm, 'format' | 'text'>): SanitisedHtml {
  if (format === 'html') return fromHtml(text)
  return format === 'markdown' ? fromMarkdown(text) : fromPlainText(text)
}

/** What reviewers judge and approvers bind themselves to: every part, in order; a file by the hash of its bytes. */
export function hashOf(parts: readonly PartBytes[]): string {
  const hash = createHash('sha256')
  for (const { name, media_type, bytes, file } of parts) {
    if (file) hash.update(`${name}\n${media_type}\n${file.length}\nsha256 ${file.sha256}\n`)
    else hash.update(`${name}\n${media_type}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** A document that is signed and not yet in force says so without anyone's help; repeal and amendment are decisions. */
export function validityOn(
  stored: Validity | null,
  dates: { effective_on: CivilDate | null; expires_on: CivilDate | null },
  today: CivilDate,
) {
  if (stored === 'repealed' || stored === 'amended') return stored
  if (dates.expires_on && dates.expires_on < today) return 'expired'
  if (dates.effective_on && dates.effective_on > today) return 'not-yet'
  return stored === 'not-yet' || stored === 'expired' ? 'valid' : stored
}

function factsOf(content: DocumentContent): ShownFacts {
  const { text: _, body: __, format: ___, attachments: ____, images: _____, ...facts } = content
  return facts
}

function partsOf(content: DocumentContent): PartBytes[] {
  const { title, body } = content
  const meta = JSON.stringify({ ...factsOf(content), ...attachmentFacts(content) })
  return [
    { name: 'title', media_type: 'text/plain', bytes: Buffer.from(title) },
    { name: 'body', media_type: 'text/html', bytes: Buffer.from(body) },
    { name: 'meta', media_type: 'application/json', bytes: Buffer.from(meta) },
    ...fileParts(content),
  ]
}
