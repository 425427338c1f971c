import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Id, newId, type SiteId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { Act, View } from './act.ts'

/**
 * Personal data at rest: AES-256-GCM under one data key per party, the data key wrapped by a master key that
 * lives in files apart from the database. Destroying the data key erases everything sealed under it.
 */
export type Vault = {
  open(view: Pick<View, 'db' | 'site'>, party: Id, sealed: string): Promise<string>
  seal(act: Act, party: Id, text: string): Promise<string>
  newParty(act: Act): Promise<Id>
  /** After this nothing sealed for the party can be read again, by anyone. */
  destroy(act: Act, party: Id): Promise<void>
  /** For exact look-up of a sealed value: the same text always gives the same hash, and the hash says nothing. */
  lookupHash(text: string): string
  /** A seal for what leaves the house and must come back unchanged, as links in mails do; each purpose has its own. */
  sign(purpose: string, text: string): string
  /** Secrets of the installation itself (second-factor seeds), under the master key alone. */
  sealSecret(text: string): string
  openSecret(sealed: string): string
}

declare module './database.ts' {
  interface Tables {
    'platform.party_key': {
      site_id: SiteId
      id: Id
      wrapped: string | null
      created_at: Date
      destroyed_at: Date | null
    }
  }
}

type MasterKey = { id: string; key: Buffer }

/** Reads every master key; makes the first one. The newest seals, older ones still open. */
export async function openVault(keysDir: string): Promise<Vault> {
  const keys = await readMasterKeys(keysDir)
  const newest = keys.at(-1)!
  const masterOf = (id: string) => {
    const master = keys.find((key) => key.id === id)
    if (!master)
      throw new Error(`master key ${id} is not in ${keysDir}: restore the keys that belong to this database`)
    return master.key
  }
  const wrap = (dataKey: Buffer) => `${newest.id}.${encrypt(newest.key, dataKey)}`
  const unwrap = (wrapped: string) => {
    const [id, sealed] = splitAt(wrapped)
    return decrypt(masterOf(id), sealed)
  }
  const lookupKey = createHmac('sha256', keys[0]!.key).update('look-up').digest()
  const signingKey = createHmac('sha256', keys[0]!.key).update('signing').digest()
  return {
    newParty: async (act) => {
      const id = newId(act.now)
      await act.tx
        .insertInto('platform.party_key')
        .values({
          site_id: act.site,
          id,
          wrapped: wrap(randomBytes(32)),
          created_at: act.now,
          destroyed_at: null,
        })
        .execute()
      return id
    },
    seal: async (act, party, text) =>
      encrypt(unwrap(await wrappedKey({ db: act.tx, site: act.site }, party)), Buffer.from(text)),
    open: async (view, party, sealed) =>
      decrypt(unwrap(await wrappedKey(view, party)), sealed).toString('utf8'),
    destroy: async (act, party) => {
      await act.tx
        .updateTable('platform.party_key')
        .set({ wrapped: null, destroyed_at: act.now })
        .where('site_id', '=', act.site)
        .where('id', '=', party)
        .execute()
    },
    lookupHash: (text) => createHmac('sha256', lookupKey).update(text.normalize('NFKC')).digest('base64url'),
    sign: (purpose, text) =>
      createHmac('sha256', signingKey)
        .update(JSON.stringify([purpose, text]))
        .digest('base64url'),
    sealSecret: (text) => wrap(Buffer.from(text)),
    openSecret: (sealed) => unwrap(sealed).toString('utf8'),
  }
}

async function wrappedKey({ db, site }: Pick<View, 'db' | 'site'>, party: Id): Promise<string> {
  const row = await db
    .selectFrom('platform.party_key')
    .select('wrapped')
    .where('site_id', '=', site)
    .where('id', '=', party)
    .executeTakeFirst()
  if (!row?.wrapped) throw new NotFound('vault.erased')
  return row.wrapped
}

/** nonce (12) · tag (16) · ciphertext, base64url. */
function encrypt(key: Buffer, plain: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

function decrypt(key: Buffer, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url')
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  cipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()])
}

async function readMasterKeys(keysDir: string): Promise<MasterKey[]> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  const names = (await readdir(keysDir)).filter((name) => /^master-\d+\.key$/.test(name)).sort()
  if (names.length === 0) names.push(await makeMasterKey(keysDir, 1))
  return Promise.all(
    names.map(async (name) => {
      const key = Buffer.from((await readFile(join(keysDir, name), 'utf8')).trim(), 'base64url')
      if (key.length !== 32) throw new Error(`${name} in ${keysDir} is not a master key of 32 bytes`)
      return { id: name.slice('master-'.length, -'.key'.length), key }
    }),
  )
}

/** Written beside and renamed, so that a crash never leaves half a key; a second process finds the first one's. */
async function makeMasterKey(keysDir: string, number: number): Promise<string> {
  const name = `master-${String(number).padStart(4, '0')}.key`
  const beside = join(keysDir, `.${name}.${process.pid}`)
  await writeFile(beside, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  await rename(beside, join(keysDir, name))
  return name
}

/** Adds a master key; from now on it seals, and the earlier ones only open. */
export async function rotateMasterKey(keysDir: string): Promise<void> {
  const keys = await readMasterKeys(keysDir)
  await makeMasterKey(keysDir, Number(keys.at(-1)!.id) + 1)
}

function splitAt(text: string): [string, string] {
  const at = text.indexOf('.')
  return [text.slice(0, at), text.slice(at + 1)]
}
