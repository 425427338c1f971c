/** What programs read: the formats of C2SP, byte for byte, so that verifiers written by others accept this log. */
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '#kernel/refusals'
import { listPartSalts } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import type { Surface, Tools } from '#platform/surface'
import { base64url } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { readLeaf } from '#transparency-log/leaf'
import { readNote } from '#transparency-log/note'
import { policyOfKey, writePolicy } from '#transparency-log/policy'
import type { Receipt } from '#transparency-log/receipt'
import { encodeBundle, readTilePath, type TileName, widthAt } from '#transparency-log/tiles'
import { writeProof } from '#transparency-log/tlog-proof'
import { inclusionProof } from '#transparency-log/tree'
import { listOpenAlarms } from './alarms.ts'
import {
  findEntry,
  findManifest,
  findPublished,
  findSubject,
  listEntriesOfItem,
  listKeyEntries,
  type Published,
} from './queries.ts'
import { nodesIn, readLeaves, readTile } from './tree-tables.ts'

const FOR_EVER = 'public,max-age=31536000,immutable'
const SHORTLY = 'max-age=2'

export const machine: Surface = (pages, tools) => {
  pages.addHook('onSend', async (_, reply) => {
    reply.header('access-control-allow-origin', '*')
  })
  pages.get('/checkpoint', async (_, reply) => {
    const { note } = await published(tools)
    return text(reply, note)
  })
  pages.get<{ Params: { '*': string } }>('/tile/*', async (call, reply) => tile(tools, call, reply))
  pages.get<{ Params: { index: string } }>('/proof/:index.tlog-proof', async (call, reply) => {
    const { size, note } = await published(tools)
    const index = readIndex(call.params.index, size)
    const proof = await inclusionProof(index, size, nodesIn(tools.db))
    return text(reply, writeProof({ index, proof, checkpoint: note }))
  })
  keys(pages, tools)
  pages.get<{ Params: { item: string } }>('/item/:item.json', async (call, reply) => {
    const { size } = await published(tools)
    const { item } = call.params
    const entries = /^[0-9a-f]{32}$/.test(item) ? await listEntriesOfItem(tools.db, item, size) : []
    if (entries.length === 0) throw new NotFound('log.unknown')
    reply.header('cache-control', SHORTLY)
    return { item, entries: entries.toReversed().map(({ idx, rev, type }) => ({ index: idx, rev, type })) }
  })
  pages.get<{ Params: { index: string } }>('/receipts/:index.json', async (call, reply) => {
    const { size } = await published(tools)
    reply.header('cache-control', SHORTLY)
    return receiptOf(tools, tools.view(call), readIndex(call.params.index, size))
  })
  pages.get('/health', async (_, reply) => {
    const { size, at, note } = await published(tools)
    const alarms = await listOpenAlarms(tools.db)
    reply.header('cache-control', 'no-store')
    const { root } = readCheckpoint(readNote(note).text)
    return {
      ...{ size, root: base64url(root), published_at: at.toISOString() },
      alarms: alarms.map(({ code, at: since }) => ({ code, since: since.toISOString() })),
    }
  })
}

function keys(pages: FastifyInstance, tools: Tools): void {
  const list = async () =>
    (await listKeyEntries(tools.db, (await published(tools)).size)).map(({ idx, leaf }) => ({
      vkey: String(readLeaf(leaf).data?.vkey),
      from_size: idx <= 1 ? 0 : idx,
    }))
  pages.get('/keys.json', async (_, reply) => {
    reply.header('cache-control', SHORTLY)
    return (await list()).map((key) => ({ ...key, until_size: null, status: 'current' }))
  })
  pages.get('/policy', async (_, reply) => {
    const [key] = (await list()).slice(-1)
    if (!key) throw new NotFound('log.unknown')
    return text(reply, writePolicy(policyOfKey(key.vkey)))
  })
}

function text(reply: FastifyReply, body: string) {
  return reply.type('text/plain; charset=utf-8').header('cache-control', SHORTLY).send(body)
}

async function published({ db }: Pick<Tools, 'db'>): Promise<Published> {
  const found = await findPublished(db)
  if (!found) throw new NotFound('log.not-begun')
  return found
}

async function tile(
  { db }: Tools,
  call: FastifyRequest<{ Params: { '*': string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const name = readTilePath(`tile/${call.params['*']}`)
  const { size } = await published({ db })
  if (!name || widthAt(size, name.level, name.n) < name.width) throw new NotFound('log.unknown')
  reply.header('cache-control', FOR_EVER).type('application/octet-stream')
  const bytes = await bytesOf(db, name)
  if (name.level !== 'entries') return reply.send(bytes)
  reply.header('vary', 'accept-encoding')
  return /\bgzip\b/.test(String(call.headers['accept-encoding'] ?? ''))
    ? reply.header('content-encoding', 'gzip').send(gzipSync(bytes))
    : reply.send(bytes)
}

async function bytesOf(db: Tools['db'], name: TileName): Promise<Buffer> {
  if (name.level === 'entries') return Buffer.from(encodeBundle(await readLeaves(db, name.n, name.width)))
  const hashes = await readTile(db, name)
  if (!hashes) throw new NotFound('log.unknown')
  return Buffer.from(hashes.subarray(0, name.width * 32))
}

/** As it is written in addresses: decimal, without leading zeros. */
export function readIndex(spelled: string, size: number): number {
  const index = /^(0|[1-9]\d{0,15})$/.test(spelled) ? Number(spelled) : Number.NaN
  if (!(index < size)) throw new NotFound('log.unknown')
  return index
}

/** What opens an entry. The salts of a text go along while it is public; those of an erased part are gone. */
async function receiptOf({ db }: Tools, view: View, index: number): Promise<Receipt> {
  const entry = (await findEntry(db, index))!
  const about = await findSubject(db, entry.item)
  const salts = about
    ? await listPartSalts({ ...view, site: about.site }, about.subject, entry.rev)
    : new Map<string, Buffer>()
  const opened = await findManifest(db, entry)
  const isOpen = opened?.salt && opened.manifest && (salts.size > 0 || !about)
  return {
    v: 1,
    leaf: entry.leaf.toString('utf8'),
    ...(isOpen && { manifest: opened.manifest!.toString('utf8'), salt: base64url(opened.salt!) }),
    parts: Object.fromEntries([...salts].map(([name, salt]) => [name, base64url(salt)])),
  }
}

/** The name that the log's own key bears. */
export function originOf(note: string): string {
  return readCheckpoint(readNote(note).text).origin
}
