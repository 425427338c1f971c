/** PDF (ISO 32000): nothing that acts, nothing that is hidden, nothing that names its makers. */
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib'
import { stripImage } from './embedded-images.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'
import { LONGEST_TEXT, tidied } from './office-text.ts'

export async function cleanPdf(bytes: Buffer): Promise<Cleaned> {
  checkHead(bytes)
  const document = await load(bytes)
  const removed = new Set<string>()
  const warnings = new Set<string>()
  const { context, catalog } = document
  if (context.trailerInfo.Info) removed.add('upload.removed-properties')
  delete context.trailerInfo.Info
  delete context.trailerInfo.ID
  cleanCatalog(catalog, removed, warnings)
  sweep(context, removed, warnings)
  const cleaned = Buffer.from(
    await document.save({ useObjectStreams: true, updateFieldAppearances: false, rewrite: true }),
  )
  return { cleaned, text: await textOf(cleaned, warnings), removed: [...removed], warnings: [...warnings] }
}

/** Readers accept a header anywhere in the first kilobyte; a page of HTML before the first object does too. */
function checkHead(bytes: Buffer): void {
  const head = bytes.subarray(0, 1024).toString('latin1')
  if (!head.startsWith('%PDF-')) throw new NotTaken('upload.type-mismatch', { extension: 'pdf' })
  const beforeObjects = head.split(/\d+ \d+ obj/)[0]!
  if (/<\s*(?:html|script|!doctype|svg|body|iframe)|<\?php/i.test(beforeObjects))
    throw new NotTaken('upload.polyglot')
}

async function load(bytes: Buffer): Promise<PDFDocument> {
  try {
    const document = await PDFDocument.load(bytes, {
      updateMetadata: false,
      ignoreEncryption: true,
      warnOnInvalidObjects: false,
    })
    if (document.isEncrypted || document.context.trailerInfo.Encrypt) throw new NotTaken('upload.encrypted')
    if (document.getPageCount() === 0) throw new NotTaken('upload.broken')
    return document
  } catch (error) {
    if (error instanceof NotTaken) throw error
    throw new NotTaken(
      /encrypt|password/i.test((error as Error).message) ? 'upload.encrypted' : 'upload.broken',
    )
  }
}

const IN_CATALOG = {
  'upload.removed-actions': ['OpenAction', 'AA', 'URI'],
  'upload.removed-properties': ['Metadata', 'PieceInfo', 'SpiderInfo', 'Legal', 'DSS', 'Perms'],
  'upload.removed-attachments': ['AF', 'Collection'],
}
const IN_NAMES = {
  'upload.removed-actions': ['JavaScript'],
  'upload.removed-attachments': ['EmbeddedFiles', 'Renditions'],
}

function cleanCatalog(catalog: PDFDict, removed: Set<string>, warnings: Set<string>): void {
  removeKeys(catalog, IN_CATALOG, removed)
  const names = catalog.lookup(PDFName.of('Names'))
  if (names instanceof PDFDict) removeKeys(names, IN_NAMES, removed)
  const form = catalog.lookup(PDFName.of('AcroForm'))
  if (!(form instanceof PDFDict)) return
  removeKeys(form, { 'upload.removed-forms': ['XFA'] }, removed)
  if (form.has(PDFName.of('SigFlags'))) {
    form.delete(PDFName.of('SigFlags'))
    warnings.add('upload.signature-lost')
  }
}

/** 12.6.4: actions that run, start, send, fetch or play something. Going to a page or an address is left. */
const HARMFUL_ACTIONS = new Set(
  'JavaScript Launch ImportData SubmitForm ResetForm GoToR GoToE Rendition Movie Sound RichMediaExecute GoTo3DView'.split(
    ' ',
  ),
)
const DROPPED_ANNOTATIONS = new Map(
  Object.entries({
    'upload.removed-attachments': ['FileAttachment'],
    'upload.removed-media': ['RichMedia', 'Screen', 'Movie', 'Sound', '3D'],
    'upload.removed-comments': ['Text', 'Popup'],
  }).flatMap(([code, kinds]) => kinds.map((kind) => [kind, code] as const)),
)

/** Walks what can be reached from the root; what cannot (earlier revisions, leftovers) is not written. */
function sweep(context: PDFContext, removed: Set<string>, warnings: Set<string>): void {
  const reached = new Set<PDFRef>()
  const open: PDFObject[] = [context.trailerInfo.Root!]
  const seen = new Set<PDFObject>()
  while (open.length > 0) {
    const next = open.pop()!
    if (next instanceof PDFRef) {
      if (reached.has(next)) continue
      reached.add(next)
      const object = context.lookup(next)
      if (object) open.push(cleanStream(context, next, object))
    } else if (!seen.has(next)) {
      seen.add(next)
      open.push(...partsOf(context, next, removed, warnings))
    }
  }
  let hadLeftovers = false
  for (const [ref] of context.enumerateIndirectObjects()) {
    if (reached.has(ref)) continue
    hadLeftovers = true
    context.delete(ref)
  }
  if (hadLeftovers) removed.add('upload.removed-leftovers')
}

function partsOf(
  context: PDFContext,
  object: PDFObject,
  removed: Set<string>,
  warnings: Set<string>,
): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray()
  const dict = object instanceof PDFStream ? object.dict : object
  if (!(dict instanceof PDFDict)) return []
  cleanDict(context, dict, removed, warnings)
  return dict.values()
}

const ANYWHERE = {
  'upload.removed-actions': ['AA', 'JS', 'JavaScript'],
  'upload.removed-properties': ['Metadata', 'PieceInfo', 'LastModified'],
  'upload.removed-attachments': ['AF', 'EF', 'EmbeddedFiles'],
  'upload.removed-media': ['RichMediaContent', 'RichMediaSettings'],
  'upload.removed-thumbnail': ['Thumb'],
}

function cleanDict(context: PDFContext, dict: PDFDict, removed: Set<string>, warnings: Set<string>): void {
  removeKeys(dict, ANYWHERE, removed)
  if (isHarmful(dict)) {
    removed.add('upload.removed-actions')
    for (const key of dict.keys()) dict.delete(key)
  }
  if (nameOf(dict, 'FT') === 'Sig' && dict.has(PDFName.of('V'))) {
    // The value holds the signer's certificate, and no longer proves anything about the rewritten file.
    dict.delete(PDFName.of('V'))
    warnings.add('upload.signature-lost')
  }
  const annotations = dict.lookup(PDFName.of('Annots'))
  if (annotations instanceof PDFArray) cleanAnnotations(context, annotations, removed)
}

function cleanAnnotations(context: PDFContext, annotations: PDFArray, removed: Set<string>): void {
  for (let at = annotations.size() - 1; at >= 0; at--) {
    const annotation = context.lookup(annotations.get(at))
    if (!(annotation instanceof PDFDict)) continue
    const kind = nameOf(annotation, 'Subtype') ?? ''
    const code = DROPPED_ANNOTATIONS.get(kind)
    if (code) {
      removed.add(code)
      annotations.remove(at)
    } else if (kind !== 'Widget') {
      // Of a mark on the page, the mark stays; who made it and when does not.
      removeKeys(annotation, { 'upload.removed-comments': ['T', 'Popup', 'RC', 'Subj'] }, removed)
      for (const key of ['M', 'CreationDate', 'NM', 'IRT']) annotation.delete(PDFName.of(key))
    }
  }
}

function isHarmful(dict: PDFDict): boolean {
  const kind = nameOf(dict, 'S')
  if (kind !== 'URI') return kind !== undefined && HARMFUL_ACTIONS.has(kind)
  const address = dict.lookup(PDFName.of('URI'))
  const isText = address instanceof PDFString || address instanceof PDFHexString
  return isText && !/^(?:https?:|mailto:)/i.test(address.decodeText().trim())
}

/** A photograph within keeps its camera's notes: 7.4.8, the JPEG file stands there as it was. */
function cleanStream(context: PDFContext, ref: PDFRef, object: PDFObject): PDFObject {
  if (!(object instanceof PDFRawStream) || nameOf(object.dict, 'Filter') !== 'DCTDecode') return object
  const bytes = Buffer.from(object.contents)
  const stripped = stripImage(bytes)
  if (stripped.length === bytes.length) return object
  const lighter = PDFRawStream.of(object.dict, stripped)
  context.assign(ref, lighter)
  return lighter
}

function removeKeys(
  dict: PDFDict,
  keys: Readonly<Record<string, readonly string[]>>,
  removed: Set<string>,
): void {
  for (const [code, names] of Object.entries(keys)) {
    for (const name of names) if (dict.delete(PDFName.of(name))) removed.add(code)
  }
}

function nameOf(dict: PDFDict, key: string): string | undefined {
  const value = dict.lookup(PDFName.of(key))
  return value instanceof PDFName ? value.decodeText() : undefined
}

/** A text that cannot be read is no reason to refuse a file that can be shown: scans have none either. */
async function textOf(bytes: Buffer, warnings: Set<string>): Promise<string> {
  const { extractText, getDocumentProxy } = await import('unpdf')
  try {
    const pdf = await getDocumentProxy(new Uint8Array(bytes))
    const { text } = await extractText(pdf, { mergePages: false })
    const whole = tidied(text.join('\n')).slice(0, LONGEST_TEXT)
    if (whole === '') warnings.add('upload.no-text')
    return whole
  } catch {
    warnings.add('upload.no-text')
    return ''
  }
}
