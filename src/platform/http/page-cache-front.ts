/**
 * Stands before Node's HTTP server: a call for a kept page, ordinary to the last byte, is answered with one write. The
 * first call that is anything else goes to Node with its connection, and so does all that follows on it: whatever
 * the order and the chunks in which bytes come, there is one reader who decides where a call ends.
 */
import { Server } from 'node:http'
import type { Socket } from 'node:net'
import { type Asked, scanHead } from './page-cache-scan.ts'

/** An answer as it goes over the wire. Large bodies are not copied behind their head. */
export type Whole = readonly [Buffer] | readonly [head: Buffer, body: Buffer]

/** A connection of which only whole, ordinary calls were read so far. */
type Line = {
  readonly socket: Socket
  hasAnswered: boolean
  /** Until the reader has taken what was sent: nothing more is read, what was read already is kept here. */
  rest: Buffer | undefined
}

/** As Node does: more than `Keep-Alive` promises, so that no call meets a connection that is just closing. */
const GRACE_MS = 1_000

/** `answerTo` says undefined for what is not kept; then Node is asked. */
export function standBefore(server: Server, answerTo: (asked: Asked) => Whole | undefined): void {
  const [toNode, ...others] = server.listeners('connection') as ((socket: Socket) => void)[]
  if (toNode === undefined || others.length > 0) return
  const lines = new Set<Line>()
  server.removeListener('connection', toNode)
  server.on('connection', (socket: Socket) => {
    if (server.timeout > 0 || (server.maxRequestsPerSocket ?? 0) > 0) toNode.call(server, socket)
    else attend(socket)
  })
  closeWith(server, lines)

  function attend(socket: Socket): void {
    const line: Line = { socket, hasAnswered: false, rest: undefined }
    const listeners: Record<string, (bytes: Buffer) => void> = {
      data: (bytes: Buffer) => take(line, bytes, leave),
      drain: () => goOn(line, leave),
      end: () => socket.end(),
      timeout: () => socket.destroy(),
      error: () => socket.destroy(),
      close: () => leave(),
    }
    function leave(): void {
      lines.delete(line)
      for (const [event, listener] of Object.entries(listeners)) socket.removeListener(event, listener)
    }
    for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener)
    socket.setTimeout(firstPatience(server))
    lines.add(line)
  }

  function take(line: Line, bytes: Buffer, leave: () => void): void {
    const text = bytes.toString('latin1')
    for (let at = 0; at < bytes.length; ) {
      const asked = server.listening ? scanHead(text, at) : undefined
      const whole = asked && answerTo(asked)
      if (asked === undefined || whole === undefined) {
        leave()
        handOver(line.socket, bytes.subarray(at))
        return
      }
      at = asked.end
      if (!send(line.socket, whole)) {
        line.rest = bytes.subarray(at)
        line.socket.pause()
        return
      }
      if (!line.hasAnswered) keepAlive(line)
    }
  }

  function goOn(line: Line, leave: () => void): void {
    const { rest, socket } = line
    if (rest === undefined) return
    line.rest = undefined
    socket.resume()
    take(line, rest, leave)
  }

  function keepAlive(line: Line): void {
    line.hasAnswered = true
    line.socket.setTimeout(server.keepAliveTimeout > 0 ? server.keepAliveTimeout + GRACE_MS : 0)
  }

  /** Paused until Node listens: what is unshifted must not be emitted before. */
  function handOver(socket: Socket, unread: Buffer): void {
    socket.setTimeout(0)
    socket.pause()
    socket.unshift(unread)
    toNode!.call(server, socket)
    socket.resume()
  }
}

/** False if the reader is slower than we are. What the kernel took at once does not count, however long it was. */
function send(socket: Socket, [first, second]: Whole): boolean {
  if (second === undefined) return socket.write(first) || socket.writableLength === 0
  socket.cork()
  socket.write(first)
  const isTaken = socket.write(second)
  socket.uncork()
  return isTaken || socket.writableLength === 0
}

/** For those who connect and say nothing. */
function firstPatience({ headersTimeout, requestTimeout }: Server): number {
  const limits = [headersTimeout, requestTimeout].filter((limit) => limit > 0)
  return limits.length === 0 ? 0 : Math.min(...limits)
}

/** Node closes the connections that it knows; `close` calls this too. */
function closeWith(server: Server, lines: ReadonlySet<Line>): void {
  server.closeIdleConnections = () => {
    // Who waits for a slow reader has calls to answer yet, and goes to Node with them.
    for (const { socket, rest } of lines) if (rest === undefined) socket.destroySoon()
    Server.prototype.closeIdleConnections.call(server)
  }
  server.closeAllConnections = () => {
    for (const { socket } of lines) socket.destroy()
    Server.prototype.closeAllConnections.call(server)
  }
}
