import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listOpenAlarms } from '#modules/collectors/transparency-log'
import type { Reader } from '#platform/database'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { readNote } from '#transparency-log/note'
import type { Config } from '../../config.ts'
import { logFilesDirOf, signerDirOf } from '../../log.ts'
import type { Asked } from './database.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const CHECK = 'public log'
const RECOVER = 'Stop Mingtang and run mingtang log recover (docs/operators/public-log.md).'

/** Whether database, published files and signer tell one history, and whether it goes on. */
export async function checkLog(
  config: Config,
  db: Reader,
  { client }: Pick<Asked, 'client'>,
): Promise<Finding[]> {
  const [head, published, alarms, waiting] = await Promise.all([
    db.selectFrom('transparency_log.head').select('size').executeTakeFirstOrThrow(),
    db.selectFrom('transparency_log.published').select('size').executeTakeFirst(),
    listOpenAlarms(db),
    client.query<{ n: number }>('select count(*)::int as n from record.log_outbox'),
  ])
  const findings = alarms.map(({ code, detail, at }) =>
    fail(CHECK, `has stopped since ${at.toISOString()}: ${code}, ${detail}`, RECOVER),
  )
  findings.push(...(await checkFiles(config, head.size)), ...(await checkSeed(config)))
  const { n } = waiting.rows[0]!
  if (n > 0)
    findings.push(
      warn(
        CHECK,
        `${n} entries wait to be numbered`,
        'They are when the worker runs; if it does, see its log.',
      ),
    )
  if (findings.length > 0) return findings
  return [ok(CHECK, `${published?.size ?? 0} entries, the same in the database and as files`)]
}

async function checkFiles(config: Config, size: number): Promise<Finding[]> {
  const note = await readFile(join(logFilesDirOf(config), 'checkpoint'), 'utf8').catch(() => undefined)
  if (note === undefined) {
    if (size === 0) return []
    return [
      warn(
        CHECK,
        'its files are not on this machine',
        'Normal beside the machine that writes the log; otherwise the next start writes them again.',
      ),
    ]
  }
  const published = readCheckpoint(readNote(note).text).size
  if (published > size)
    return [fail(CHECK, `${published} entries were published, the database has ${size}`, RECOVER)]
  return published < size
    ? [warn(CHECK, `${published} of ${size} entries are published`, 'They are when the worker runs.')]
    : []
}

async function checkSeed(config: Config): Promise<Finding[]> {
  const path = join(signerDirOf(config), 'seed')
  const found = await stat(path).catch(() => undefined)
  return found && (found.mode & 0o077) !== 0
    ? [fail(CHECK, `others can read its key, ${path}`, `chmod 600 ${path}`)]
    : []
}
