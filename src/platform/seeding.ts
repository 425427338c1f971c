import type { SiteId } from '#kernel/ids'
import type { Reader } from './database.ts'
import type { Manifest, Seed } from './module.ts'
import { FIRST_SITE, type Site } from './sites.ts'
import { seedToolsOf, type World } from './world.ts'

/** Decided once, at the first start, and remembered: a demo never becomes a real site by a forgotten variable. */
export async function decideDemo(db: Reader, asked: boolean | undefined, isNew: boolean): Promise<boolean> {
  const known = await findSetting(db, 'demo')
  if (known !== undefined) return known === 'on'
  const demo = asked ?? isNew
  await rememberSetting(db, 'demo', demo ? 'on' : 'off')
  return demo
}

/** Every site in the order in which they came: what a later one takes over from an earlier one is there before it. */
export async function seedSites(world: World, demo: boolean): Promise<string[]> {
  const ran: string[] = []
  for (const { id } of await world.sites.all()) ran.push(...(await runSeeds(world, id, demo)))
  return ran
}

/** Each seed runs once in the life of a site; what an operator changed afterwards is never put back. */
export async function runSeeds(world: World, site: SiteId, demo: boolean): Promise<string[]> {
  const ran: string[] = []
  const own = await world.sites.byId(site)
  for (const module of usedFirst(world.house.modules)) {
    for (const seed of module.seeds ?? []) {
      if (seed.when === 'demo' && !(demo && own && isMeantFor(seed, own))) continue
      if (await runOnce(world, site, `${module.name}/${seed.name}`, seed))
        ran.push(`${module.name}/${seed.name}`)
    }
  }
  return ran
}

function isMeantFor({ site }: Seed, { id, key }: Site): boolean {
  return site === undefined ? id === FIRST_SITE : site === key
}

/** What a module builds on is there before it begins, whatever their order in the menu. */
export function usedFirst(modules: readonly Manifest[]): Manifest[] {
  const ordered = new Set<Manifest>()
  const take = (module: Manifest): void => {
    if (ordered.has(module)) return
    for (const used of module.uses) {
      const found = modules.find(({ name }) => name === used)
      if (found) take(found)
    }
    ordered.add(module)
  }
  for (const module of modules) take(module)
  return [...ordered]
}

async function runOnce(world: World, site: SiteId, name: string, seed: Seed): Promise<boolean> {
  const key = `seed:${site}:${name}`
  if ((await findSetting(world.db, key)) !== undefined) return false
  await seed.run(seedToolsOf(world), site)
  await rememberSetting(world.db, key, world.clock().toISOString())
  return true
}

export async function findSetting(db: Reader, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('platform.setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

export async function rememberSetting(db: Reader, name: string, value: string): Promise<void> {
  await db
    .insertInto('platform.setting')
    .values({ name, value })
    .onConflict((clash) => clash.column('name').doUpdateSet({ value }))
    .execute()
}
