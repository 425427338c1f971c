/** The head of a corpus file: one dated event a paragraph, with the accidents of twenty years of copying. */
import type { CivilDate } from '#kernel/calendar'
import { readDocumentNumber } from '#kernel/document-number'
import { CHINESE_DATE, leadingDate } from './chinese-dates.ts'
import type { Problem } from './problems.ts'

export type EventKind = 'adopted' | 'approved' | 'promulgated' | 'revised' | 'effective' | 'other'
export type LegalEvent = { date: CivilDate; text: string; kinds: EventKind[] }
export type HeaderLine = { line: number; text: string }
export type Header = { events: LegalEvent[]; notes: HeaderLine[]; problems: Problem[] }

/** 发布之日施行 stands on a line of its own and belongs to the event above it. */
const AFTERTHOUGHT = /^(?:自|从)?(?:发布|公布|颁布)之日(?:起)?(?:施行|实施|执行)$/
const NEXT_EVENT = new RegExp(
  `(?<=.)(?:\\s*(?:根据|和|、)?\\s*)(?=${CHINESE_DATE.replaceAll('(', '(?:')}(?!国务院发布的|公布的|发布的))`,
)

export function readHeader(lines: readonly HeaderLine[]): Header {
  const header: Header = { events: [], notes: [], problems: [] }
  for (const { line, text } of lines) {
    const cleaned = clean(text)
    if (cleaned === '') continue
    if (continues(header, cleaned)) continue
    if (!leadingDate(cleaned)) header.notes.push({ line, text: cleaned })
    else for (const piece of splitEvents(cleaned)) addEvent(header, piece, line)
  }
  for (const event of header.events) event.kinds = kindsOf(event.text)
  return header
}

/** Brackets around the whole line, a closing one left over from the printed heading, 根据 left from the next line. */
function clean(text: string): string {
  const trimmed = text.replace(/[\s\u3000\u00a0]+/g, ' ').trim()
  const bare = /^[（(].*[）)]$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed
  const opened = bare.match(/[（(]/g)?.length ?? 0
  const closed = bare.match(/[）)]/g)?.length ?? 0
  return (closed > opened ? bare.replace(/[）)]$/, '') : bare)
    .replace(/\s*根据$/, '')
    .replace(/[，。；]$/, '')
    .trim()
}

function continues(header: Header, text: string): boolean {
  const last = header.events.at(-1)
  if (last === undefined || leadingDate(text)) return false
  const isOpen = (last.text.match(/《/g)?.length ?? 0) > (last.text.match(/》/g)?.length ?? 0)
  const isTail =
    !isOpen &&
    /(?:公布|发布|通过|修订|修正|批准)$/.test(text) &&
    !kindsOf(last.text).includes('promulgated') &&
    text.length < 20
  const isName = /^\p{Script=Han}{2,12}[部委局署院会]$/u.test(text) && /批准|[部委局署院会]$/.test(last.text)
  if (!isOpen && !isTail && !isName && !AFTERTHOUGHT.test(text)) return false
  last.text += isOpen ? text : ` ${text}`
  return true
}

function splitEvents(text: string): string[] {
  return text.includes('《') ? splitOutsideTitles(text) : text.split(NEXT_EVENT)
}

/** A title may hold a date of its own: nothing inside 《》 begins an event. */
function splitOutsideTitles(text: string): string[] {
  const titles: string[] = []
  const hidden = text.replace(/《[^》]*》/g, (title) => `《${titles.push(title) - 1}》`)
  return hidden
    .split(NEXT_EVENT)
    .map((piece) => piece.replace(/《(\d+)》/g, (_, index: string) => titles[Number(index)] ?? ''))
}

function addEvent(header: Header, piece: string, line: number): void {
  const start = leadingDate(piece)
  if (start?.date === undefined) {
    header.problems.push({ severity: 'warning', code: 'date-unreadable', line })
    return
  }
  const text = piece.slice(start.length).trim()
  header.events.push({ date: start.date, text, kinds: [] })
}

/** 《关于修改…的决定》第一次修正: only what stands outside the titles says what happened. */
function kindsOf(text: string): EventKind[] {
  const act = text.replace(/《[^》]*》?|（[^）]*）/g, '')
  const kinds: EventKind[] = []
  if (/修订|修正|修改/.test(act) || /通过的《[^》]*修正案》/.test(text)) kinds.push('revised')
  else if (/通过/.test(act)) kinds.push('adopted')
  if (/批准/.test(act)) kinds.push('approved')
  if (/公布|发布|颁布|印发|令第.{1,6}号|第.{1,6}号令/.test(act)) kinds.push('promulgated')
  if (/施行|实施|执行|生效/.test(act)) kinds.push('effective')
  return kinds.length === 0 ? ['other'] : kinds
}

/** The number of the newest event that carries one; a joint order goes by its lead's number. */
export function documentNumberIn({ events, notes }: Header): string | null {
  const numbers = events.map((event) => orderIn(event.text))
  const own = numbers.findLast((number) => number !== undefined)
  const noted = notes.map(({ text }) => readDocumentNumber(text)).find((reading) => reading.ok)
  return own ?? (noted?.ok ? noted.value.text : null)
}

const ORDER =
  /[^\s《》，,；;]{1,60}?(?:(?:令|公告)第[\d０-９〇零一二三四五六七八九十百千]+号|第[\d０-９〇零一二三四五六七八九十百千]+号令)/

function orderIn(text: string): string | undefined {
  const found = ORDER.exec(text.replace(/《[^》]*》/g, '，'))?.[0]
  const reading = found === undefined ? undefined : readDocumentNumber(found)
  return reading?.ok ? reading.value.text.replace(/^中中华/, '中华') : undefined
}
