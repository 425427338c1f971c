import { createHmac, timingSafeEqual } from 'node:crypto'
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createArchive, DamagedArchive, openArchive, readWhole } from './archive.ts'

const MASTER = /^master-(\d+)\.key$/
const KEY_FILE = /^(?:master-\d+|secret)\.key$/

export type KeyCheck = { id: string; check: string }

/** Tells a key from another one without saying anything about it. */
export async function checksOfKeys(keysDir: string): Promise<KeyCheck[]> {
  const checks: KeyCheck[] = []
  for (const name of await keyFiles(keysDir)) {
    const id = MASTER.exec(name)?.[1]
    if (id) checks.push({ id, check: checkOf(await readFile(join(keysDir, name), 'utf8')) })
  }
  return checks
}

/** What is wrong with the keys of this machine for a database sealed with those; empty when nothing is. */
export async function faultsOfKeys(keysDir: string, needed: readonly KeyCheck[]): Promise<string[]> {
  const there = await checksOfKeys(keysDir)
  return needed.flatMap(({ id, check }) => {
    const found = there.find((key) => key.id === id)
    if (!found) return [`master-${id}.key is not in ${keysDir}`]
    return isSame(found.check, check)
      ? []
      : [`master-${id}.key in ${keysDir} is another key than the one it was sealed with`]
  })
}

export async function saveKeys(keysDir: string, path: string, at: Date): Promise<number> {
  const names = await keyFiles(keysDir)
  const archive = await createArchive(path, at)
  try {
    for (const name of names) await archive.add(name, await readFile(join(keysDir, name)))
    await archive.finish()
  } catch (error) {
    await archive.abandon()
    throw error
  }
  return names.length
}

/** Puts keys where there are none yet; one that is there already must be the same. */
export async function bringKeys(path: string, keysDir: string): Promise<number> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  const archive = await openArchive(path)
  try {
    for (const member of archive.members) {
      if (!KEY_FILE.test(member.name)) throw new DamagedArchive(`${member.name} is no key`)
      await bringKey(join(keysDir, member.name), await readWhole(archive, member))
    }
    return archive.members.length
  } finally {
    await archive.close()
  }
}

async function bringKey(place: string, bytes: Buffer): Promise<void> {
  const isThere = await access(place).then(
    () => true,
    () => false,
  )
  if (!isThere) await writeFile(place, bytes, { mode: 0o600, flag: 'wx', flush: true })
  else if (!(await readFile(place)).equals(bytes))
    throw new DamagedArchive(`${place} is there already and is another key: move it aside first`)
}

async function keyFiles(keysDir: string): Promise<string[]> {
  const names = await readdir(keysDir).catch(() => [] as string[])
  return names.filter((name) => KEY_FILE.test(name)).sort()
}

function checkOf(key: string): string {
  return createHmac('sha256', Buffer.from(key.trim(), 'base64url'))
    .update('mingtang backup')
    .digest('base64url')
    .slice(0, 22)
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
