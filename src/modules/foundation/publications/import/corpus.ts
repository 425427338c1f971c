/** Reads one file of a collection of laws into plain facts. Never throws: what cannot be read becomes a problem. */
import type { CivilDate } from '#kernel/calendar'
import { later } from '#kernel/calendar'
import { type CorpusPath, readCorpusPath } from './corpus-path.ts'
import {
  documentNumberIn,
  type EventKind,
  type Header,
  type HeaderLine,
  readHeader,
} from './header-events.ts'
import { commencementIn, expiryIn, type LegalBody, readBody } from './legal-body.ts'
import type { Problem } from './problems.ts'
import { issuerOf } from './publishers.ts'

export type { Problem, ProblemCode } from './problems.ts'
export { groupVersions, type Law, type LawVersion } from './versions.ts'

export type LawText = {
  path: string
  folder: string
  title: string
  short_title: string
  category: string
  place: string | null
  /** As in the file name. */
  version_date: CivilDate | null
  events: { date: CivilDate; text: string }[]
  publisher: string | null
  document_number: string | null
  /** Adoption, or the latest revision. */
  signed_on: CivilDate | null
  /** The latest promulgation that the head names. */
  published_on: CivilDate | null
  /** As the text says; after a partial amendment this is still its first commencement. */
  effective_on: CivilDate | null
  expires_on: CivilDate | null
  /** What orders the versions: the date of the name, else the latest that is known. */
  dated_on: CivilDate | null
  body: string
  article_count: number
  problems: Problem[]
}

const HEADER_END = /^\s*<!--\s*INFO END\s*-->\s*$/

export function readCorpusFile(path: string, content: string): LawText {
  const place = readCorpusPath(path)
  const { title, head, rest, problems } = partsOf(content)
  const header = readHeader(head)
  const body = readBody(rest)
  const issuer = issuerOf(
    place,
    header.events,
    header.notes.map((note) => note.text),
  )
  const dates = datesOf(header, body, place.version_date)
  const law: LawText = {
    path,
    folder: place.folder,
    title: title === '' ? place.short_title : title,
    short_title: place.short_title,
    category: place.category,
    place: place.place,
    version_date: place.version_date,
    events: header.events.map(({ date, text }) => ({ date, text })),
    publisher: issuer.publisher,
    document_number: documentNumberIn(header),
    ...dates,
    expires_on: expiryIn(body.markdown),
    body: body.markdown,
    article_count: body.article_count,
    problems: [],
  }
  law.problems = [
    ...problems,
    ...header.problems,
    ...factProblems(law, place, header, issuer.isAssumed),
    ...body.problems,
  ]
  return law
}

type Parts = { title: string; head: HeaderLine[]; rest: HeaderLine[]; problems: Problem[] }

/** Without the mark that ends the head, the head ends where the first article, heading or long paragraph begins. */
function partsOf(content: string): Parts {
  const lines = content
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .map((text, index) => ({ line: index + 1, text }))
  const problems: Problem[] = []
  if (/[\ufffd\0]/.test(content)) problems.push({ severity: 'error', code: 'characters-broken' })
  const titleAt = lines.findIndex(({ text }) => text.trim() !== '')
  const title = /^#\s+(.*\S)\s*$/.exec(lines[titleAt]?.text ?? '')?.[1]
  if (title === undefined)
    problems.push({ severity: 'error', code: 'title-missing', line: Math.max(1, titleAt + 1) })
  const start = title === undefined ? Math.max(0, titleAt) : titleAt + 1
  const marked = lines.findIndex(({ text }) => HEADER_END.test(text))
  if (marked < 0) problems.push({ severity: 'warning', code: 'header-end-missing' })
  const end = marked < 0 ? guessedEnd(lines, start) : marked
  return {
    title: (title ?? '').replace(/[\s\u3000]+/g, ' '),
    head: lines.slice(start, Math.max(start, end)),
    rest: lines.slice(marked < 0 ? end : marked + 1),
    problems,
  }
}

function guessedEnd(lines: readonly HeaderLine[], start: number): number {
  const at = lines.findIndex(
    ({ text }, index) =>
      index >= start && (/^(?:#|第[^条]{1,8}条|[一二三四五]、)/.test(text.trim()) || text.length > 150),
  )
  return at < 0 ? lines.length : at
}

function datesOf(header: Header, body: LegalBody, version_date: CivilDate | null) {
  const published_on = latestOf(header, 'promulgated')
  const signed_on = signedOn(header, version_date)
  const effective_on = latestOf(header, 'effective') ?? commencementOf(header, body, signed_on)
  const events = header.events.map((event) => event.date)
  const dated_on = version_date ?? signed_on ?? (events.length > 0 ? events.reduce(later) : effective_on)
  return { signed_on, published_on, effective_on, dated_on }
}

/** A date of the name that no event reaches is an act the head does not list yet, as in every fourth file of the collection. */
function signedOn(header: Header, version_date: CivilDate | null): CivilDate | null {
  const listed =
    latestOf(header, 'adopted', 'revised') ?? latestOf(header, 'approved') ?? latestOf(header, 'promulgated')
  const isBehind = version_date !== null && header.events.every((event) => event.date < version_date)
  return isBehind ? version_date : listed
}

function commencementOf(header: Header, body: LegalBody, signed_on: CivilDate | null): CivilDate | null {
  const commencement = commencementIn(body.markdown)
  if (commencement !== 'at-once') return commencement?.on ?? null
  return latestOf(header, 'promulgated') ?? latestOf(header, 'adopted') ?? signed_on
}

/** 公布施行 and 自发布之日施行 count for the day of their event, 2003年10月1日 施行 is an event of its own. */
function latestOf({ events }: Header, ...kinds: EventKind[]): CivilDate | null {
  const dates = events
    .filter((event) => event.kinds.some((kind) => kinds.includes(kind)))
    .map((event) => event.date)
  return dates.length > 0 ? dates.reduce(later) : null
}

function factProblems(law: LawText, path: CorpusPath, header: Header, isAssumed: boolean): Problem[] {
  const problems: Problem[] = header.notes
    .filter((note) => !isExpectedNote(note.text, law.title))
    .map(({ line }) => ({ severity: 'warning', code: 'header-line-unread', line }))
  const warn = (code: Problem['code'], applies: boolean) => {
    if (applies) problems.push({ severity: 'warning', code })
  }
  warn('path-unknown', path.category === '')
  warn('events-missing', header.events.length === 0)
  warn('date-missing', law.dated_on === null)
  warn('publisher-missing', law.publisher === null)
  warn('publisher-assumed', law.publisher !== null && isAssumed)
  const dates = [...header.events.map((event) => event.date), law.effective_on]
  warn(
    'date-differs-from-name',
    law.version_date !== null && header.events.length > 0 && !dates.includes(law.version_date),
  )
  warn('title-differs-from-name', plainTitle(law.title) !== plainTitle(law.short_title))
  return problems
}

/** A title set in two lines is repeated in the head; document numbers are read elsewhere. */
function isExpectedNote(note: string, title: string): boolean {
  return title.includes(note) || /[〔［[(（]\d{4}[〕］\])）]\d+号$/.test(note)
}

function plainTitle(title: string): string {
  return title.replace(/中华人民共和国|[\s\u3000《》〈〉<>（）()“”"]/g, '')
}
