import { type Progress, reindex } from '#modules/collectors/search'
import { jobToolsOf } from '#platform/world'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const reindexCommand: Command = {
  usage: 'reindex',
  what: 'Builds the search index of every site anew, while the sites run.',
  run: (config) =>
    withInstallation(config, async ({ app }) => {
      const tools = jobToolsOf(app.world, 'operator:reindex', [])
      for (const { id, key } of await app.world.sites.all()) {
        const total = await reindex(tools, id, (progress) => console.log(lineOf(key, progress)))
        console.log(`${key}: ${total} indexed`)
      }
      return 0
    }),
}

function lineOf(key: string, { kind, subjects, isNamed }: Progress): string {
  return `${key}: ${kind}${isNamed ? ', names' : ''} ${subjects}`
}
