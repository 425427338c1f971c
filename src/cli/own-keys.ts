import { checksOfKeys, faultsOfKeys, type KeyCheck } from '#platform/backup/keys'
import type { Reader } from '#platform/database'
import { findSetting, rememberSetting } from '#platform/seeding'
import { UsageError } from './command.ts'

const SETTING = 'keys:master'

/**
 * A machine that finds no keys makes its own, with which it could open nothing of an installation that has some: so the
 * database remembers how to tell its keys, and a start with others ends before anything is sealed under a wrong one.
 */
export async function demandKeys(db: Reader, keysDir: string): Promise<void> {
  const faults = await faultsOfKeys(keysDir, await knownKeys(db))
  if (faults.length > 0)
    throw new UsageError(
      `The keys of this installation are not here:\n${faults.map((fault) => `- ${fault}`).join('\n')}\n` +
        'Copy the directory of the keys from another machine of it, or bring them back from where they were saved.',
    )
}

export async function rememberKeys(db: Reader, keysDir: string): Promise<void> {
  const known = await knownKeys(db)
  const there = await checksOfKeys(keysDir)
  if (there.length > known.length) await rememberSetting(db, SETTING, JSON.stringify(there))
}

async function knownKeys(db: Reader): Promise<KeyCheck[]> {
  return JSON.parse((await findSetting(db, SETTING)) ?? '[]') as KeyCheck[]
}
