import { DataDirectoryInUse } from '#platform/postgres/embedded'
import { backupCommand } from './cli/backup.ts'
import { type Command, UsageError } from './cli/command.ts'
import { doctorCommand } from './cli/doctor.ts'
import { importCommand } from './cli/import.ts'
import { logCommand } from './cli/log.ts'
import { migrateCommand } from './cli/migrate.ts'
import { reindexCommand } from './cli/reindex.ts'
import { restoreCommand } from './cli/restore.ts'
import { seedCommand } from './cli/seed.ts'
import { siteCommand } from './cli/site.ts'
import { startCommand } from './cli/start.ts'
import { userCommand } from './cli/user.ts'
import { verifyCommand } from './cli/verify.ts'
import { webCommand } from './cli/web.ts'
import { workerCommand } from './cli/worker.ts'
import { ConfigError, readConfig } from './config.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  start: startCommand,
  web: webCommand,
  worker: workerCommand,
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
  import: importCommand,
  migrate: migrateCommand,
  seed: seedCommand,
  reindex: reindexCommand,
  log: logCommand,
  verify: verifyCommand,
  site: siteCommand,
  user: userCommand,
}

export async function run([name = 'start', ...words]: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const command = COMMANDS[name]
  if (!command || words.includes('--help')) {
    for (const { usage, what } of Object.values(COMMANDS)) console.log(`mingtang ${usage}\n    ${what}`)
    return command || ['help', '--help', '-h'].includes(name) ? 0 : 2
  }
  try {
    return await command.run(readConfig(env), words)
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError || error instanceof DataDirectoryInUse) {
      console.error(error.message)
      return 2
    }
    if (isUnreadable(error)) {
      console.error(`${error.message}\nmingtang ${command.usage}`)
      return 2
    }
    throw error
  }
}

/** Options that `parseArgs` does not know, or that lack their value. */
function isUnreadable(error: unknown): error is Error {
  return String((error as { code?: string } | undefined)?.code).startsWith('ERR_PARSE_ARGS_')
}
