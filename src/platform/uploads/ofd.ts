/** OFD (GB/T 33190): the fixed layout of Chinese official documents. */
import { posix } from 'node:path'
import { type Archive, type Part, readArchive, writeArchive } from './archives.ts'
import { stripImage } from './embedded-images.ts'
import type { Format } from './formats.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'
import { LONGEST_TEXT, tidied } from './office-text.ts'
import { attributeOf, readXml, rewriteXml } from './xml.ts'

const ROOT = 'OFD.xml'
/** GB/T 33190, 7.4: what DocInfo says of makers. Title and DocID stay: the format demands an id. */
const MAKERS = new Set([
  'Author',
  'Creator',
  'CreatorVersion',
  'CustomDatas',
  'Abstract',
  'Keywords',
  'Cover',
  'CreationDate',
  'ModDate',
])

export async function cleanOfd(bytes: Buffer, { extension }: Format): Promise<Cleaned> {
  const archive = await readArchive(bytes)
  if (!archive.has(ROOT)) throw new NotTaken('upload.type-mismatch', { extension })
  const root = await survey(archive)
  const text = await textOf(archive, root.documents)
  if (root.isSigned) {
    // The signature covers every part: an altered copy would no longer prove what the seal on it says.
    return { cleaned: bytes, text, removed: [], warnings: ['upload.signed-kept'] }
  }
  const removed = new Set<string>()
  const cleaned = await writeArchive(cleanParts(archive, removed))
  return { cleaned, text, removed: [...removed], warnings: [] }
}

type Root = { isSigned: boolean; documents: string[] }

async function survey(archive: Archive): Promise<Root> {
  const root: Root = { isSigned: false, documents: [] }
  let within = ''
  readXml(await archive.read(ROOT), {
    open: ({ local }) => {
      within = local
      if (local === 'Signatures') root.isSigned = true
    },
    text: (text) => {
      if (within === 'DocRoot' && text.trim() !== '') root.documents.push(inside(ROOT, text))
    },
    close: () => {
      within = ''
    },
  })
  if (root.documents.length === 0) throw new NotTaken('upload.broken')
  for (const name of archive.names) {
    if (/\.(?:exe|dll|js|vbs|bat)$/i.test(name)) throw new NotTaken('upload.has-embedded')
    if (!name.endsWith('.xml')) continue
    readXml(await archive.read(name), {
      open: ({ local }) => {
        if (local === 'Attachment') throw new NotTaken('upload.has-embedded')
      },
    })
  }
  return root
}

async function* cleanParts(archive: Archive, removed: Set<string>): AsyncGenerator<Part> {
  for (const name of archive.names) {
    const bytes = await archive.read(name)
    if (!name.endsWith('.xml')) {
      yield { name, bytes: stripImage(bytes), stored: /\.(?:png|jpe?g)$/i.test(name) }
      continue
    }
    yield {
      name,
      bytes: rewriteXml(bytes, {
        fate: ({ local }) => {
          const isMaker = name === ROOT && MAKERS.has(local)
          if (isMaker) removed.add('upload.removed-properties')
          return isMaker ? 'drop' : 'keep'
        },
        keepsAttribute: ({ local }, element) =>
          !(element.local === 'Annot' && /^(?:Creator|LastModDate)$/.test(local)),
      }),
    }
  }
}

/** OFD.xml → DocRoot → Pages → TextCode, page by page. */
async function textOf(archive: Archive, documents: readonly string[]): Promise<string> {
  const out: string[] = []
  for (const document of documents) {
    if (!archive.has(document)) throw new NotTaken('upload.broken')
    const pages: string[] = []
    readXml(await archive.read(document), {
      open: (element) => {
        const page = element.local === 'Page' ? attributeOf(element, 'BaseLoc') : undefined
        if (page) pages.push(inside(document, page))
      },
    })
    for (const page of pages) {
      if (!archive.has(page)) throw new NotTaken('upload.broken')
      out.push(...linesOf(await archive.read(page)))
    }
  }
  return tidied(out.join('\n')).slice(0, LONGEST_TEXT)
}

function linesOf(page: Buffer): string[] {
  const lines: string[] = []
  let isText = false
  readXml(page, {
    open: ({ local }) => {
      isText = local === 'TextCode'
      if (local === 'TextObject') lines.push('')
    },
    text: (text) => {
      if (isText) lines.push(`${lines.pop() ?? ''}${text}`)
    },
    close: () => {
      isText = false
    },
  })
  return lines
}

function inside(owner: string, location: string): string {
  const path = location.trim()
  return path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(owner), path)
}
