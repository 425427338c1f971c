import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { surveyTables } from '#platform/backup/survey'
import { connect, type Reader } from '#platform/database'
import { readMigrations } from '#platform/migrate'
import { findSetting } from '#platform/seeding'
import type { Config } from '../config.ts'
import { projectRoot } from '../root.ts'
import type { Command } from './command.ts'
import { type Asked, checkDeeply, checkMigrations, checkRoles, checkServer } from './doctor/database.ts'
import { attempt, type Finding, fail } from './doctor/finding.ts'
import { checkLog } from './doctor/log.ts'
import {
  checkAddresses,
  checkDataDir,
  checkDisk,
  checkFiles,
  checkKeys,
  checkMail,
  checkNativePackages,
  checkNode,
} from './doctor/machine.ts'
import { checkReplicas } from './doctor/replicas.ts'
import { checkBackups, checkCalendars, checkJobs, checkSearch } from './doctor/work.ts'
import { type Database, openDatabase, roleOf, systemClock } from './installation.ts'

const OPTIONS = {
  json: { type: 'boolean', default: false },
  deep: { type: 'boolean', default: false },
} as const

export const doctorCommand: Command = {
  usage: 'doctor [--json] [--deep]',
  what: 'Looks at everything and says what to do. --deep reads every row and index. Ends with 1 if something has failed.',
  run: async (config, words) => {
    const { values } = parseArgs({ args: words, options: OPTIONS })
    const findings = await examine(config, values.deep)
    console.log(values.json ? JSON.stringify({ findings }, null, 2) : findings.map(lineOf).join('\n'))
    return findings.some(({ level }) => level === 'fail') ? 1 : 0
  },
}

export async function examine(config: Config, isDeep: boolean): Promise<Finding[]> {
  const now = systemClock()
  const findings = [
    ...(await attempt('node', checkNode)),
    ...(await attempt('packages', checkNativePackages)),
    ...(await attempt('data directory', () => checkDataDir(config))),
    ...(await attempt('disk', () => checkDisk(config))),
    ...(await attempt('files', () => checkFiles(config, systemClock()))),
    ...(await attempt('mail', () => checkMail(config))),
  ]
  try {
    const database = await openDatabase(config, 'beside')
    try {
      findings.push(...(await examineDatabase(config, database, isDeep)))
    } finally {
      await database.stop()
    }
  } catch (error) {
    findings.push(
      fail(
        'database',
        `cannot be reached: ${(error as Error).message}`,
        'Start it; look at DATABASE_URL, and at postgres.log in DATA_DIR.',
      ),
    )
  }
  // After the database: a first start makes the keys.
  findings.push(...(await attempt('keys', () => checkKeys(config, now))))
  return findings
}

async function examineDatabase(config: Config, database: Database, isDeep: boolean): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl, application_name: 'doctor' })
  await client.connect()
  const { db, close } = connect(database.appUrl, { max: 2, name: 'doctor' })
  try {
    const asked: Asked = { client, appRole: roleOf(database.appUrl), now: systemClock }
    return [
      ...(await attempt('database', () => checkServer(asked))),
      ...(await checkReplicas(asked, config)),
      ...(await examineContents({ config, asked, db })),
      ...(isDeep ? await attempt('deep', async () => checkDeeply(asked, await surveyTables(client))) : []),
    ]
  } finally {
    await close()
    await client.end()
  }
}

type Contents = { config: Config; asked: Asked; db: Reader }

async function examineContents({ config, asked, db }: Contents): Promise<Finding[]> {
  const { rows } = await asked.client.query<{ there: boolean }>(
    `select to_regclass('platform.site') is not null as there`,
  )
  if (!rows[0]!.there)
    return [fail('database', 'it is empty', 'Start Mingtang, or run bin/mingtang.js seed: both set it up.')]
  const isDemo = (await findSetting(db, 'demo')) === 'on'
  const now = systemClock()
  return [
    ...(await attempt('roles', () => checkRoles(asked))),
    ...(await attempt('migrations', async () =>
      checkMigrations(asked, await readMigrations(join(projectRoot, 'migrations'))),
    )),
    ...(await attempt('addresses', () => checkAddresses(config, isDemo))),
    ...(await attempt('calendar', () => checkCalendars(db, now))),
    ...(await attempt('jobs', () => checkJobs(asked))),
    ...(await attempt('search', () => checkSearch(asked))),
    ...(await attempt('public log', () => checkLog(config, db, asked))),
    ...(await attempt('backup', () => checkBackups(asked, now, isDemo))),
  ]
}

const MARK = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' }

function lineOf({ check, level, what, todo }: Finding): string {
  return `${MARK[level]}  ${check}: ${what}${todo ? `\n      → ${todo}` : ''}`
}
