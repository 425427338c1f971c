/** Office Open XML (ISO/IEC 29500): what is refused, what is taken out, what is left to a person. */
import { type Archive, openArchive, type Part, readArchive, writeArchive } from './archives.ts'
import { stripImage } from './embedded-images.ts'
import type { Format } from './formats.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'
import { checkLinks, linksOf, withoutLinks } from './office-links.ts'
import { hiddenIn, rewritePart, surveyPart } from './office-parts.ts'
import { textOfOffice } from './office-text.ts'
import { attributeOf, readXml, rewriteXml } from './xml.ts'

const MAIN_PARTS: Record<string, RegExp> = {
  docx: /wordprocessingml\.document\.main\+xml$/,
  xlsx: /spreadsheetml\.sheet\.main\+xml$/,
  pptx: /presentationml\.presentation\.main\+xml$/,
}

const MACROS = /vbaProject|vbaData|macrosheets\/|dialogsheets\/|activeX\/|\.(?:exe|dll|vbs|js|bat|ps1|scr)$/i
const EMBEDDED = /\/embeddings\/|\/oleObject|\/package[s]?\//i
const LOADING = /xl\/(?:externalLinks|queryTables|connections\.xml|model)|webExtension/i

/** Parts that tell of people and machines, and the code of what was taken out. */
const DROPPED: readonly (readonly [RegExp, string])[] = [
  [/^docProps\//i, 'upload.removed-properties'],
  [/^customXml\//i, 'upload.removed-properties'],
  [/thumbnail\.\w+$/i, 'upload.removed-thumbnail'],
  [
    /\/(?:comments\w*|threadedComments|commentAuthors|authors|people|persons?)(?:\/|\d*\.xml$)/i,
    'upload.removed-comments',
  ],
  [/^xl\/(?:revisions\/|users?Names?)/i, 'upload.removed-changes'],
  [/printerSettings/i, 'upload.removed-properties'],
  [/^_xmlsignatures\//i, 'upload.removed-signature'],
]

export async function cleanOffice(bytes: Buffer, { extension }: Format): Promise<Cleaned> {
  const archive = await readArchive(bytes)
  await checkKind(archive, extension)
  checkNames(archive)
  const links = await linksOf(archive)
  const removed = new Set<string>()
  checkLinks(links, removed)
  const dropped = new Set<string>()
  for (const name of archive.names) {
    const reason = reasonToDrop(name)
    if (!reason) continue
    removed.add(reason)
    dropped.add(name)
  }
  const warnings = new Set<string>()
  if (removed.has('upload.removed-signature')) warnings.add('upload.signature-lost')
  const cleaned = await writeArchive(cleanParts(archive, { dropped, links, removed, warnings }))
  const text = await textOfOffice(await openArchive(cleaned), extension)
  return { cleaned, text, removed: [...removed], warnings: [...warnings] }
}

type Cleaning = {
  dropped: ReadonlySet<string>
  links: Awaited<ReturnType<typeof linksOf>>
  removed: Set<string>
  warnings: Set<string>
}

async function* cleanParts(archive: Archive, cleaning: Cleaning): AsyncGenerator<Part> {
  const { dropped, links, removed, warnings } = cleaning
  for (const name of archive.names) {
    if (dropped.has(name)) continue
    const bytes = await archive.read(name)
    if (name === '[Content_Types].xml') yield { name, bytes: withoutOverrides(bytes, dropped) }
    else if (name.endsWith('.rels')) yield { name, bytes: withoutLinks(bytes, name, links, dropped) }
    else if (/\.(?:xml|vml)$/i.test(name)) {
      const survey = surveyPart(bytes)
      for (const warning of hiddenIn(survey)) warnings.add(warning)
      const gone = links.filter(
        ({ owner, part, isDropped }) => owner === name && (isDropped || (part && dropped.has(part))),
      )
      yield {
        name,
        bytes: rewritePart(bytes, { survey, goneLinks: new Set(gone.map(({ id }) => id)), removed }),
      }
    } else {
      const stripped = stripImage(bytes)
      if (stripped !== bytes && stripped.length < bytes.length) removed.add('upload.removed-image-data')
      yield { name, bytes: stripped, stored: /\.(?:png|jpe?g|gif|webp|mp4)$/i.test(name) }
    }
  }
  if (archive.names.some((name) => name.startsWith('ppt/notesSlides/')))
    warnings.add('upload.has-speaker-notes')
}

async function checkKind(archive: Archive, extension: string): Promise<void> {
  if (!archive.has('[Content_Types].xml')) throw new NotTaken('upload.type-mismatch', { extension })
  let isKind = false
  readXml(await archive.read('[Content_Types].xml'), {
    open: (element) => {
      const type = attributeOf(element, 'ContentType') ?? ''
      const isMacro = /macroEnabled|vbaProject|ms-office\.activeX/i.test(type)
      if (isMacro && !isIdle(archive, element)) throw new NotTaken('upload.has-macros')
      if (MAIN_PARTS[extension]!.test(type)) isKind = true
    },
  })
  if (!isKind) throw new NotTaken('upload.type-mismatch', { extension })
}

/** Programs name types of endings that no part of their file has. */
function isIdle({ names }: Archive, element: Parameters<typeof attributeOf>[0]): boolean {
  const ending = element.local === 'Default' && attributeOf(element, 'Extension')?.toLowerCase()
  return Boolean(ending) && !names.some((name) => name.toLowerCase().endsWith(`.${ending}`))
}

function checkNames({ names }: Archive): void {
  for (const name of names) {
    if (MACROS.test(name)) throw new NotTaken('upload.has-macros')
    if (EMBEDDED.test(name)) throw new NotTaken('upload.has-embedded')
    if (LOADING.test(name)) throw new NotTaken('upload.loads-from-outside', { where: name })
  }
}

function reasonToDrop(name: string): string | undefined {
  const part = name.replace(/_rels\/([^/]+)\.rels$/, '$1')
  return DROPPED.find(([pattern]) => pattern.test(part))?.[1]
}

function withoutOverrides(bytes: Buffer, dropped: ReadonlySet<string>): Buffer {
  return rewriteXml(bytes, {
    fate: (element) =>
      element.local === 'Override' && dropped.has((attributeOf(element, 'PartName') ?? '').replace(/^\//, ''))
        ? 'drop'
        : 'keep',
  })
}
