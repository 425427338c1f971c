import { base64url, sameBytes } from './bytes.ts'
import { readCheckpoint } from './checkpoint.ts'
import { BadLeaf, isLogType, type Leaf, readLeaf } from './leaf.ts'
import { BadNote } from './note.ts'
import { openCheckpoint, type Policy } from './policy.ts'
import { BadBundle, readBundle, TILE_WIDTH, type TileName, widthAt } from './tiles.ts'
import { createFrontier, leafHash } from './tree.ts'

/** Where a log is read from: a folder, a web server, a mirror. */
export type LogSource = {
  checkpoint(): Promise<string>
  tile(name: TileName): Promise<Uint8Array>
}

/** What an auditor remembers of a log: it must be a part of whatever the log shows later. */
export type Remembered = { origin: string; size: number; root: string }

export type FindingCode =
  | 'signature'
  | 'rollback'
  | 'fork'
  | 'root'
  | 'bundle'
  | 'leaf'
  | 'chain'
  | 'unannounced'
  | 'unknown-type'

/** Everything but an unknown type means that the log, or the way to it, was tampered with. */
export type AuditFinding = { code: FindingCode; index?: number; what: string }

export type Audit = {
  findings: AuditFinding[]
  size: number
  /** To be remembered for the next time; undefined when this checkpoint cannot be trusted. */
  remembered: Remembered | undefined
}

export type Asked = {
  policy: Policy
  remembered?: Remembered | undefined
  onProgress?: (done: number, size: number) => void
}

/** Follows the whole log from its first entry: signature, tree, and the chain of every item. Memory holds one line per item. */
export async function auditLog(source: LogSource, { policy, remembered, onProgress }: Asked): Promise<Audit> {
  const findings: AuditFinding[] = []
  let text: string
  try {
    text = (await openCheckpoint(await source.checkpoint(), policy)).text
  } catch (error) {
    if (!(error instanceof BadNote)) throw error
    return { findings: [{ code: 'signature', what: error.message }], size: 0, remembered: undefined }
  }
  const { origin, size, root } = readCheckpoint(text)
  if (remembered && remembered.origin !== origin)
    findings.push({ code: 'fork', what: `this is ${origin}, remembered is ${remembered.origin}` })
  if (remembered && size < remembered.size)
    findings.push({ code: 'rollback', what: `${size} entries, where ${remembered.size} were seen before` })
  const follower = createFollower(findings)
  const frontier = createFrontier()
  const compare = () => {
    if (remembered?.size === frontier.size && remembered.root !== base64url(frontier.root()))
      findings.push({
        code: 'fork',
        what: `the first ${frontier.size} entries are others than those seen before`,
      })
  }
  compare()
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    for (const leaf of await readEntries(source, { n, size }, findings)) {
      follower.follow(frontier.size, leaf)
      frontier.append(leafHash(leaf))
      compare()
    }
    onProgress?.(frontier.size, size)
  }
  if (!sameBytes(frontier.root(), root))
    findings.push({ code: 'root', what: `the entries do not hash to the signed root of size ${size}` })
  const isSound = findings.every(({ code }) => code === 'unknown-type')
  return { findings, size, remembered: isSound ? { origin, size, root: base64url(root) } : undefined }
}

async function readEntries(
  source: LogSource,
  { n, size }: { n: number; size: number },
  findings: AuditFinding[],
): Promise<Uint8Array[]> {
  const width = widthAt(size, 'entries', n)
  try {
    const leaves = readBundle(await source.tile({ level: 'entries', n, width }))
    if (leaves.length === width) return leaves
    throw new BadBundle(`holds ${leaves.length} entries instead of ${width}`)
  } catch (error) {
    if (!(error instanceof BadBundle)) throw error
    findings.push({
      code: 'bundle',
      index: n * TILE_WIDTH,
      what: `the bundle from entry ${n * TILE_WIDTH} ${error.message}`,
    })
    return []
  }
}

type Last = { rev: number; hash: Uint8Array; at: string }

function createFollower(findings: AuditFinding[]) {
  const last = new Map<string, Last>()
  const announced = new Set<string>()
  const demandAnnounced = (index: number, leaf: Leaf) => {
    for (const code of [leaf.unit ?? [], leaf.law ?? [], leaf.rule ?? []].flat())
      if (!announced.has(code))
        findings.push({ code: 'unannounced', index, what: `entry ${index} names ${code}` })
  }
  const announce = ({ type, unit, data }: Leaf, hash: Uint8Array) => {
    if (type === 'unit' && unit) announced.add(unit)
    if (type === 'policy' && typeof data?.law === 'string') announced.add(data.law)
    if (type === 'calendar') announced.add(base64url(hash))
  }
  return {
    follow(index: number, bytes: Uint8Array): void {
      let leaf: Leaf
      try {
        leaf = readLeaf(bytes)
      } catch (error) {
        if (!(error instanceof BadLeaf)) throw error
        findings.push({ code: 'leaf', index, what: `entry ${index}: ${error.message}` })
        return
      }
      const before = last.get(leaf.item)
      const hash = leafHash(bytes)
      const follows =
        leaf.rev === (before?.rev ?? 0) + 1 &&
        leaf.prev === (before && base64url(before.hash)) &&
        !(before && before.at > leaf.at)
      if (!follows)
        findings.push({ code: 'chain', index, what: `entry ${index} does not continue item ${leaf.item}` })
      last.set(leaf.item, { rev: leaf.rev, hash, at: leaf.at })
      announce(leaf, hash)
      if (isLogType(leaf.type)) demandAnnounced(index, leaf)
      else findings.push({ code: 'unknown-type', index, what: `entry ${index} is of type ${leaf.type}` })
    },
  }
}
