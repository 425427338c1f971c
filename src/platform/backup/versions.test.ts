import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { projectRoot } from '#app/root'
import { restoreBackup } from '#platform/backup/restore'
import { takeBackup } from '#platform/backup/take'
import { readMigrations } from '#platform/migrate'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded'
import { emptyDatabase, type TestDatabase } from '#test/database'
import { openHouse, type TestHouse } from '#test/house'

const OTHER = '/usr/lib/postgresql/15/bin'
const skip = existsSync(join(OTHER, 'postgres')) ? false : `no other PostgreSQL in ${OTHER}`

describe('the way from one major version of PostgreSQL to another', { skip }, () => {
  let house: TestHouse
  let folder: string
  let other: Embedded
  let back: TestDatabase

  before(async () => {
    house = await openHouse()
    folder = mkdtempSync(join(tmpdir(), 'mingtang-versions-'))
    chmodSync(folder, 0o711)
    other = await startEmbedded({ dataDir: join(folder, 'data'), pgBinDir: OTHER })
    back = await emptyDatabase()
  })
  after(async () => {
    await other?.stop()
    await back?.drop()
    await house.leave()
    rmSync(folder, { recursive: true, force: true })
  })

  const places = () => ({ keysDir: join(folder, 'keys'), filesDir: join(folder, 'files'), now: house.now() })
  const take = (ownerUrl: string, name: string) =>
    takeBackup({ ...places(), ownerUrl, path: join(folder, name), version: '9.9.9' })
  const restore = async (ownerUrl: string, name: string) =>
    restoreBackup(join(folder, name), {
      ...places(),
      ownerUrl,
      appRole: 'mingtang_app',
      migrations: await readMigrations(join(projectRoot, 'migrations')),
      ...{ isReplacing: false, withJobs: true },
    })

  test('leads there and back, and every table has the same hash on both', async () => {
    const client = new pg.Client(other.ownerUrl)
    await client.connect()
    const [{ server_version } = { server_version: '' }] = (
      await client.query<{ server_version: string }>('show server_version')
    ).rows
    await client.end()
    assert.match(server_version, /^15/)

    const { manifest } = await take(house.ownerUrl, 'there.tar')
    await restore(other.ownerUrl, 'there.tar')
    const there = await take(other.ownerUrl, 'back.tar')
    assert.deepEqual(there.manifest.tables, manifest.tables)
    await restore(back.ownerUrl, 'back.tar')
    const again = await take(back.ownerUrl, 'again.tar')
    assert.deepEqual(again.manifest.tables, manifest.tables)
  })
})
