/** Sends a finished head and body. The bytes are those that `writeHead` and `end` would send. */
import { type Server, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http'

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

/** Where Node keeps the head that it is about to send: null until there is one. */
type Outgoing = { _header?: string | null }

/**
 * `writeHead` checks and joins every header again, about a fifth of what a hit costs; ours were checked when the page was
 * stored. `_header` is not documented: if it is not where it was, or the connection is to be closed, Node does it all.
 */
export function senderOf(server: Server): Send {
  let second = 0
  let ending = ''

  function endingNow(): string {
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
