/** Runs in the protected process only. */
import { fileTypeFromBuffer } from 'file-type'
import type { Format } from './formats.ts'
import type { Accepted } from './inspection.ts'
import { NotTaken } from './not-taken.ts'

export type Cleaned = Pick<Accepted, 'text' | 'removed' | 'warnings' | 'width' | 'height'> & {
  cleaned: Uint8Array
}

type Cleaner = (bytes: Buffer, format: Format) => Promise<Cleaned>

/** Loaded when needed: most processes see one kind of file only. */
const CLEANERS: Record<Format['family'], () => Promise<Cleaner>> = {
  pdf: async () => (await import('./pdf.ts')).cleanPdf,
  image: async () => (await import('./images.ts')).cleanImage,
  office: async () => (await import('./office.ts')).cleanOffice,
  opendocument: async () => (await import('./opendocument.ts')).cleanOpenDocument,
  ofd: async () => (await import('./ofd.ts')).cleanOfd,
  text: async () => (await import('./plain-text.ts')).cleanText,
}

export async function run({
  format,
  bytes: given,
}: {
  format: Format
  bytes: Uint8Array
}): Promise<Accepted> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  await checkMagic(format, bytes)
  const clean = await CLEANERS[format.family]()
  const { media_type, extension } = format
  const result = await clean(bytes, format)
  return { accepted: true, media_type, extension, ...result, cleaned: Buffer.from(result.cleaned) }
}

/** [MS-CFB] 2.2: the container of old office files, and of new ones under a password. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')

async function checkMagic({ magic, extension, family }: Format, bytes: Buffer): Promise<void> {
  if (family === 'office' && bytes.subarray(0, 8).equals(COMPOUND)) throw new NotTaken('upload.encrypted')
  if (family === 'text') return checkIsText(bytes, extension)
  const seen = await fileTypeFromBuffer(bytes)
  if (!seen || !magic.includes(seen.ext)) throw new NotTaken('upload.type-mismatch', { extension })
}

/** Text has no magic bytes; what has some is something else. XML and HTML begin like text and are not wanted as such. */
async function checkIsText(bytes: Buffer, extension: string): Promise<void> {
  const seen = await fileTypeFromBuffer(bytes)
  const isMarkup = /^\s*(?:<\?xml|<!doctype|<html|<svg|<script)/i.test(
    bytes.subarray(0, 512).toString('latin1').replace(/^ï»¿/, ''),
  )
  if (seen || isMarkup) throw new NotTaken('upload.type-mismatch', { extension })
}
