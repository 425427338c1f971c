/**
 * Brings what acts have put into the outbox into the log: gives it its number, commits entries, tiles and head in one
 * transaction, has only that signed, and publishes it as files, the checkpoint last. Everything may be stopped at any
 * point and taken up again by the next step.
 */
import { sql } from 'kysely'
import type { Reader, Writer } from '#platform/database'
import { base64url, sameBytes } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { BadLeaf, type Leaf, readLeaf } from '#transparency-log/leaf'
import { openNote, readVkey } from '#transparency-log/note'
import { encodeBundle, type TileName, tilePath } from '#transparency-log/tiles'
import { consistencyProof, leafHash } from '#transparency-log/tree'
import { LogFault } from './faults.ts'
import type { LogFiles } from './files.ts'
import { type NewLeaf, writeFirstEntries } from './first-entries.ts'
import { openRightEdge, type RightEdge, rootAt } from './right-edge.ts'
import type { LogSigner, SignedState } from './signer-port.ts'
import { nodesIn, readLeaves, readTile, tilesBetween, writeTiles } from './tree-tables.ts'

export type Sequencer = {
  /** Answers the size that is published now, and whether there was anything to do. */
  step(): Promise<{ size: number; moved: boolean }>
}

export type SequencerEdges = {
  /** As the owner, and never through a pooler. */
  db: Reader
  signer: LogSigner
  files: LogFiles
  clock: () => Date
  memory?: boolean | undefined
}

const BATCH = 1000

export function createSequencer(edges: SequencerEdges): Sequencer {
  // Another sequencer may have gone on meanwhile: what is kept here is used only if it still is the head.
  let edge: RightEdge | undefined
  let isWritten = false
  const { db } = edges
  return {
    async step() {
      let taken = 0
      let sequenced = 0
      do {
        const before = edge
        edge = undefined
        const batch = await db.transaction().execute((tx) => sequence(tx, edges, before))
        edge = batch.edge
        taken = batch.taken
        sequenced += taken
      } while (taken >= BATCH)
      const { size } = edge
      const moved = await publish(edges, { size, root: edge.root() }, isWritten)
      isWritten = true
      return { size, moved: moved || sequenced > 0 }
    },
  }
}

type Batch = { edge: RightEdge; taken: number }

async function sequence(tx: Writer, edges: SequencerEdges, known: RightEdge | undefined): Promise<Batch> {
  const head = await lockHead(tx)
  const edge = known && known.size === head.size ? known : await openRightEdge(head.size, nodesIn(tx))
  if (!sameBytes(edge.root(), head.root))
    throw new LogFault('tree', `the stored tiles do not hash to the head of size ${head.size}`)
  const leaves = [
    ...(head.size === 0 ? await writeFirstEntries(tx, await edges.signer.state(), edges.clock()) : []),
    ...(await takeOutbox(tx)),
  ]
  if (leaves.length === 0) return { edge, taken: 0 }
  const read = await demandChains(tx, leaves)
  const tiles = edge.append(leaves.map(({ leaf }) => leaf))
  await insertEntries(tx, head.size, leaves, read)
  await writeTiles(tx, tiles)
  await moveHead(tx, head, { size: edge.size, root: edge.root() })
  return { edge, taken: leaves.length }
}

type Head = { size: number; root: Uint8Array }

async function lockHead(tx: Writer): Promise<Head> {
  await sql`set local synchronous_commit = on`.execute(tx)
  return tx.selectFrom('transparency_log.head').select(['size', 'root']).forUpdate().executeTakeFirstOrThrow()
}

/** Everything that is there, in the order of writing: a row that was committed late is taken late, and never skipped. */
async function takeOutbox(tx: Writer): Promise<NewLeaf[]> {
  const { rows } = await sql<NewLeaf & { id: number }>`
    delete from record.log_outbox where id in (select id from record.log_outbox order by id limit ${BATCH})
    returning id, item, rev, leaf`.execute(tx)
  return rows.sort((one, other) => one.id - other.id)
}

/** Each leaf is read back from its bytes, and continues the chain of its item. */
async function demandChains(tx: Writer, leaves: readonly NewLeaf[]): Promise<Leaf[]> {
  const later = leaves.filter(({ rev }) => rev > 1)
  const { rows } = await sql<{ item: string; rev: number; leaf_hash: Buffer; at: string }>`
    select e.item, e.rev, e.leaf_hash, convert_from(e.leaf, 'UTF8')::jsonb ->> 'at' as at
    from unnest(${later.map(({ item }) => item)}::text[], ${later.map(({ rev }) => rev - 1)}::integer[]) as w (item, rev)
    join transparency_log.entry e on e.item = w.item and e.rev = w.rev`.execute(tx)
  const last = new Map(
    rows.map(({ item, rev, leaf_hash, at }) => [item, { rev, hash: base64url(leaf_hash), at }]),
  )
  return leaves.map(({ item, rev, leaf }) => {
    const read = readStrictly(leaf)
    const before = last.get(item)
    const follows =
      read.item === item && read.rev === rev && rev === (before?.rev ?? 0) + 1 && read.prev === before?.hash
    if (!follows || (before && before.at > read.at))
      throw new LogFault('chain', `entry ${rev} of item ${item} does not follow entry ${before?.rev ?? 0}`)
    last.set(item, { rev, hash: base64url(leafHash(leaf)), at: read.at })
    return read
  })
}

function readStrictly(leaf: Buffer): Leaf {
  try {
    return readLeaf(leaf)
  } catch (cause) {
    if (cause instanceof BadLeaf) throw new LogFault('bad-leaf', cause.message, { cause })
    throw cause
  }
}

export async function insertEntries(
  tx: Writer,
  first: number,
  leaves: readonly NewLeaf[],
  read: readonly Leaf[],
): Promise<void> {
  await sql`insert into transparency_log.entry (idx, item, rev, type, at, unit, leaf, leaf_hash)
    select ${first}::bigint + i - 1, item, rev, type, at, unit, leaf, sha256('\\x00'::bytea || leaf)
    from unnest(${leaves.map(({ item }) => item)}::text[], ${leaves.map(({ rev }) => rev)}::integer[],
      ${read.map(({ type }) => type)}::text[], ${read.map(({ at }) => instantOf(at))}::timestamptz[],
      ${read.map(({ unit }) => unit ?? null)}::text[], ${leaves.map(({ leaf }) => leaf)}::bytea[])
      with ordinality as n (item, rev, type, at, unit, leaf, i)`.execute(tx)
}

function instantOf(at: string): string {
  return at.length === 10 ? `${at}T00:00:00Z` : at
}

async function moveHead(tx: Writer, old: Head, head: Head): Promise<void> {
  const { rows } = await sql<{ isBehind: boolean }>`
    select max(at) > clock_timestamp() as "isBehind" from transparency_log.checkpoint
    where size = (select max(size) from transparency_log.checkpoint)`.execute(tx)
  if (rows[0]?.isBehind)
    throw new LogFault('clock', 'the clock of the database is before the last checkpoint')
  const root = Buffer.from(head.root)
  await tx.insertInto('transparency_log.checkpoint').values({ size: head.size, root }).execute()
  const { numUpdatedRows } = await tx
    .updateTable('transparency_log.head')
    .set({ size: head.size, root })
    .where('size', '=', old.size)
    .where('root', '=', Buffer.from(old.root))
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new LogFault('tree', 'the head moved under the lock')
}

/** Signs what is committed and brings the files up to it. Answers whether the checkpoint moved. */
async function publish(
  { db, signer, files, clock }: SequencerEdges,
  { size, root }: Head,
  isWritten: boolean,
): Promise<boolean> {
  const published = await db.selectFrom('transparency_log.published').select('size').executeTakeFirst()
  if (isWritten && published?.size === size) return false
  const old = await sizeOfFiles(files, await signer.state())
  if (old === size && published?.size === size) return false
  const note = await signed({ db, signer }, size, root)
  const names = tilesBetween(old, size)
  await writeFiles(db, files, names)
  await files.writeCheckpoint(note)
  const at = clock()
  await db
    .insertInto('transparency_log.published')
    .values({ log_id: 1, size, note, at })
    .onConflict((clash) => clash.column('log_id').doUpdateSet({ size, note, at }))
    .execute()
  await files.forgetNarrower(names)
  return true
}

async function signed(
  { db, signer }: Pick<SequencerEdges, 'db' | 'signer'>,
  size: number,
  root: Uint8Array,
): Promise<string> {
  const state = await signer.state()
  if (state.size > size)
    throw new LogFault('signer-ahead', `size ${state.size} was signed before, the log has ${size}`)
  const nodeAt = nodesIn(db)
  if (!sameBytes(await rootAt(state.size, nodeAt), state.root))
    throw new LogFault('signer-fork', `another tree of size ${state.size} was signed before`)
  const consistency = await consistencyProof(state.size, size, nodeAt)
  const note = await signer.sign({ size, root, consistency })
  const { text } = await openNote(note, [readVkey(state.vkey)])
  const { origin, size: said, root: its } = readCheckpoint(text)
  if (origin !== state.origin || said !== size || !sameBytes(its, root))
    throw new LogFault('signer-key', 'the signer signed something else')
  return note
}

/** How far the files go: those of an interrupted step, or of another machine, are written again. */
async function sizeOfFiles(files: LogFiles, { vkey }: SignedState): Promise<number> {
  const note = await files.checkpoint()
  if (note === undefined) return 0
  return readCheckpoint((await openNote(note, [readVkey(vkey)])).text).size
}

const FILES_AT_ONCE = 64

async function writeFiles(db: Reader, files: LogFiles, names: readonly TileName[]): Promise<void> {
  for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
    const some = names.slice(from, from + FILES_AT_ONCE)
    const tiles = await Promise.all(some.map(async (name) => ({ name, bytes: await bytesOf(db, name) })))
    await files.writeTiles(tiles)
  }
  // The disk is read back at the right edge: what was signed is what stands there.
  for (const name of names.slice(-1)) {
    const written = await files.read(tilePath(name))
    if (!written || !sameBytes(written, await bytesOf(db, name)))
      throw new LogFault('written-wrong', `${tilePath(name)} does not hold what was written`)
  }
}

async function bytesOf(db: Reader, name: TileName): Promise<Uint8Array> {
  if (name.level === 'entries') return encodeBundle(await readLeaves(db, name.n, name.width))
  const hashes = await readTile(db, name)
  if (!hashes) throw new LogFault('tree', `${tilePath(name)} is missing`)
  return hashes.subarray(0, name.width * 32)
}
