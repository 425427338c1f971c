/** Finished heads and bodies, sent through Node or around it. The bytes are those that `writeHead` and `end` would send. */
import { type Server, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http'
import type { Whole } from './page-cache-front.ts'

export type Head = {
  status: 200 | 304
  /** Name, value, name, value: what `writeHead` takes without building an object. */
  fields: string[]
  /** The same as text, up to what changes by the second or the connection. */
  lines: string
}

export type Send = (answer: ServerResponse, head: Head, body: Buffer | undefined) => void

const STATUS_LINES = { 200: 'HTTP/1.1 200 OK\r\n', 304: 'HTTP/1.1 304 Not Modified\r\n' }

/** Throws at a header that Node would refuse to send. */
export function finishHead(status: Head['status'], fields: string[]): Head {
  let lines = STATUS_LINES[status]
  for (let at = 0; at < fields.length; at += 2) {
    const [name, value] = [fields[at]!, fields[at + 1]!]
    validateHeaderName(name)
    validateHeaderValue(name, value)
    lines += `${name}: ${value}\r\n`
  }
  return { status, fields, lines }
}

/** A body, and the last second's answer that holds it. */
export type Sendable = { body: Buffer; head: Head; whole: Whole | undefined; ending: string }

/** The end of a head: what changes by the second. */
export type Ending = () => string

/** Longer bodies are not copied each second behind a new head. */
const LONGEST_COPIED = 65_536

export function endingOf(server: Server): Ending {
  let second = 0
  let ending = ''
  return () => {
    const now = Math.floor(Date.now() / 1_000)
    if (now !== second) {
      second = now
      const date = new Date(now * 1_000).toUTCString()
      const timeout = Math.floor(server.keepAliveTimeout / 1_000)
      const keepAlive = server.keepAliveTimeout > 0 ? `Keep-Alive: timeout=${timeout}\r\n` : ''
      ending = `Date: ${date}\r\nConnection: keep-alive\r\n${keepAlive}\r\n`
    }
    return ending
  }
}

/**
 * Head and body in one piece, made once a second. Never changed in place, since a slow reader may still be sent the
 * last one; and the body is from then on a part of it, so that a page lies in memory once.
 */
export function wholeOf(form: Sendable, ending: string): Whole {
  if (form.whole === undefined || form.ending !== ending) {
    form.ending = ending
    form.whole = joined(form, form.head.lines + ending)
  }
  return form.whole
}

function joined(form: Sendable, head: string): Whole {
  if (form.body.length > LONGEST_COPIED) return [Buffer.from(head, 'latin1'), form.body]
  // Not from the pool, of which one kept page would hold more than it needs.
  const all = Buffer.allocUnsafeSlow(head.length + form.body.length)
  all.write(head, 'latin1')
  form.body.copy(all, head.length)
  form.body = all.subarray(head.length)
  return [all]
}

/** Where Node keeps the head that it is about to send: null until there is one. */
type Outgoing = { _header?: string | null }

/**
 * `writeHead` checks and joins every header again, about a fifth of what a hit costs; ours were checked when the page was
 * stored. `_header` is not documented: if it is not where it was, or the connection is to be closed, Node does it all.
 */
export function senderOf(server: Server, endingNow: Ending = endingOf(server)): Send {
  return (answer, head, body) => {
    const outgoing = answer as Outgoing
    if (outgoing._header === null && answer.shouldKeepAlive && !server.maxRequestsPerSocket) {
      answer.statusCode = head.status
      outgoing._header = head.lines + endingNow()
    } else answer.writeHead(head.status, head.fields)
    if (body === undefined) answer.end()
    else answer.end(body)
  }
}
