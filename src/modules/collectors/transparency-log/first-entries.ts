import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Reader } from '#platform/database'
import { seal, secondsOf } from '#platform/log/leaves'
import { encodeLeaf } from '#transparency-log/leaf'
import type { SignedState } from './signer-port.ts'

/** Entry 0 says whose log it is, entry 1 under which key. */
export async function writeFirstEntries(
  tx: Reader,
  { origin, vkey }: SignedState,
  now: Date,
): Promise<NewLeaf[]> {
  const at = secondsOf(now)
  const genesis = seal(
    { v: 1, type: 'genesis', item: newItem(), rev: 1, at, data: { origin } },
    { site_id: null, subject: null, parts: [] },
  )
  const key = newItem()
  await sql`insert into record.log_manifest (item, rev, salt, manifest)
    values (${genesis.manifest.item}, 1, ${genesis.manifest.salt}, ${genesis.manifest.manifest})`.execute(tx)
  return [
    { item: genesis.item.item, rev: 1, leaf: genesis.leaf },
    {
      item: key,
      rev: 1,
      leaf: Buffer.from(encodeLeaf({ v: 1, type: 'key', item: key, rev: 1, at, data: { vkey } })),
    },
  ]
}

export type NewLeaf = { item: string; rev: number; leaf: Buffer }

function newItem(): string {
  return randomBytes(16).toString('hex')
}
