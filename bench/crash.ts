/**
 * Publishes without end, as the six people of the transport bureau would, while application and database are killed
 * with `kill -9` at random moments and started again. At the end every release that was acknowledged must be there:
 * on the portal, in the search index, in the record and in the public log exactly once; what was not acknowledged is
 * there wholly or not at all; and every checkpoint that was ever seen is a part of the log as it stands at the end. The moments come from a seed. Linux only.
 *
 *     node dist/bench/crash.js [kills] [seed] [--short]
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { readId } from '#kernel/ids'
import {
  addressesOf,
  freePort,
  makeDataDir,
  type Product,
  removeDataDir,
  startProduct,
} from '#test/journeys/product'
import { type Approved, bringToApproval, release, type Staff, signInAll } from '#test/journeys/staff'
import { auditLog } from '#transparency-log/audit'
import { base64url } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { readNote } from '#transparency-log/note'
import { readPolicy } from '#transparency-log/policy'
import { openSource } from '#transparency-log/source/places'
import { isShort, numberAt, rounded } from './goals.ts'

const KILLS = numberAt(0, isShort ? 4 : 30)
const SEED = numberAt(1, 20261124)
const LANES = 2
const LONGEST_LIFE_MS = 2500
const LONGEST_GAP_MS = 60
/** Jobs that a crash interrupted run again after the start. */
const INDEXED_WITHIN_MS = 30_000

type Account = {
  acknowledged: Approved[]
  inDoubt: Approved[]
  restartsMs: number[]
  written: number
  /** Checkpoints as an outsider read them, by their size. */
  seen: Map<number, string>
}
type Run = { product: Product; staff: Staff; random: () => number; account: Account }

await main()

async function main(): Promise<void> {
  const dataDir = makeDataDir()
  const port = await freePort()
  const account: Account = { acknowledged: [], inDoubt: [], restartsMs: [], written: 0, seen: new Map() }
  const random = randomFrom(SEED)
  let product = await startProduct({ dataDir, port })
  try {
    const staff = await signInAll(product.url)
    for (let kill = 1; kill <= KILLS; kill++) {
      await publishUntilKilled({ product, staff, random, account })
      product = await startProduct({ dataDir, port, patience: 120 })
      account.restartsMs.push(product.startedInMs)
      console.log(
        `kill ${kill}: ${account.acknowledged.length} acknowledged, up again after ${rounded(product.startedInMs)} ms`,
      )
    }
    const faults = await examine(product, account)
    report(account, faults)
  } catch (error) {
    console.log(product.output().slice(-4000))
    throw error
  } finally {
    await product.stop()
    removeDataDir(dataDir)
  }
}

async function publishUntilKilled(run: Run): Promise<void> {
  const { product, random } = run
  const life = { isOver: false }
  const lanes = Array.from({ length: LANES }, (_, lane) => publish(run, life, lane))
  lanes.push(watch(run, life))
  await Promise.race([pause(50 + random() * LONGEST_LIFE_MS), Promise.all(lanes)])
  life.isOver = true
  await product.kill({ databaseFirst: random() < 0.5, gapMs: random() * LONGEST_GAP_MS })
  await Promise.all(lanes)
}

/** Reads checkpoints as fast as they come: none of them may ever turn out to be of another history. */
async function watch({ product, account }: Run, life: { isOver: boolean }): Promise<void> {
  while (!life.isOver) {
    const note = await readCheckpointFile(product.dataDir)
    if (note !== undefined) {
      const { size, root } = readCheckpoint(readNote(note).text)
      account.seen.set(size, base64url(root))
    }
    await pause(5)
  }
}

async function readCheckpointFile(dataDir: string): Promise<string | undefined> {
  return readFile(join(dataDir, 'log/public/checkpoint'), 'utf8').catch(() => undefined)
}

/** An error counts only while nobody has been killed: afterwards it is what the kill is for. */
async function publish({ staff, account }: Run, life: { isOver: boolean }, lane: number): Promise<void> {
  while (!life.isOver) {
    const number = ++account.written
    try {
      const approved = await bringToApproval(staff, paperOf(number, lane))
      // Before the answer nobody may say whether it is public.
      account.inDoubt.push(approved)
      await release(staff, approved)
      account.inDoubt.splice(account.inDoubt.indexOf(approved), 1)
      account.acknowledged.push(approved)
    } catch (error) {
      if (!life.isOver) throw error
    }
  }
}

function paperOf(number: number, lane: number) {
  return {
    title: `关于公交线网第${number}次微调的通知`,
    text: `为方便群众出行，自下月起对有关线路作第${number}次微调。\n\n## 一、调整内容\n\n首末班时间不变。`,
    ...(lane === 0 ? { documentNumber: `云溪交发〔2026〕${number}号` } : {}),
  }
}

/** Empty when all is well. */
async function examine(product: Product, account: Account): Promise<string[]> {
  const { acknowledged, inDoubt } = account
  const faults: string[] = []
  const client = new pg.Client({ connectionString: addressesOf(product.dataDir).ownerUrl })
  await client.connect()
  try {
    for (const one of acknowledged) faults.push(...(await faultsOf(product, client, one)))
    for (const one of inDoubt) faults.push(...(await halvesOf(product, client, one)))
    const doubled = await client.query(
      'select index_number from publications.publication where index_number is not null group by site_id, index_number having count(*) > 1',
    )
    for (const { index_number } of doubled.rows) faults.push(`index number ${index_number} was given twice`)
    faults.push(...(await faultsOfLog(product, client, account)))
  } finally {
    await client.end()
  }
  return faults
}

/** The log of files, followed from its first entry by the verifier, once for each checkpoint that was seen. */
async function faultsOfLog(
  product: Product,
  client: pg.Client,
  { acknowledged, seen }: Account,
): Promise<string[]> {
  const faults: string[] = []
  const folder = join(product.dataDir, 'log/public')
  const policy = readPolicy(await (await fetch(`${product.url}/log/policy`)).text())
  const { origin } = readCheckpoint(readNote((await readCheckpointFile(product.dataDir))!).text)
  for (const [size, root] of seen) {
    const { findings } = await auditLog(openSource(folder), { policy, remembered: { origin, size, root } })
    for (const { code, what } of findings)
      faults.push(`log against the checkpoint of ${size}: ${code}, ${what}`)
  }
  for (const { publication } of acknowledged) {
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from transparency_log.entry e join publications.publication p on p.log_item = e.item where p.id = $1`,
      [readId(publication)],
    )
    if (Number(rows[0]?.count) !== 1)
      faults.push(`${publication} has ${rows[0]?.count} entries in the public log`)
  }
  return faults
}

async function faultsOf(
  product: Product,
  client: pg.Client,
  { publication, revision, title }: Approved,
): Promise<string[]> {
  const found = await lookUp(product, client, { publication, title })
  const faults: string[] = []
  if (!found.isOnPortal) faults.push(`${publication} is not on the portal`)
  if (found.events !== 1) faults.push(`${publication} has ${found.events} entries in the record`)
  if (!(await isSearchable(client, revision))) faults.push(`${publication} is not in the search index`)
  return faults
}

/** A release whose answer was lost is public with its entry, or neither. */
async function halvesOf(product: Product, client: pg.Client, approved: Approved): Promise<string[]> {
  const { isOnPortal, events } = await lookUp(product, client, approved)
  const isWhole = (isOnPortal && events === 1) || (!isOnPortal && events === 0)
  return isWhole ? [] : [`${approved.publication}: half released (portal ${isOnPortal}, record ${events})`]
}

type Sought = Pick<Approved, 'publication' | 'title'>

async function lookUp({ url }: Product, client: pg.Client, { publication, title }: Sought) {
  const answer = await fetch(`${url}/publications/${publication}.json`)
  const shown = (await answer.json()) as { title?: string }
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from record.event event join publications.publication publication
       on publication.site_id = event.site_id and publication.id = event.subject
     where event.event = 'publication.published' and publication.id = $1`,
    [readId(publication)],
  )
  return { isOnPortal: answer.status === 200 && shown.title === title, events: Number(rows[0]?.count) }
}

async function isSearchable(client: pg.Client, revision: string): Promise<boolean> {
  const end = performance.now() + INDEXED_WITHIN_MS
  for (;;) {
    const { rowCount } = await client.query('select 1 from search.document where id = $1', [readId(revision)])
    if (rowCount === 1) return true
    if (performance.now() > end) return false
    await pause(100)
  }
}

function report({ acknowledged, inDoubt, restartsMs }: Account, faults: readonly string[]): void {
  for (const fault of faults.slice(0, 20)) console.log(`FAULT ${fault}`)
  const slowestRestartMs = rounded(Math.max(0, ...restartsMs))
  const facts = { kills: KILLS, seed: SEED, acknowledged: acknowledged.length, in_doubt: inDoubt.length }
  console.log(
    JSON.stringify({
      subject: 'crash',
      ...facts,
      slowest_restart_ms: slowestRestartMs,
      faults: faults.length,
    }),
  )
  if (faults.length > 0 || acknowledged.length < KILLS) process.exitCode = 1
}

/** mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
