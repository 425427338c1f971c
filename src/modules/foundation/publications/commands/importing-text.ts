import type { CivilDate } from '#kernel/calendar'
import { later } from '#kernel/calendar'
import { readDocumentNumber } from '#kernel/document-number'
import type { House } from '#platform/house'
import type { Validity } from '#platform/module'
import { contentOf } from '../content.ts'
import { ownBytes, type PersonalDataFinding, scan } from '../gates.ts'
import type { ImportVersion } from '../import/import-file.ts'
import type { PlacedLaw } from '../import/places.ts'
import { inWords, type Problem } from '../import/problems.ts'
import type { DocumentContent } from '../schema.ts'

export type ReadyText = { content: DocumentContent; findings: PersonalDataFinding[] }
export type ReadyVersion = ImportVersion & { ready: ReadyText | undefined; why: string[] }

/** A law whose new texts are rendered and checked; known texts are not rendered again. */
export type ReadyLaw = Omit<PlacedLaw, 'versions'> & { versions: ReadyVersion[] }

/** Everything that can fail on a text fails here, before any transaction. */
export function prepareLaw(
  house: House,
  law: PlacedLaw,
  isKnown: (version: ImportVersion) => boolean,
): ReadyLaw {
  const versions = law.versions.map((version, at) => {
    if (isKnown(version)) return { ...version, ready: undefined, why: [] }
    return prepareVersion(house, version, at === law.versions.length - 1 ? version.validity : 'amended')
  })
  return { ...law, versions }
}

/** The text may be there and yet lack articles: that is for an editor. Without title or text there is nothing to edit. */
const NOT_WHOLE: ReadonlySet<Problem['code']> = new Set(['article-skipped', 'ending-missing'])

function prepareVersion(house: House, version: ImportVersion, validity: Validity): ReadyVersion {
  const errors = version.problems.filter(({ severity }) => severity === 'error')
  const fatal = errors.filter(({ code }) => !NOT_WHOLE.has(code))
  if (fatal.length > 0) return { ...version, ready: undefined, why: fatal.map(inWords) }
  const { shape, parts } = house.publishable(kindOf(version))
  try {
    const checked = shape.safeParse(draftContent(version, validity))
    if (!checked.success) {
      return {
        ...version,
        ready: undefined,
        why: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      }
    }
    const content = checked.data as DocumentContent
    return {
      ...version,
      ready: { content, findings: scan(ownBytes(parts(content))) },
      why: [],
    }
  } catch (error) {
    return { ...version, ready: undefined, why: [`unreadable: ${(error as Error).message}`] }
  }
}

/** Texts of a collection are documents; any other says what it is. */
export function kindOf({ stated }: Pick<ImportVersion, 'stated'>): 'document' | 'article' {
  return stated?.kind ?? 'document'
}

/** A document has its validity from the law it belongs to; what is no law (no publisher, no event) claims none. */
function draftContent(text: ImportVersion, validity: Validity): DocumentContent {
  const { title, document_number, signed_on, effective_on, expires_on, stated } = text
  const isLaw = !stated && (text.publisher !== null || text.events.length > 0)
  const form = {
    ...{ title, document_number: numberOf(document_number), signed_on, effective_on, expires_on },
    summary: stated?.summary ?? '',
    text: isLaw ? withHistory(text) : text.body,
    format: text.format ?? ('markdown' as const),
    issuer: text.publisher,
    source: stated?.source ?? null,
    editor: stated?.editor ?? null,
    keywords: stated?.keywords || keywordsOf(text),
    subject_category: stated?.subject_category ?? null,
  }
  return contentOf(form, isLaw ? validity : (stated?.validity ?? null))
}

/** Square brackets and leading zeros of old lists are put right; what is no number is refused by the shape. */
function numberOf(said: string | null): string | null {
  if (said === null) return null
  const reading = readDocumentNumber(said.replace(/(?<=[〔[［(（]\d{4}[〕\]］)）])0+(?=\d)/, ''))
  return reading.ok ? reading.value.text : said
}

function keywordsOf({ category, place }: ImportVersion): string {
  return [category, place ?? '']
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, 100)
}

/** 题注: when a law was adopted and amended stands in brackets under its title, and is part of the official text. */
function withHistory({ events, body }: ImportVersion): string {
  if (events.length === 0) return body
  return `（${events.map(({ date, text }) => `${onPaper(date)}${text}`).join('　')}）\n\n${body}`
}

function onPaper(date: CivilDate): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** When the public could first read this text: its promulgation, unless it was amended after that. */
export function wasPublicOn({ published_on, signed_on, dated_on }: ImportVersion): CivilDate | null {
  if (published_on && signed_on) return later(published_on, signed_on)
  return published_on ?? signed_on ?? dated_on
}

/** What the history tells the reader about a version: what happened, in the words of the head. */
export function reasonOf(version: ImportVersion): string {
  const { events, signed_on } = version
  const event = events.findLast(({ date, text }) => date === signed_on && text !== '') ?? undefined
  const isAct = event !== undefined && /修[订正改]|公布|通过|发布|批准/.test(event.text)
  if (isAct) return `${onPaper(event.date)}${event.text}`.slice(0, 300)
  return version.dated_on ? `${onPaper(version.dated_on)}的版本` : '新版本'
}
