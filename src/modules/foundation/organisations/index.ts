import type { Act, Happening } from '#platform/act'
import { defineModule } from '#platform/module'
import { api, apiMessages } from './api.ts'
import { desk } from './desk.tsx'
import { historyMessages } from './history-messages.ts'
import { organisationMessages } from './messages.ts'
import { namedOrganisations } from './named.ts'
import { portal } from './portal.tsx'
import { creditCodesOf, organisationsTag, organisationTag } from './queries.ts'
import { agenciesOfYunxi, bureauOfJtj } from './seeds.ts'
import './tables.ts'

const tags = (act: Act, { subject }: Happening) => [organisationTag(subject), organisationsTag(act.site)]

export const organisations = defineModule({
  name: 'foundation/organisations',
  uses: [],
  messages: [organisationMessages, historyMessages, apiMessages],
  permissions: ['organisation.edit'],
  bodies: creditCodesOf,
  menu: {
    desk: [
      {
        href: '/desk/organisations',
        key: 'organisation.desk-menu',
        permission: 'organisation.edit',
        group: 'people',
      },
    ],
  },
  portal,
  desk,
  api: { organisations: api },
  tags: {
    'organisation.established': tags,
    'organisation.amended': tags,
    'organisation.renamed': tags,
    'organisation.closed': tags,
    'organisation.reopened': tags,
  },
  seeds: [agenciesOfYunxi, bureauOfJtj],
  named: [namedOrganisations],
})

export { amendOrganisation, establishOrganisation } from './commands.ts'
export { closeOrganisation, listFormerNames, renameOrganisation } from './history.ts'
export {
  findOrganisation,
  listAbove,
  listAllOrganisations,
  listOrganisations,
  listSubtree,
  nameOrganisations,
  organisationsTag,
  organisationTag,
  seekOrganisation,
} from './queries.ts'
export { OrganisationForm, type OrganisationKind } from './schema.ts'
export { BUREAU, ORGANISATIONS, type SeedOrganisationNumber } from './seed-data.ts'
export type { OrganisationRow } from './tables.ts'
