import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { base64, fromBase64, sameBytes } from '#transparency-log/bytes'
import { writeCheckpoint } from '#transparency-log/checkpoint'
import { writeVkey } from '#transparency-log/note'
import { ed25519FromSeed, noteSigner, signNote } from '#transparency-log/signing'
import { EMPTY_ROOT, verifyConsistency } from '#transparency-log/tree'
import { type LogSigner, type SignedState, SignerRefused, type SigningRequest } from './signer-port.ts'

const SEED = 'seed'
const STATE = 'state.json'

/**
 * The key of the log with its own memory, in a folder that nobody else reads or writes. What it will have signed is on
 * the disk before the signature leaves, so that no crash makes it forget.
 */
export async function openSigningDesk(
  folder: string,
  { origin, lasting = true }: { origin: string; lasting?: boolean },
): Promise<LogSigner> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const signer = noteSigner(origin, ed25519FromSeed(await ownSeed(folder)))
  const vkey = writeVkey(signer.key)
  await readState(folder, origin)
  let turn: Promise<unknown> = Promise.resolve()

  const sign = async ({ size, root, consistency }: SigningRequest): Promise<string> => {
    // Read anew each time: another process of this machine may have signed since.
    const signed = await readState(folder, origin)
    if (size < signed.size)
      throw new SignerRefused(`size ${size} is smaller than ${signed.size}, which was signed before`)
    const follows =
      signed.size === 0
        ? consistency.length === 0
        : verifyConsistency({
            oldSize: signed.size,
            size,
            proof: [...consistency],
            oldRoot: signed.root,
            root,
          })
    if (!follows)
      throw new SignerRefused(`the tree of size ${size} does not continue the one of size ${signed.size}`)
    if (size > signed.size) await writeState(folder, { origin, size, root }, lasting)
    return signNote(writeCheckpoint({ origin, size, root }), [signer])
  }
  return {
    state: async (): Promise<SignedState> => ({ origin, ...(await readState(folder, origin)), vkey }),
    sign: (request) => {
      const done = turn.then(() => sign(request))
      turn = done.catch(() => {})
      return done
    },
    close: async () => {},
  }
}

async function ownSeed(folder: string): Promise<Buffer> {
  const path = join(folder, SEED)
  await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new SignerRefused(`${path} can be read by others: chmod 600 ${path}`)
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'base64')
}

type Signed = { size: number; root: Uint8Array }

async function readState(folder: string, origin: string): Promise<Signed> {
  const text = await readFile(join(folder, STATE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { size: 0, root: EMPTY_ROOT }
  const state = parseState(text)
  if (!state) throw new SignerRefused(`${join(folder, STATE)} cannot be read; nothing is signed without it`)
  if (state.origin !== origin)
    throw new SignerRefused(`this key signs for ${state.origin}, not for ${origin}`)
  return { size: state.size, root: state.root }
}

function parseState(text: string): (Signed & { origin: string }) | undefined {
  try {
    const { origin, size, root } = JSON.parse(text)
    if (typeof origin !== 'string' || !Number.isSafeInteger(size) || size < 0) return undefined
    const bytes = fromBase64(root)
    return bytes.length === 32 && (size > 0 || sameBytes(bytes, EMPTY_ROOT))
      ? { origin, size, root: bytes }
      : undefined
  } catch {
    return undefined
  }
}

async function writeState(
  folder: string,
  { origin, size, root }: Signed & { origin: string },
  lasting: boolean,
) {
  const path = join(folder, STATE)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ origin, size, root: base64(root) })}\n`)
    if (lasting) await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  if (!lasting) return
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
