import type { Reader } from '#platform/database'
import { sameBytes } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { readLeaf } from '#transparency-log/leaf'
import { BadNote, openNote, readVkey } from '#transparency-log/note'
import { LogFault } from './faults.ts'
import type { LogFiles } from './files.ts'
import { rootAt } from './right-edge.ts'
import type { LogSigner } from './signer-port.ts'
import { nodesIn } from './tree-tables.ts'

type Compared = {
  db: Reader
  signer: LogSigner
  files: LogFiles
  /** A log that was written before must be remembered here: else an old backup on a new machine would go on. */
  memory?: boolean | undefined
}

/**
 * Before anything is signed: the tiles hash to the head, and neither the published files nor the signer know more than
 * the database, or something else. Either would mean that an old backup was put back: to go on would be a second history.
 */
export async function demandSoundLog({ db, signer, files, memory = false }: Compared): Promise<void> {
  const { size, root } = await db
    .selectFrom('transparency_log.head')
    .select(['size', 'root'])
    .executeTakeFirstOrThrow()
  const nodeAt = nodesIn(db)
  if (!sameBytes(await rootAt(size, nodeAt), root))
    throw new LogFault('tree', `the stored tiles do not hash to the head of size ${size}`)
  const state = await signer.state()
  if (memory && state.size === 0 && size > 2 && (await files.checkpoint()) === undefined)
    throw new LogFault(
      'signer-new',
      `the log has ${size} entries, and on this machine neither its files nor the memory of its signer are there: mingtang log recover`,
    )
  await demandOrigin(db, state.origin)
  const published = await readPublished(files, state.vkey)
  if (published && published.size > size)
    throw new LogFault('files-ahead', `the published log has ${published.size} entries, the database ${size}`)
  if (published && !sameBytes(published.root, await rootAt(published.size, nodeAt)))
    throw new LogFault('files-fork', `the published log of ${published.size} entries is another one`)
  if (state.size > size)
    throw new LogFault('signer-ahead', `a log of ${state.size} entries was signed, the database has ${size}`)
  if (!sameBytes(state.root, await rootAt(state.size, nodeAt)))
    throw new LogFault('signer-fork', `the log of ${state.size} entries that was signed is another one`)
}

/** As the first entry says it; undefined while there is none. */
export async function findOrigin(db: Reader): Promise<string | undefined> {
  const genesis = await db
    .selectFrom('transparency_log.entry')
    .select('leaf')
    .where('idx', '=', 0)
    .executeTakeFirst()
  return genesis && String(readLeaf(genesis.leaf).data?.origin)
}

async function demandOrigin(db: Reader, origin: string): Promise<void> {
  const its = await findOrigin(db)
  if (its !== undefined && its !== origin)
    throw new LogFault('origin', `this log is ${its} for ever; LOG_ORIGIN or PUBLIC_URL say ${origin}`)
}

async function readPublished(files: LogFiles, vkey: string) {
  const note = await files.checkpoint()
  if (note === undefined) return undefined
  try {
    return readCheckpoint((await openNote(note, [readVkey(vkey)])).text)
  } catch (cause) {
    if (!(cause instanceof BadNote)) throw cause
    throw new LogFault('signer-key', 'the published checkpoint is not signed by the key of this log', {
      cause,
    })
  }
}
