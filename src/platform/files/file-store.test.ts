import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import S3rver from '@20minutes/s3rver'
import { siteId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { type FileStore, newFileKey } from './file-store.ts'
import { openFileStore, readFilesUrl } from './open-store.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')
const key = () => newFileKey(siteId(1), NOW)
const readAll = async (stream: Readable) => Buffer.concat(await stream.toArray())

type Place = { url: string; close(): Promise<unknown> }
type Kind = { name: string; open: (folder: string) => Promise<Place> }

const KINDS: readonly Kind[] = [
  { name: 'a directory', open: async (folder) => ({ url: `file://${folder}`, close: async () => {} }) },
  { name: 'storage that speaks S3', open: openS3 },
]

/** A server of the real protocol, with signatures checked. */
async function openS3(folder: string): Promise<Place> {
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory: folder },
    configureBuckets: [{ name: 'yunxi', configs: [] }],
  })
  await server.run()
  const { port } = (server as unknown as { httpServer: { address(): AddressInfo } }).httpServer.address()
  return {
    url: `s3://S3RVER:S3RVER@127.0.0.1:${port}/yunxi?region=us-east-1&tls=off`,
    close: () => server.close(),
  }
}

for (const { name, open } of KINDS) {
  describe(`files in ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingtang-files-'))
    let place: Place
    let store: FileStore
    before(async () => {
      place = await open(folder)
      store = openFileStore(readFilesUrl(place.url)!, folder)
    })
    after(async () => {
      await place.close()
      rmSync(folder, { recursive: true, force: true })
    })

    test('come back as they went in', async () => {
      const bytes = Buffer.from('七孔桥限行方案，2026年11月')
      const at = key()
      await store.put(at, bytes)
      assert.deepEqual(await readAll(await store.get(at)), bytes)
      assert.deepEqual(await store.stat(at), { length: bytes.length })
    })

    test('may arrive as a stream, and may be empty', async () => {
      const [one, other] = [key(), key()]
      await store.put(one, Readable.from([Buffer.from('前半'), Buffer.from('后半')]))
      await store.put(other, Buffer.alloc(0))
      assert.equal((await readAll(await store.get(one))).toString(), '前半后半')
      assert.deepEqual(await store.stat(other), { length: 0 })
    })

    test('are read in part, with both ends', async () => {
      const at = key()
      await store.put(at, Buffer.from('0123456789'))
      assert.equal((await readAll(await store.get(at, { from: 3, to: 5 }))).toString(), '345')
    })

    test('are gone once removed, and removing them again does no harm', async () => {
      const [gone, neighbour] = [key(), key()]
      await store.put(gone, Buffer.from('x'))
      await store.put(neighbour, Buffer.from('y'))
      await store.remove(gone)
      await store.remove(gone)
      assert.equal(await store.stat(gone), undefined)
      await assert.rejects(store.get(gone), NotFound)
      assert.deepEqual(await store.stat(neighbour), { length: 1 })
    })

    test('are never reached by a path that is no key', async () => {
      for (const bad of ['../keys/secret.key', '1/2026/../../x', '/etc/passwd', ''])
        await assert.rejects(async () => store.put(bad, Buffer.from('x')), /not a key/)
    })
  })
}

describe('a file that breaks off while it is written', () => {
  test('leaves nothing behind in a directory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingtang-files-'))
    const store = openFileStore({ kind: 'folder', path: folder }, folder)
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the line broke')
      })(),
    )
    const at = key()
    await assert.rejects(store.put(at, broken), /the line broke/)
    assert.equal(await store.stat(at), undefined)
    assert.deepEqual(readdirSync(join(folder, '1/2026')), [])
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('credentials of the storage', () => {
  test('that are wrong are refused by it, and stand in no message', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingtang-files-'))
    const place = await openS3(folder)
    const wrong = place.url.replace('S3RVER:S3RVER', 'S3RVER:hunter2')
    const store = openFileStore(readFilesUrl(wrong)!, folder)
    await assert.rejects(store.put(key(), Buffer.from('x')), (error: Error) => {
      assert.match(error.message, /403/)
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), /hunter2|S3RVER/)
      return true
    })
    await place.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('an address that names no whole place is none', () => {
    for (const bad of [
      's3://host/bucket',
      's3://k:s@host',
      's3://k:s@host/b?tls=perhaps',
      'ftp://x',
      'file:files',
      '',
    ])
      assert.equal(readFilesUrl(bad), undefined, bad)
    assert.deepEqual(readFilesUrl('file:'), { kind: 'folder', path: undefined })
    assert.deepEqual(readFilesUrl('file:///srv/files'), { kind: 'folder', path: '/srv/files' })
  })
})
