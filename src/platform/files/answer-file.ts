import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { KeptFile } from '../module.ts'
import type { ByteRange, FileStore } from './file-store.ts'

export type FileAnswer = { status: number; headers: Record<string, string>; body: Readable | undefined }

/** What a file may do in the browser of its reader: nothing. */
const HARMLESS = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
}

const SHOWN_AS_IMAGE = new Set(['image/png', 'image/jpeg', 'image/webp'])

/** RFC 9110: validators and one range. Every answer asks again, so that what was withdrawn is gone at once. */
export async function answerFile(
  { method, headers: asked }: { method: string; headers: IncomingHttpHeaders },
  file: KeptFile,
  store: FileStore,
): Promise<FileAnswer> {
  const etag = `"${file.sha256.slice(0, 43)}"`
  const headers: Record<string, string> = {
    ...HARMLESS,
    etag,
    'cache-control': file.isPublic ? 'public, no-cache' : 'private, no-store',
    'accept-ranges': 'bytes',
  }
  if (asked['if-none-match']?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
    return { status: 304, headers, body: undefined }
  headers['content-type'] = typeOf(file.media_type)
  headers['content-disposition'] = dispositionOf(file)
  const isFresh = asked['if-range'] === undefined || asked['if-range'] === etag
  const range = isFresh ? readRange(asked.range, file.length) : undefined
  if (range === 'beyond') {
    const beyond = { ...headers, 'content-range': `bytes */${file.length}`, 'content-length': '0' }
    return { status: 416, headers: beyond, body: undefined }
  }
  if (range) headers['content-range'] = `bytes ${range.from}-${range.to}/${file.length}`
  headers['content-length'] = String(range ? range.to - range.from + 1 : file.length)
  const body = method === 'HEAD' ? undefined : await store.get(file.key, range)
  return { status: range ? 206 : 200, headers, body }
}

/** Only what we re-encoded ourselves is shown in place; everything else is saved to the reader's disk. */
function dispositionOf({ media_type, name }: KeptFile): string {
  const kind = SHOWN_AS_IMAGE.has(media_type) ? 'inline' : 'attachment'
  return `${kind}; ${fileNameParameters(name)}`
}

/** RFC 6266 with RFC 8187: plain letters for the oldest programs, the real name for all others. */
export function fileNameParameters(name: string): string {
  const safe = name.replace(/[\p{Cc}\p{Cf}/\\]/gu, '-').toWellFormed()
  const plain = safe.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}

function typeOf(mediaType: string): string {
  return mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType
}

/** One range is served, of several the whole: RFC 9110 14.2 leaves that to the server. */
function readRange(asked: string | undefined, length: number): ByteRange | 'beyond' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(asked ?? '')
  if (!match || (!match[1] && !match[2])) return undefined
  const [first, last] = [match[1]!, match[2]!]
  if (first === '') {
    const count = Math.min(Number(last), length)
    return count === 0 ? 'beyond' : { from: length - count, to: length - 1 }
  }
  const range = { from: Number(first), to: last === '' ? length - 1 : Math.min(Number(last), length - 1) }
  if (range.from >= length) return 'beyond'
  return range.from > range.to ? undefined : range
}
