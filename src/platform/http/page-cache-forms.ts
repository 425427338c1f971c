/** A page in the forms in which it travels: as it is, brotli, gzip; each with its own strong ETag and finished head. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { finishHead, type Head, type Send, type Sendable } from './page-cache-send.ts'

export type Encoding = 'br' | 'gzip'

/** Bits: 1 gzip, 2 brotli. */
export type FormMask = number
const GZIP = 1
const BROTLI = 2

export type Form = Sendable & {
  etag: string
  unchanged: Head
}

export type Forms = {
  /** Names the content, whatever its form. */
  readonly digest: string
  /** Sent with every form. */
  readonly headers: readonly string[]
  readonly identity: Form
  br: Form | undefined
  gzip: Form | undefined
}

type FormTerms = Pick<Forms, 'digest' | 'headers'>

export type Exchange = { call: IncomingMessage; answer: ServerResponse; send: Send }

/** RFC 9110, 12.5.3. A plain `*` counts as gzip, and `q=0` as no. */
export function acceptedForms(header: string | undefined): FormMask {
  let mask = 0
  for (const part of header?.toLowerCase().split(',') ?? []) {
    const [name, ...weights] = part.split(';').map((text) => text.trim())
    if (weights.some((weight) => /^q=0(\.0*)?$/.test(weight))) continue
    if (name === 'br') mask |= BROTLI
    if (name === 'gzip' || name === '*') mask |= GZIP
  }
  return mask
}

export function chooseForm(forms: Forms, accepts: FormMask): Form {
  if ((accepts & BROTLI) !== 0 && forms.br !== undefined) return forms.br
  if ((accepts & GZIP) !== 0 && forms.gzip !== undefined) return forms.gzip
  return forms.identity
}

/** The form that this reader would have liked best, if it is still to be made. */
export function missingForm(forms: Forms, accepts: FormMask): Encoding | undefined {
  if ((accepts & BROTLI) !== 0) return forms.br === undefined ? 'br' : undefined
  return (accepts & GZIP) !== 0 && forms.gzip === undefined ? 'gzip' : undefined
}

export function makeForm(body: Buffer, { digest, headers }: FormTerms, encoding?: Encoding): Form {
  const etag = etagOf(digest, encoding)
  const coded = encoding === undefined ? [] : ['Content-Encoding', encoding]
  return {
    etag,
    body,
    head: finishHead(200, [...headers, 'ETag', etag, ...coded, 'Content-Length', String(body.length)]),
    unchanged: unchangedHead(headers, etag),
    whole: undefined,
    ending: '',
  }
}

/**
 * RFC 9110, 13.1.2: the ETag of what this reader holds already, if it is still right. A form that is not made yet
 * counts as well: it would hold the same content, and a restarted server recognises what its predecessor sent.
 */
export function heldTag(forms: Forms, accepts: FormMask, ifNoneMatch: string): string | undefined {
  const chosen = chooseForm(forms, accepts).etag
  if (ifNoneMatch === chosen || ifNoneMatch.trim() === '*') return chosen
  const held = new Set(ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '')))
  return acceptableTags(forms.digest, accepts).find((tag) => held.has(tag))
}

export function answerWith(forms: Forms, accepts: FormMask, { call, answer, send }: Exchange): void {
  const form = chooseForm(forms, accepts)
  const ifNoneMatch = call.headers['if-none-match']
  const held = ifNoneMatch === undefined ? undefined : heldTag(forms, accepts, ifNoneMatch)
  if (held === undefined) send(answer, form.head, call.method === 'HEAD' ? undefined : form.body)
  else send(answer, held === form.etag ? form.unchanged : unchangedHead(forms.headers, held), undefined)
}

export function compress(
  body: Buffer | string,
  encoding: Encoding,
  then: (coded: Buffer | undefined) => void,
): void {
  const done = (failure: Error | null, coded: Buffer) => then(failure === null ? coded : undefined)
  if (encoding === 'gzip') gzip(body, { level: 6 }, done)
  else brotliCompress(body, { params: brotliParams(body.length) }, done)
}

function brotliParams(size: number): Record<number, number> {
  return {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  }
}

/** RFC 9110, 15.4.5: a 304 speaks of the answer that the reader stored, and describes no content of its own. */
function unchangedHead(headers: readonly string[], etag: string): Head {
  const kept = headers.filter((_, at) => headers[at - (at % 2)]!.toLowerCase() !== 'content-type')
  return finishHead(304, [...kept, 'ETag', etag])
}

function acceptableTags(digest: string, accepts: FormMask): string[] {
  const tags = [etagOf(digest, undefined)]
  if ((accepts & BROTLI) !== 0) tags.push(etagOf(digest, 'br'))
  if ((accepts & GZIP) !== 0) tags.push(etagOf(digest, 'gzip'))
  return tags
}

function etagOf(digest: string, encoding: Encoding | undefined): string {
  return encoding === undefined ? `"${digest}"` : `"${digest}-${encoding}"`
}
