import { sql } from 'kysely'
import type { Reader } from '#platform/database'
import { nodesFromTiles, TILE_WIDTH, type TileName } from '#transparency-log/tiles'
import { HASH_BYTES, type NodeAt } from '#transparency-log/tree'
import { LogFault } from './faults.ts'
import type { Tile } from './right-edge.ts'

/** Nodes of the tree from the stored tiles, each read once, also when many are asked for at the same time. */
export function nodesIn(db: Reader): NodeAt {
  const known = new Map<string, Promise<Uint8Array>>()
  return nodesFromTiles(async ({ level, n, width }) => {
    const key = `${level}/${n}`
    const read = known.get(key) ?? demandTile(db, { level, n, width: 1 })
    known.set(key, read)
    const bytes = await read
    if (bytes.length < width * HASH_BYTES) throw new LogFault('tree', `tile ${key} is too short`)
    return bytes.subarray(0, width * HASH_BYTES)
  })
}

async function demandTile(db: Reader, name: TileName): Promise<Uint8Array> {
  const bytes = await readTile(db, name)
  if (!bytes) throw new LogFault('tree', `tile ${name.level}/${name.n} is missing`)
  return bytes
}

/** The tile in the asked width, or undefined where the log is not that large. */
export async function readTile(db: Reader, { level, n, width }: TileName): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('transparency_log.tile')
    .select('hashes')
    .where('level', '=', level as number)
    .where('n', '=', n)
    .executeTakeFirst()
  return row && row.hashes.length >= width * HASH_BYTES ? row.hashes : undefined
}

/** The leaves of a bundle, fewer where the log ends within it. */
export async function readLeaves(db: Reader, n: number, width = TILE_WIDTH): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('transparency_log.entry')
    .select('leaf')
    .where('idx', '>=', n * TILE_WIDTH)
    .where('idx', '<', n * TILE_WIDTH + width)
    .orderBy('idx')
    .execute()
  return rows.map(({ leaf }) => leaf)
}

/** A trigger sees to it that a tile is only continued. */
export async function writeTiles(db: Reader, tiles: readonly Tile[]): Promise<void> {
  await sql`insert into transparency_log.tile (level, n, hashes)
    select * from unnest(${tiles.map(({ level }) => level)}::integer[], ${tiles.map(({ n }) => n)}::bigint[],
      ${tiles.map(({ hashes }) => Buffer.from(hashes))}::bytea[])
    on conflict (level, n) do update set hashes = excluded.hashes`.execute(db)
}

/** The names of everything that a reader of the new size needs and one of the old size did not: hashes and entries. */
export function tilesBetween(old: number, size: number): TileName[] {
  const names: TileName[] = []
  const add = (level: TileName['level'], before: number, count: number): void => {
    for (let n = Math.floor(before / TILE_WIDTH); n * TILE_WIDTH < count; n++)
      names.push({ level, n, width: Math.min(TILE_WIDTH, count - n * TILE_WIDTH) })
  }
  add('entries', old, size)
  for (let level = 0, before = old, count = size; count > before; level++) {
    add(level, before, count)
    before = Math.floor(before / TILE_WIDTH)
    count = Math.floor(count / TILE_WIDTH)
  }
  return names
}
