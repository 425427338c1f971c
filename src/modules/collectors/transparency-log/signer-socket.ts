/** The signer in a process of its own: one line of JSON asks, one line answers, over a socket that only its owner opens. */
import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { base64, fromBase64 } from '#transparency-log/bytes'
import { type LogSigner, type SignedState, SignerRefused, type SigningRequest } from './signer-port.ts'

type Asked = { ask: 'state' } | { ask: 'sign'; size: number; root: string; consistency: string[] }
type Answered =
  | { state: { origin: string; size: number; root: string; vkey: string } }
  | { note: string }
  | { refused: string }

/** A proof has at most 63 hashes; whoever sends more than this asks for no signature. */
const LONGEST_LINE = 16_384
const PATIENCE_MS = 5_000

export async function serveSigner(signer: LogSigner, path: string): Promise<{ close(): Promise<void> }> {
  await rm(path, { force: true })
  const server = createServer((socket) => {
    socket.on('error', () => {})
    let length = 0
    socket.on('data', (bytes) => {
      length += bytes.length
      if (length > LONGEST_LINE) socket.destroy()
    })
    createInterface({ input: socket }).on('line', async (line) => {
      length = 0
      const answer = await answerTo(signer, line)
      socket.write(`${JSON.stringify(answer)}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  await chmod(path, 0o600)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

async function answerTo(signer: LogSigner, line: string): Promise<Answered> {
  try {
    const asked = JSON.parse(line) as Asked
    if (asked.ask === 'state') {
      const { root, ...state } = await signer.state()
      return { state: { ...state, root: base64(root) } }
    }
    return { note: await signer.sign(requestIn(asked)) }
  } catch (error) {
    return { refused: (error as Error).message }
  }
}

function requestIn({ size, root, consistency }: Extract<Asked, { ask: 'sign' }>): SigningRequest {
  if (!Number.isSafeInteger(size) || typeof root !== 'string' || !Array.isArray(consistency))
    throw new SignerRefused('not a request')
  return { size, root: fromBase64(root), consistency: consistency.map((hash) => fromBase64(hash)) }
}

/** Each question on a connection of its own: the signer may be started anew between two of them. */
export function signerAt(path: string): LogSigner {
  return {
    state: async (): Promise<SignedState> => {
      const answer = await ask(path, { ask: 'state' })
      if (!('state' in answer)) throw new SignerRefused('refused' in answer ? answer.refused : 'no state')
      return { ...answer.state, root: fromBase64(answer.state.root) }
    },
    sign: async ({ size, root, consistency }) => {
      const answer = await ask(path, {
        ...{ ask: 'sign', size, root: base64(root) },
        consistency: consistency.map((hash) => base64(hash)),
      })
      if (!('note' in answer)) throw new SignerRefused('refused' in answer ? answer.refused : 'no note')
      return answer.note
    },
    close: async () => {},
  }
}

function ask(path: string, asked: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(path, () => socket.write(`${JSON.stringify(asked)}\n`))
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the signer does not answer')))
    socket.once('error', reject)
    const lines = createInterface({ input: socket })
    lines.once('line', (line) => {
      socket.end()
      try {
        resolve(JSON.parse(line) as Answered)
      } catch (error) {
        reject(error)
      }
    })
    lines.once('close', () => reject(new Error('the signer ended')))
  })
}
