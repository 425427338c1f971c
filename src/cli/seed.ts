import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const seedCommand: Command = {
  usage: 'seed',
  what: 'Brings the database up to date and sets up what a new installation needs. Each part runs once.',
  run: (config) =>
    withInstallation(config, async ({ seeded }) => {
      console.log(seeded.length > 0 ? seeded.join('\n') : 'Everything is set up.')
      return 0
    }),
}
