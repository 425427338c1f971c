import { startBackground } from '../background.ts'
import { type Command, UsageError } from './command.ts'
import { bringUpToDate, loggerFor, openDatabase, openInstallation, untilToldToStop } from './installation.ts'

export const workerCommand: Command = {
  usage: 'worker',
  what: 'Jobs alone: search index, scheduled releases, event handlers. Needs DATABASE_URL.',
  run: async (config) => {
    if (config.database.kind === 'embedded')
      throw new UsageError(
        'worker needs DATABASE_URL: the embedded database belongs to `start`, which runs everything.',
      )
    const logger = loggerFor(config)
    const database = await openDatabase(config, 'own')
    await bringUpToDate(database)
    const installation = await openInstallation(config, database, logger)
    const background = await startBackground(installation.app.world, database.ownerUrl, logger)
    console.log('The worker runs.')
    const code = await untilToldToStop()
    await background.stop()
    await installation.close()
    return code
  },
}
