import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { FIRST_SITE } from './sites.ts'
import { openVault, rotateMasterKey, type Vault } from './vault.ts'
import { jobToolsOf } from './world.ts'

describe('the vault', () => {
  let house: TestHouse
  let keys: string
  let vault: Vault
  const tools = () => jobToolsOf(house.world, 'test', [])

  before(async () => {
    house = await openHouse()
    keys = mkdtempSync(join(tmpdir(), 'mingtang-keys-'))
    vault = await openVault(keys)
  })
  after(async () => {
    await house.leave()
    rmSync(keys, { recursive: true })
  })

  const sealed = (text: string) =>
    tools().perform(FIRST_SITE, async (act) => {
      const party = await vault.newParty(act)
      return { party, box: await vault.seal(act, party, text) }
    })
  const open = (party: Awaited<ReturnType<typeof sealed>>['party'], box: string, with_ = vault) =>
    tools().look(FIRST_SITE, (view) => with_.open(view, party, box))

  test('gives back what was sealed, rare characters too, and seals the same text differently each time', async () => {
    const one = await sealed('田𠮷 13800138000')
    const two = await sealed('田𠮷 13800138000')
    assert.equal(await open(one.party, one.box), '田𠮷 13800138000')
    assert.notEqual(one.box, two.box)
    assert.ok(!Buffer.from(one.box, 'base64url').includes('138'))
  })

  test('opens nothing under another party, and notices a changed byte', async () => {
    const [one, two] = [await sealed('a'), await sealed('b')]
    await assert.rejects(open(two.party, one.box))
    const bytes = Buffer.from(one.box, 'base64url')
    bytes[bytes.length - 1]! ^= 1
    await assert.rejects(open(one.party, bytes.toString('base64url')))
  })

  test('a destroyed key erases what was sealed under it, and nothing else', async () => {
    const [one, two] = [await sealed('erase me'), await sealed('keep me')]
    await tools().perform(FIRST_SITE, (act) => vault.destroy(act, one.party))
    await assert.rejects(open(one.party, one.box), { code: 'vault.erased' })
    assert.equal(await open(two.party, two.box), 'keep me')
  })

  test('a new master key seals from now on, and the old one still opens', async () => {
    const old = await sealed('before')
    await rotateMasterKey(keys)
    const rotated = await openVault(keys)
    assert.equal(await open(old.party, old.box, rotated), 'before')
    assert.match(rotated.sealSecret('x'), /^0002\./)
    assert.deepEqual(readdirSync(keys).sort(), ['master-0001.key', 'master-0002.key'])
    assert.equal(statSync(join(keys, 'master-0001.key')).mode & 0o077, 0)
  })

  test('finds an exact value by a hash that says nothing of it', () => {
    assert.equal(vault.lookupHash('１３８00138000'), vault.lookupHash('13800138000'))
    assert.notEqual(vault.lookupHash('13800138000'), vault.lookupHash('13800138001'))
  })
})
