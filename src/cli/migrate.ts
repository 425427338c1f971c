import type { Command } from './command.ts'
import { bringUpToDate, openDatabase } from './installation.ts'

export const migrateCommand: Command = {
  usage: 'migrate',
  what: 'Brings the database up to date. Does nothing where nothing is due.',
  run: async (config) => {
    const database = await openDatabase(config, 'beside')
    try {
      const applied = await bringUpToDate(database)
      console.log(applied.length > 0 ? applied.join('\n') : 'The database is up to date.')
      return 0
    } finally {
      await database.stop()
    }
  },
}
