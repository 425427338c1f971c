import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { auditLog, type Remembered } from '#transparency-log/audit'
import { policyOfKey, readPolicy } from '#transparency-log/policy'
import { openSource, Unreachable } from '#transparency-log/source/places'
import { recoverLog } from '../log.ts'
import { type Command, UsageError } from './command.ts'
import { bringUpToDate, openDatabase } from './installation.ts'

const OPTIONS = {
  policy: { type: 'string' },
  key: { type: 'string' },
  state: { type: 'string' },
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Of the verifier: 1 could not be read, 2 tampered with, 3 not signed as it must be. */
const EXIT = { unreachable: 1, tampered: 2, unsigned: 3 } as const

export const logCommand: Command = {
  usage:
    'log audit <folder|address> [--policy FILE | --key VKEY] [--state FILE] [--json] | log recover [--from <folder|address>]',
  what: 'Follows a public log from its first entry and compares it with what was seen before; or brings a restored database up to the published log.',
  run: async (config, words) => {
    const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true })
    const [verb, place, ...more] = positionals
    if (verb === 'audit' && place && more.length === 0) return audit(place, values)
    if (verb !== 'recover' || place) throw new UsageError(`mingtang ${logCommand.usage}`)
    const database = await openDatabase(config, 'own')
    try {
      await bringUpToDate(database)
      const { before, after } = await recoverLog(config, database.ownerUrl, values.from)
      console.log(
        before === after
          ? `The database has all ${after} entries of the published log.`
          : `The database had ${before} entries and has ${after} now, as the published log.`,
      )
      return 0
    } finally {
      await database.stop()
    }
  },
}

type Values = { policy?: string; key?: string; state?: string; json?: boolean }

async function audit(place: string, { policy: path, key, state, json = false }: Values): Promise<number> {
  const policy = key ? policyOfKey(key) : readPolicy(await policyText(place, path))
  if (!key && !path)
    console.error('The key is the one that the log itself names; keep a policy to be sure of it.')
  try {
    const { findings, size, remembered } = await auditLog(openSource(place), {
      policy,
      remembered: state === undefined ? undefined : await readState(state),
    })
    if (state && remembered) await writeFile(state, `${JSON.stringify(remembered)}\n`)
    if (json) console.log(JSON.stringify({ size, findings, remembered }, null, 2))
    else for (const { code, what } of findings) console.log(`${code}: ${what}`)
    const grave = findings.filter(({ code }) => code !== 'unknown-type')
    if (grave.some(({ code }) => code === 'signature')) return EXIT.unsigned
    if (grave.length > 0) return EXIT.tampered
    if (!json) console.log(`${size} entries, all of them under the signed root, each item an unbroken chain.`)
    return 0
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    console.error(error.message)
    return EXIT.unreachable
  }
}

async function policyText(place: string, path: string | undefined): Promise<string> {
  if (path) return readFile(path, 'utf8')
  if (!/^https?:/.test(place)) throw new UsageError('Say --policy or --key: a folder alone proves nothing.')
  const answer = await fetch(`${place.replace(/\/+$/, '')}/policy`)
  if (!answer.ok) throw new UsageError(`${place}/policy answers ${answer.status}: say --policy or --key.`)
  return answer.text()
}

async function readState(path: string): Promise<Remembered | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as Remembered)
}
