import { type Command, UsageError } from './command.ts'
import { startServing } from './start.ts'

export const webCommand: Command = {
  usage: 'web',
  what: 'Pages and API alone, as many processes as you like beside a `worker`. Needs DATABASE_URL.',
  run: (config) => {
    if (config.database.kind === 'embedded')
      throw new UsageError(
        'web needs DATABASE_URL: the embedded database belongs to `start`, which runs everything.',
      )
    return startServing(config, { withWorker: false })
  },
}
