import { base64, fromBase64 } from './bytes.ts'

/** The text of c2sp.org/tlog-checkpoint: whose tree, how large, and its root. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array }

export class BadCheckpoint extends Error {
  override name = 'BadCheckpoint'
}

export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) throw new BadCheckpoint('an origin is one line')
  if (!Number.isSafeInteger(size) || size < 0) throw new BadCheckpoint('the size is not a count')
  if (root.length !== 32) throw new BadCheckpoint('a root has 32 bytes')
  return `${origin}\n${size}\n${base64(root)}\n`
}

/**
 * Reads the text of a note whose signatures were checked. Lines after the third are extensions: our log writes none
 * because nobody could audit them, others' are passed over.
 */
export function readCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...more] = text.split('\n')
  if (!origin || size === undefined || root === undefined || more.length === 0 || more.pop() !== '')
    throw new BadCheckpoint('fewer than three lines')
  if (more.includes('')) throw new BadCheckpoint('an empty extension line')
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new BadCheckpoint('the size is not a count')
  return { origin, size: Number(size), root: readRoot(root) }
}

function readRoot(text: string): Uint8Array {
  let root: Uint8Array
  try {
    root = fromBase64(text)
  } catch (cause) {
    throw new BadCheckpoint('the root is not base64', { cause })
  }
  if (root.length !== 32) throw new BadCheckpoint('a root has 32 bytes')
  return root
}
