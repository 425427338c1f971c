import { parseArgs } from 'node:util'
import {
  amendSite,
  establishSite,
  moveHost,
  nextSite,
  SITE_FIELDS,
  SiteForm,
} from '#modules/foundation/sites'
import type { Permission } from '#platform/act'
import { runSeeds } from '#platform/seeding'
import { addressesOf, type Site } from '#platform/sites'
import { jobToolsOf, type World } from '#platform/world'
import type { App } from '../app.ts'
import { type Command, UsageError } from './command.ts'
import { demandForm } from './in-words.ts'
import { withInstallation } from './installation.ts'

const RIGHTS: readonly Permission[] = ['site.edit']
const optionOf = (field: string) => field.replaceAll('_', '-')

/** What the operator may say of a site, by the names of its facts: `--site-id-code`, `--icp-number` … */
const OPTIONS = {
  key: { type: 'string' },
  host: { type: 'string' },
  name: { type: 'string' },
  'name-en': { type: 'string' },
  owner: { type: 'string' },
  operator: { type: 'string' },
  'site-id-code': { type: 'string' },
  'icp-number': { type: 'string' },
  'police-filing-number': { type: 'string' },
  address: { type: 'string' },
  phone: { type: 'string' },
  description: { type: 'string' },
  keywords: { type: 'string' },
} as const
type Given = Readonly<Record<string, string | undefined>>

/** How sites come to be: key and host name are the operator's, the rest the administrator of the site may amend. */
export const siteCommand: Command = {
  usage: `site list | site add --key KEY --host HOST --name NAME | site amend --key KEY [${SITE_FIELDS.map((field) => `--${optionOf(field)} …`).join('] [')}]`,
  what: 'Lists the sites of this installation, adds one, or changes what one says of itself, while the sites run.',
  run: async (config, [verb, ...words]) => {
    const act = VERBS[verb ?? 'list']
    if (!act) throw new UsageError(`Say list, add or amend.\nmingtang ${siteCommand.usage}`)
    const given = read(words)
    return withInstallation(config, async ({ app, isDemo }) => {
      await act({ app, given, isDemo })
      return 0
    })
  },
}

type Asked = { app: App; given: Given; isDemo: boolean }

const VERBS: Readonly<Record<string, (asked: Asked) => Promise<void>>> = {
  list: async ({ app }) => {
    const { sites, publicUrl } = app.world
    for (const site of await sites.all())
      console.log([site.key, site.host, site.name, addressesOf(site, publicUrl)('/')].join('\t'))
  },
  add: async ({ app, given, isDemo }) => {
    const { key, host, name } = given
    if (!key || !host || !name) throw new UsageError('Say at least --key, --host and --name.')
    const site = await addSite(app.world, { ...given, key, host, name }, isDemo)
    console.log(
      `${site.name} answers under ${host} and at ${addressesOf(site, app.world.publicUrl)('/')}. Its first administrator: mingtang user --site ${key} …`,
    )
  },
  amend: async ({ app, given }) => {
    const site = given.key && (await app.world.sites.byKey(given.key))
    if (!site) throw new UsageError('Say --key of a site that is there: mingtang site list.')
    const { host } = given
    await jobToolsOf(app.world, 'operator:site', RIGHTS).perform(site.id, async (act) => {
      if (host) await moveHost(act, host)
      await amendSite(act, factsOf(given, site))
    })
    console.log(`${site.key} is amended.`)
  },
}

type NewSite = Given & { key: string; host: string; name: string }

/** The row and its trace in one act; then what every site begins with: roles, working calendar, columns. */
export async function addSite(world: World, given: NewSite, isDemo: boolean): Promise<Site> {
  const { key, host } = given
  const id = await nextSite(world.db)
  await jobToolsOf(world, 'operator:site', RIGHTS).perform(id, (act) =>
    establishSite(act, { key, host, ...factsOf({ ...given, owner: given.owner ?? given.name }) }),
  )
  await runSeeds(world, id, isDemo)
  return (await world.sites.byId(id))!
}

function read(words: string[]): Given {
  return parseArgs({ args: words, options: OPTIONS }).values
}

/** What is not said stays as it was, and of a new site empty. */
function factsOf(given: Given, before?: Site): SiteForm {
  const facts = SITE_FIELDS.map((field) => [
    field,
    given[optionOf(field)] ?? given[field] ?? before?.[field] ?? '',
  ])
  return demandForm(SiteForm, Object.fromEntries(facts))
}
