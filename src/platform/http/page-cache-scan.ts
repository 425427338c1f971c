/**
 * Reads the head of a call that is ordinary in every respect, and nothing else. Undefined means "in doubt", never
 * "wrong": what is in doubt is judged by Node's own parser, so that no byte is ever read in two ways.
 */

/** As much of a call as decides which page it asks for. */
export type Asked = {
  readonly url?: string | undefined
  readonly headers: {
    host?: string | undefined
    cookie?: string | undefined
    authorization?: string | undefined
    'accept-language'?: string | undefined
    'accept-encoding'?: string | undefined
    'x-forwarded-host'?: string | string[] | undefined
    accept?: string | undefined
  }
}

/** `end` is where the next head begins. */
export type Scanned = Asked & { readonly end: number }

const LONGEST_HEAD = 8_192

/** One spelling of each: `GET`, a path, 1.1, one space after each colon, visible ASCII, CRLF, and not cut off. */
const ORDINARY = /GET \/[!-~]* HTTP\/1\.1\r\n(?:[A-Za-z0-9-]+: [!-~](?:[ -~]*[!-~])?\r\n)+\r\n/y
const BEFORE_URL = 'GET '.length
const AFTER_URL = ' HTTP/1.1\r\n'.length

/** Headers that say which page; each may come once. */
const READ = ['host', 'cookie', 'accept', 'accept-language', 'accept-encoding', 'x-forwarded-host'] as const
/** With these a call has a body, wants another protocol, is somebody's, or may be content with a 304. */
const DOUBTFUL = [
  ...['content-length', 'transfer-encoding', 'te', 'trailer', 'expect', 'upgrade', 'http2-settings'],
  ...['authorization', 'proxy-authorization', 'proxy-connection', 'keep-alive', 'range', 'if-range'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'],
]

type Meaning = (typeof READ)[number] | 'connection' | 'doubt'
const MEANING = new Map<string, Meaning>([
  ...READ.map((name) => [name, name] as const),
  ...DOUBTFUL.map((name) => [name, 'doubt'] as const),
  ['connection', 'connection'],
])

/** `text` is latin1, one character for each byte. */
export function scanHead(text: string, from: number): Scanned | undefined {
  ORDINARY.lastIndex = from
  if (!ORDINARY.test(text)) return undefined
  const end = ORDINARY.lastIndex
  if (end - from > LONGEST_HEAD) return undefined
  const urlEnd = text.indexOf(' ', from + BEFORE_URL)
  const headers = readHeaders(text, urlEnd + AFTER_URL, end - 2)
  if (headers?.host === undefined) return undefined
  return { url: text.slice(from + BEFORE_URL, urlEnd), headers, end }
}

function readHeaders(text: string, from: number, end: number): Asked['headers'] | undefined {
  const headers: Asked['headers'] = {
    host: undefined,
    cookie: undefined,
    accept: undefined,
    'accept-language': undefined,
    'accept-encoding': undefined,
    'x-forwarded-host': undefined,
  }
  for (let at = from; at < end; ) {
    const colon = text.indexOf(':', at)
    const lineEnd = text.indexOf('\r', colon)
    const meaning = MEANING.get(text.slice(at, colon).toLowerCase())
    if (meaning !== undefined && !take(headers, meaning, text.slice(colon + 2, lineEnd))) return undefined
    at = lineEnd + 2
  }
  return headers
}

function take(headers: Asked['headers'], meaning: Meaning, value: string): boolean {
  if (meaning === 'doubt') return false
  if (meaning === 'connection') return value === 'keep-alive' || value === 'Keep-Alive'
  if (headers[meaning] !== undefined) return false
  headers[meaning] = value
  return true
}
