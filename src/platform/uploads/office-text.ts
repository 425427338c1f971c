/** The words of an office file in reading order, one paragraph or row a line. */
import type { Archive } from './archives.ts'
import { attributeOf, readXml } from './xml.ts'

/** Enough for the index and the scan of any honest file. */
export const LONGEST_TEXT = 5_000_000

export async function textOfOffice(archive: Archive, extension: string): Promise<string> {
  if (extension === 'xlsx') return (await textOfSheets(archive)).slice(0, LONGEST_TEXT)
  const wanted =
    extension === 'docx'
      ? /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$/
      : /^ppt\/(?:slides|notesSlides)\/[^/]+\.xml$/
  const names = archive.names.filter((name) => wanted.test(name)).sort(byNumber)
  const texts: string[] = []
  for (const name of names) texts.push(flowOf(await archive.read(name)))
  return texts
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, LONGEST_TEXT)
}

/** Word and presentation text: `t` within paragraphs. The main text stands before headers and notes. */
function flowOf(bytes: Buffer): string {
  const out: string[] = []
  let within = ''
  readXml(bytes, {
    open: ({ local }) => {
      within = local
      if (local === 'tab') out.push('\t')
      if (local === 'br' || local === 'cr') out.push('\n')
    },
    text: (text) => {
      if (within === 't') out.push(text)
    },
    close: ({ local }) => {
      within = ''
      if (local === 'p') out.push('\n')
      if (local === 'tc') out.push('\t')
    },
  })
  return tidied(out.join(''))
}

async function textOfSheets(archive: Archive): Promise<string> {
  const shared = archive.has('xl/sharedStrings.xml')
    ? sharedStrings(await archive.read('xl/sharedStrings.xml'))
    : []
  const sheets = archive.names.filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)).sort(byNumber)
  const out: string[] = []
  for (const name of sheets) {
    let [type, within] = ['', '']
    readXml(await archive.read(name), {
      open: (element) => {
        within = element.local
        if (within === 'c') type = attributeOf(element, 't') ?? 'n'
      },
      text: (text) => {
        if (within === 't') out.push(text)
        if (within === 'v') out.push(type === 's' ? (shared[Number(text)] ?? '') : text)
      },
      close: ({ local }) => {
        within = ''
        if (local === 'c') out.push('\t')
        if (local === 'row') out.push('\n')
      },
    })
  }
  return tidied(out.join(''))
}

function sharedStrings(bytes: Buffer): string[] {
  const strings: string[] = []
  let [current, within] = ['', '']
  readXml(bytes, {
    open: ({ local }) => {
      within = local
    },
    text: (text) => {
      if (within === 't') current += text
    },
    close: ({ local }) => {
      within = ''
      if (local !== 'si') return
      strings.push(current)
      current = ''
    },
  })
  return strings
}

export function tidied(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+$/, '').replace(/^[ \t]+/, ''))
    .filter((line) => line !== '')
    .join('\n')
}

const ORDER = ['document', 'header', 'footer', 'footnotes', 'endnotes']

function byNumber(one: string, other: string): number {
  const rank = (name: string) => ORDER.findIndex((word) => name.includes(`/${word}`))
  const number = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0)
  return rank(one) - rank(other) || number(one) - number(other)
}
