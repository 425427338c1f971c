/**
 * After an old backup was put back: the log that was published is the log, and the database is brought up to it. Its own
 * part must be the beginning of what was published; anything else is a second history, and nothing is changed then.
 */
import { sql } from 'kysely'
import type { Reader, Writer } from '#platform/database'
import type { LogSource } from '#transparency-log/audit'
import { sameBytes } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { type Leaf, readLeaf } from '#transparency-log/leaf'
import { openNote, readVkey } from '#transparency-log/note'
import { readBundle, TILE_WIDTH, widthAt } from '#transparency-log/tiles'
import { leafHash } from '#transparency-log/tree'
import { LogFault } from './faults.ts'
import { openRightEdge, type RightEdge, rootAt } from './right-edge.ts'
import { insertEntries } from './sequencer.ts'
import type { LogSigner } from './signer-port.ts'
import { nodesIn, writeTiles } from './tree-tables.ts'

export type Recovered = { before: number; after: number }

export async function recover(db: Reader, source: LogSource, signer: LogSigner): Promise<Recovered> {
  const { vkey } = await signer.state()
  const note = await source.checkpoint()
  const published = readCheckpoint((await openNote(note, [readVkey(vkey)])).text)
  const recovered = await db.transaction().execute(async (tx) => {
    const head = await tx
      .selectFrom('transparency_log.head')
      .select(['size', 'root'])
      .forUpdate()
      .executeTakeFirstOrThrow()
    const nodeAt = nodesIn(tx)
    if (published.size <= head.size) {
      demandSame(published, await rootAt(published.size, nodeAt))
      return { before: head.size, after: head.size }
    }
    const edge = await openRightEdge(head.size, nodeAt)
    for (let n = Math.floor(head.size / TILE_WIDTH); n * TILE_WIDTH < published.size; n++)
      await take(tx, edge, await leavesFrom(source, n, published.size))
    demandSame(published, edge.root())
    await sql`insert into transparency_log.checkpoint (size, root) values (${published.size}, ${Buffer.from(published.root)})`.execute(
      tx,
    )
    await sql`update transparency_log.head set size = ${published.size}, root = ${Buffer.from(published.root)}`.execute(
      tx,
    )
    return { before: head.size, after: published.size }
  })
  await remember(db, signer, { note, ...published })
  return recovered
}

function demandSame({ size, root }: { size: number; root: Uint8Array }, own: Uint8Array): void {
  if (!sameBytes(root, own))
    throw new LogFault(
      'files-fork',
      `the database holds another log than the published one of ${size} entries`,
    )
}

async function leavesFrom(source: LogSource, n: number, size: number): Promise<Uint8Array[]> {
  const leaves = readBundle(await source.tile({ level: 'entries', n, width: widthAt(size, 'entries', n) }))
  return leaves.slice(0, widthAt(size, 'entries', n))
}

/** Of a bundle only what the database does not have. */
async function take(tx: Writer, edge: RightEdge, bundle: readonly Uint8Array[]): Promise<void> {
  const missing = bundle.slice(edge.size % TILE_WIDTH).map((leaf) => Buffer.from(leaf))
  if (missing.length === 0) return
  const first = edge.size
  const read = missing.map((leaf) => readLeaf(leaf))
  const tiles = edge.append(missing)
  const rows = missing.map((leaf, at) => ({ item: read[at]!.item, rev: read[at]!.rev, leaf }))
  await insertEntries(tx, first, rows, read)
  await writeTiles(tx, tiles)
  await sql`delete from record.log_outbox o using unnest(${missing}::bytea[]) as known (leaf) where o.leaf = known.leaf`.execute(
    tx,
  )
  for (const [at, leaf] of read.entries()) await bringForward(tx, leaf, Buffer.from(leafHash(missing[at]!)))
}

/** The next act goes on with the chain that was published; of an item that only the log knows, the content is lost. */
async function bringForward(tx: Writer, leaf: Leaf, hash: Buffer): Promise<void> {
  const { item, rev, at, type, unit, data } = leaf
  await sql`insert into record.log_item (item, rev, leaf_hash, at) values (${item}, ${rev}, ${hash}, ${at})
    on conflict (item) do update set rev = excluded.rev, leaf_hash = excluded.leaf_hash, at = excluded.at
    where log_item.rev < excluded.rev`.execute(tx)
  const code = type === 'unit' ? unit : type === 'policy' ? data?.law : undefined
  if (typeof code === 'string')
    await sql`insert into record.log_announced (kind, code, item, leaf_hash) values (${type}, ${code}, ${item}, ${hash})
      on conflict do nothing`.execute(tx)
}

type Known = { note: string; size: number; root: Uint8Array }

/** A signer that is new on this machine learns what its key has signed before. */
async function remember(db: Reader, signer: LogSigner, { note, size, root }: Known): Promise<void> {
  const state = await signer.state()
  if (state.size < size && state.size === 0) await signer.sign({ size, root, consistency: [] })
  await sql`insert into transparency_log.published (log_id, size, note, at) values (1, ${size}, ${note}, clock_timestamp())
    on conflict (log_id) do update set size = excluded.size, note = excluded.note, at = excluded.at
    where published.size <= excluded.size`.execute(db)
}
