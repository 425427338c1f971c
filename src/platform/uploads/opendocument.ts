/** OpenDocument (ISO/IEC 26300): same rules as for Office Open XML, in its own words. */
import { type Archive, openArchive, type Part, readArchive, writeArchive } from './archives.ts'
import { stripImage } from './embedded-images.ts'
import type { Format } from './formats.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'
import { LONGEST_TEXT, tidied } from './office-text.ts'
import { attributeOf, type Element, readXml, rewriteXml } from './xml.ts'

const MIMETYPES: Record<string, string> = {
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
}

const DROPPED: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)meta\.xml$/, 'upload.removed-properties'],
  [/^(?:manifest\.rdf|layout-cache)$|^Configurations2\//, 'upload.removed-properties'],
  [/^Thumbnails\//, 'upload.removed-thumbnail'],
  [/^META-INF\/(?:document|macro)signatures\.xml$/, 'upload.removed-signature'],
]

export async function cleanOpenDocument(bytes: Buffer, { extension }: Format): Promise<Cleaned> {
  const archive = await readArchive(bytes)
  if (!archive.has('mimetype') || !archive.has('content.xml'))
    throw new NotTaken('upload.type-mismatch', { extension })
  if ((await archive.read('mimetype')).toString('latin1').trim() !== MIMETYPES[extension])
    throw new NotTaken('upload.type-mismatch', { extension })
  await checkManifest(archive)
  const removed = new Set<string>()
  const warnings = new Set<string>()
  const dropped = new Set<string>()
  for (const name of archive.names) {
    if (/^(?:Basic|Scripts|Dialogs)\//i.test(name)) throw new NotTaken('upload.has-macros')
    const reason = DROPPED.find(([pattern]) => pattern.test(name))?.[1]
    if (!reason) continue
    dropped.add(name)
    removed.add(reason)
  }
  if (removed.has('upload.removed-signature')) warnings.add('upload.signature-lost')
  const cleaned = await writeArchive(cleanParts(archive, { dropped, removed, warnings }))
  const text = textOf(await (await openArchive(cleaned)).read('content.xml'))
  return { cleaned, text, removed: [...removed], warnings: [...warnings] }
}

type Cleaning = { dropped: ReadonlySet<string>; removed: Set<string>; warnings: Set<string> }

async function* cleanParts(archive: Archive, { dropped, removed, warnings }: Cleaning): AsyncGenerator<Part> {
  // The type stands first and uncompressed (ISO/IEC 26300-3, 2.2.4).
  yield { name: 'mimetype', bytes: await archive.read('mimetype'), stored: true }
  for (const name of archive.names) {
    if (name === 'mimetype' || dropped.has(name)) continue
    const bytes = await archive.read(name)
    if (name === 'META-INF/manifest.xml') yield { name, bytes: withoutEntries(bytes, dropped) }
    else if (name.endsWith('.xml') || name.endsWith('.rdf'))
      yield { name, bytes: rewritePart(bytes, removed, warnings) }
    else if (bytes.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1')
      throw new NotTaken('upload.has-embedded')
    else yield { name, bytes: stripImage(bytes), stored: /\.(?:png|jpe?g|webp)$/i.test(name) }
  }
}

async function checkManifest(archive: Archive): Promise<void> {
  if (!archive.has('META-INF/manifest.xml')) throw new NotTaken('upload.broken')
  readXml(await archive.read('META-INF/manifest.xml'), {
    open: ({ local }) => {
      if (local === 'encryption-data' || local === 'encrypted-key') throw new NotTaken('upload.encrypted')
    },
  })
}

function withoutEntries(bytes: Buffer, dropped: ReadonlySet<string>): Buffer {
  return rewriteXml(bytes, {
    fate: (element) => {
      const path = attributeOf(element, 'full-path') ?? ''
      const isGone = dropped.has(path) || (/\/$/.test(path) && /^(?:Configurations2|Thumbnails)\//.test(path))
      return element.local === 'file-entry' && isGone ? 'drop' : 'keep'
    },
  })
}

const GONE = new Map(
  Object.entries({
    'upload.removed-comments': 'annotation annotation-end',
    'upload.removed-changes': 'tracked-changes change change-start change-end',
    'upload.removed-properties': 'meta',
  }).flatMap(([code, names]) => names.split(' ').map((name) => [name, code] as const)),
)
const OFFICE_ELEMENT = /opendocument:xmlns:(?:office|text|table|presentation)/
/** Settings of the maker's own machine. */
const OWN_SETTING = /Printer|Path|URL|Rsid|CurrentDatabase|Author|UserData/i

function rewritePart(bytes: Buffer, removed: Set<string>, warnings: Set<string>): Buffer {
  return rewriteXml(bytes, {
    fate: (element) => {
      checkElement(element)
      const isHidden =
        (attributeOf(element, 'display') === 'false' && element.local === 'table-properties') ||
        /^(?:collapse|filter)$/.test(attributeOf(element, 'visibility') ?? '')
      if (isHidden)
        warnings.add(element.local === 'table-properties' ? 'upload.hidden-sheet' : 'upload.hidden-rows')
      const code = OFFICE_ELEMENT.test(element.uri) ? GONE.get(element.local) : undefined
      if (code) {
        removed.add(code)
        return 'drop'
      }
      const isSetting =
        element.local === 'config-item' && OWN_SETTING.test(attributeOf(element, 'name') ?? '')
      return isSetting ? 'drop' : 'keep'
    },
    keepsAttribute: ({ local }) => !/^(?:paragraph-)?rsid$/.test(local),
  })
}

function checkElement(element: Element): void {
  const { local } = element
  if (local === 'event-listener' || (local === 'script' && /office|script/.test(element.uri)))
    throw new NotTaken('upload.has-macros')
  if (local === 'dde-source' || local === 'dde-connection-decl')
    throw new NotTaken('upload.loads-from-outside', { where: local })
  const address = Object.values(element.attributes).find(({ name }) => name === 'xlink:href')?.value ?? ''
  const isClicked = local === 'a'
  const isInside = address === '' || /^(?:#|\.\/|[\w%.\- ]+(?:\/|$))/.test(address)
  if (!isClicked && !isInside)
    throw new NotTaken('upload.loads-from-outside', { where: address.slice(0, 80) })
}

function textOf(bytes: Buffer): string {
  const out: string[] = []
  let depth = 0
  readXml(bytes, {
    open: ({ local }) => {
      if (local === 'body') depth++
      if (local === 'tab') out.push('\t')
      if (local === 'line-break') out.push('\n')
      if (local === 's') out.push(' ')
    },
    text: (text) => {
      if (depth > 0) out.push(text.replace(/\n\s*/g, ''))
    },
    close: ({ local }) => {
      if (local === 'body') depth--
      if (local === 'p' || local === 'h') out.push('\n')
    },
  })
  return tidied(out.join('')).slice(0, LONGEST_TEXT)
}
