import { parseArgs } from 'node:util'
import type { OrganisationId } from '#kernel/ids'
import { createPerson, insertGrant, ROLES, type RoleName } from '#modules/foundation/accounts'
import {
  establishOrganisation,
  listAllOrganisations,
  OrganisationForm,
} from '#modules/foundation/organisations'
import { type Act, viewOf } from '#platform/act'
import { addressesOf } from '#platform/sites'
import { circumstancesOf, seedToolsOf, systemActor } from '#platform/world'
import { type Command, UsageError } from './command.ts'
import { demandForm } from './in-words.ts'
import { systemClock, withInstallation } from './installation.ts'

const OPTIONS = {
  site: { type: 'string' },
  login: { type: 'string' },
  name: { type: 'string' },
  post: { type: 'string', default: '' },
  role: { type: 'string', default: 'administrator' },
  'credit-code': { type: 'string' },
  'organisation-name': { type: 'string' },
  'division-code': { type: 'string' },
} as const

/** How the first administrator of a real installation comes to be: there is no default account. */
export const userCommand: Command = {
  usage:
    'user [--site KEY] --login a@b.example --name NAME --credit-code CODE [--role administrator] [--organisation-name NAME --division-code NNNNNN]',
  what: 'Adds a person with a role, and the organisation if it is new; prints a code with which they set password and second factor.',
  run: async (config, words) => {
    const given = read(words)
    return withInstallation(config, async ({ app }) => {
      const all = await app.world.sites.all()
      const site = given.site === undefined ? all[0] : all.find(({ key }) => key === given.site)
      if (!site) throw new UsageError(`There is no site ${given.site}: mingtang site list.`)
      const invitation = await seedToolsOf(app.world).perform(site.id, (act) => addUser(act, given))
      const page = addressesOf(site, config.publicUrl)('/desk/invitation')
      console.log(`${given.login} may set a password at ${page} with the code:\n\n  ${invitation}\n`)
      return 0
    })
  },
}

type Given = ReturnType<typeof read>

function read(words: string[]) {
  const { values } = parseArgs({ args: words, options: OPTIONS })
  const { login, name, role } = values
  const code = values['credit-code']
  if (!login || !name || !code)
    throw new UsageError(`Say at least --login, --name and --credit-code.\nmingtang ${userCommand.usage}`)
  if (!Object.hasOwn(ROLES, role))
    throw new UsageError(`There is no role ${role}. Roles: ${Object.keys(ROLES).join(', ')}`)
  return { ...values, login, name, role: role as RoleName, code }
}

async function addUser(act: Act, given: Given): Promise<string> {
  const organisation = await findOrEstablish(act, given)
  const created = await createPerson(act, {
    login: given.login,
    name: given.name,
    post: given.post,
    email: '',
    organisation,
  } as never)
  if (!created.ok) throw new UsageError(`${given.login} exists already.`)
  await insertGrant(act, { person: created.id, role: given.role, organisation })
  return created.invitation
}

async function findOrEstablish(act: Act, given: Given): Promise<OrganisationId> {
  const view = viewOf(act.tx, circumstancesOf(act.site, systemActor('user', []), systemClock()))
  const known = (await listAllOrganisations(view)).find(({ credit_code }) => credit_code === given.code)
  if (known) return known.id
  const name = given['organisation-name']
  if (!name)
    throw new UsageError(
      `No organisation has the credit code ${given.code}: say --organisation-name and --division-code too.`,
    )
  const form = demandForm(OrganisationForm, {
    parent: '',
    kind: 'government',
    name,
    short_name: name,
    name_en: '',
    credit_code: given.code,
    division_code: given['division-code'] ?? '',
    agency_mark: '',
    head_post: '',
    head_name: '',
    functions: '',
    address: '',
    phone: '',
    hours: '',
    sort_order: '1',
  })
  const established = await establishOrganisation(act, form)
  if (!established.ok) throw new UsageError('The organisation could not be established.')
  return established.id
}
