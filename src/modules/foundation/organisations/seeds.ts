import { recordAll } from '#platform/act'
import type { Seed } from '#platform/module'
import { insertOrganisation, OPEN } from './commands.ts'
import { type Place, placeUnder } from './rules.ts'
import { BUREAU, ORGANISATIONS, type SeedOrganisation } from './seed-data.ts'

/** The agencies A01 to A23. Parents stand before their children in the data. */
export const agenciesOfYunxi: Seed = {
  name: 'agencies',
  when: 'demo',
  run: async (tools, site) => {
    await tools.perform(site, async (act) => {
      const places = new Map<string, Place>()
      for (const [number, { parent, ...facts }] of Object.entries<SeedOrganisation>(ORGANISATIONS)) {
        const place = placeUnder(parent ? places.get(parent) : undefined, facts.id, facts.sort_order)
        places.set(number, place)
        const parent_id = place.path.at(-2) ?? null
        await insertOrganisation(act, {
          ...{ leaders: [], contacts: [], email: '', postcode: '' },
          ...{ ...facts, ...place, parent_id, ...OPEN },
        })
      }
      const ids = Object.values<SeedOrganisation>(ORGANISATIONS).map(({ id }) => id)
      await recordAll(
        act,
        ids.map((id) => ({ event: 'organisation.established', subject: id, organisation: id })),
      )
    })
  },
}

/** The transport bureau on its own site: the root of a tree of one. */
export const bureauOfJtj: Seed = {
  name: 'bureau',
  when: 'demo',
  site: 'jtj',
  run: (tools, site) =>
    tools.perform(site, async (act) => {
      const { parent: _, ...facts } = BUREAU
      await insertOrganisation(act, {
        ...{ leaders: [], contacts: [], email: '', postcode: '' },
        ...{ ...facts, ...placeUnder(undefined, facts.id, facts.sort_order), parent_id: null, ...OPEN },
      })
      await recordAll(act, [{ event: 'organisation.established', subject: facts.id, organisation: facts.id }])
    }),
}
