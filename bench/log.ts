/**
 * The public log by itself, with real files, real fsync and a real signer: how fast leaves are numbered, signed and
 * written; what a proof costs in the middle of it; how long an auditor needs for all of it, from the files alone.
 *
 *     node dist/bench/log.js [entries] [--short]
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { bringUpToDate } from '#app/cli/installation'
import { openLogFiles, openSigningDesk } from '#modules/collectors/transparency-log'
import { connect, type Reader } from '#platform/database'
import { startEmbedded } from '#platform/postgres/embedded'
import { makeDataDir, removeDataDir } from '#test/journeys/product'
import { auditLog } from '#transparency-log/audit'
import { encodeLeaf } from '#transparency-log/leaf'
import { policyOfKey } from '#transparency-log/policy'
import { openSource } from '#transparency-log/source/places'
import { inclusionProof } from '#transparency-log/tree'
import { createSequencer } from '../src/modules/collectors/transparency-log/sequencer.ts'
import { nodesIn } from '../src/modules/collectors/transparency-log/tree-tables.ts'
import { isShort, judge, numberAt, percentile, rounded } from './goals.ts'

const ENTRIES = numberAt(0, isShort ? 20_000 : 1_000_000)
const AT_ONCE = 50_000
const PROOFS = 500
const UNIT = '11990100MB990003XK'

const place = makeDataDir()
const folder = mkdtempSync(join(tmpdir(), 'mingtang-log-'))
const server = await startEmbedded({ dataDir: place })
try {
  await bringUpToDate({ ...server, isOurs: true })
  const { db, close } = connect(server.ownerUrl, { max: 3 })
  try {
    await measure(db)
  } finally {
    await close()
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  removeDataDir(place)
}

async function measure(db: Reader): Promise<void> {
  const signer = await openSigningDesk(join(folder, 'signer'), { origin: 'www.yunxi.example/log' })
  const files = openLogFiles(join(folder, 'public'))
  const sequencer = createSequencer({ db, signer, files, clock: () => new Date() })
  await announce(db)
  await sequencer.step()
  let seconds = 0
  for (let done = 0; done < ENTRIES; done += AT_ONCE) {
    await fill(db, Math.min(AT_ONCE, ENTRIES - done))
    const began = performance.now()
    await sequencer.step()
    seconds += (performance.now() - began) / 1000
  }
  const { size } = await db.selectFrom('transparency_log.head').select('size').executeTakeFirstOrThrow()
  const proofs: number[] = []
  for (let each = 0; each < PROOFS; each++) {
    const began = performance.now()
    await inclusionProof(Math.floor((each / PROOFS) * size), size, nodesIn(db))
    proofs.push(performance.now() - began)
  }
  const began = performance.now()
  const { vkey } = await signer.state()
  const { findings } = await auditLog(openSource(join(folder, 'public')), { policy: policyOfKey(vkey) })
  const auditSeconds = (performance.now() - began) / 1000
  if (findings.length > 0) throw new Error(JSON.stringify(findings.slice(0, 5)))
  judge(
    'public log',
    [
      { name: 'sequencing, of 1,000 entries', value: (seconds / size) * 1e6, unit: 'ms', under: 200 },
      { name: 'proof, p99', value: percentile(proofs, 0.99), unit: 'ms', under: 5 },
      { name: 'audit of 1,000,000 entries', value: (auditSeconds / size) * 1e6, unit: 's', under: 60 },
    ],
    {
      entries: size,
      entries_a_second: rounded(size / seconds),
      audit_seconds: rounded(auditSeconds),
      memory_mb: rounded(process.memoryUsage().rss / 1e6),
    },
  )
}

async function announce(db: Reader): Promise<void> {
  const item = randomBytes(16).toString('hex')
  const c = { sha256: 'A'.repeat(43) }
  const leaf = encodeLeaf({ v: 1, type: 'unit', item, rev: 1, at: '2026-11-23T01:30:00Z', unit: UNIT, c })
  await db
    .insertInto('record.log_outbox')
    .values({ item, rev: 1, leaf: Buffer.from(leaf) })
    .execute()
}

/** As many leaves as acts would have committed, each of a thing of its own. */
async function fill(db: Reader, count: number): Promise<void> {
  for (let done = 0; done < count; done += 5000) {
    const leaves = Array.from({ length: Math.min(5000, count - done) }, () => {
      const item = randomBytes(16).toString('hex')
      const c = { sha256: randomBytes(32).toString('base64url') }
      const facts = {
        v: 1,
        type: 'publish',
        item,
        rev: 1,
        at: '2026-11-23T01:30:00Z',
        unit: UNIT,
        c,
      } as const
      return { item, leaf: Buffer.from(encodeLeaf(facts)) }
    })
    await sql`insert into record.log_outbox (item, rev, leaf) select item, 1, leaf
      from unnest(${leaves.map(({ item }) => item)}::text[], ${leaves.map(({ leaf }) => leaf)}::bytea[]) as n (item, leaf)`.execute(
      db,
    )
  }
}
