import type { Logger } from 'pino'
import type { WorkingCalendar } from '#kernel/calendar'
import { type CallId, newId, type SiteId } from '#kernel/ids'
import type { Language } from '#kernel/messages'
import {
  type Actor,
  type AwaitInclusion,
  type Circumstances,
  type Look,
  lookerOf,
  type Perform,
  type Permission,
  performerOf,
} from './act.ts'
import type { Reader } from './database.ts'
import type { Files } from './files/files.ts'
import { echoesOf, type House } from './house.ts'
import type { Post } from './mail/post.ts'
import type { JobTools, SeedTools } from './module.ts'
import type { Replicas } from './replicas.ts'
import { addressesOf, type SiteDirectory } from './sites.ts'
import type { Vault } from './vault.ts'

/** The edges of the process, given from outside: tests replace them, nothing else reaches around them. */
export type World = {
  db: Reader
  /** None: everything is read from the primary. */
  replicas?: Replicas | undefined
  house: House
  /** Under which the public reaches this installation; decides how cookies are set. */
  publicUrl: string
  clock: () => Date
  logger: Logger
  sites: SiteDirectory
  vault: Vault
  files: Files
  /** None: mail stays in the outbox. */
  post?: Post | undefined
  calendar: (db: Reader, site: SiteId) => Promise<WorkingCalendar>
  drop: (tags: readonly string[]) => void
  log?: LogWatch | undefined
}

/** Whoever lets something out sees it public when the act returns. Jobs have nobody who waits for that. */
export type LogWatch = { included: AwaitInclusion; inJobs?: AwaitInclusion | undefined }

export type Stagehands = { perform: Perform; look: Look }

export function stagehandsOf(world: World): Stagehands {
  return stagehandsWith(world, world.log?.included)
}

function stagehandsWith(world: World, included: AwaitInclusion | undefined): Stagehands {
  const { db, calendar, drop, house, replicas } = world
  const committed = replicas && (() => replicas.changed())
  const stage = {
    db,
    calendar,
    drop,
    committed,
    included,
    echoes: echoesOf(house.modules),
    bodies: house.bodies,
  }
  return { perform: performerOf(stage), look: lookerOf(db) }
}

/** A job acts as `system` with the permissions that its manifest names, and no others. */
export function systemActor(task: string, permissions: readonly Permission[]): Actor {
  return { kind: 'system', id: task, unit: '*', may: (permission) => permissions.includes(permission) }
}

export function circumstancesOf(
  site: SiteId,
  actor: Actor,
  now: Date,
  language: Language = 'zh-CN',
): Circumstances {
  return { site, actor, language, now, call: newId(now) as CallId, reads: new Set<string>() }
}

export function jobToolsOf(world: World, task: string, permissions: readonly Permission[]): JobTools {
  return toolsFor(world, systemActor(task, permissions), stagehandsWith(world, world.log?.inJobs))
}

/** Seeds may do everything, and may do it as somebody. */
export function seedToolsOf(world: World): SeedTools {
  const { perform } = stagehandsOf(world)
  const seed: Actor = { kind: 'system', id: 'seed', unit: '*', may: () => true }
  return {
    ...toolsFor(world, seed, stagehandsOf(world)),
    performAs: (site, { actor, at }, command) => perform(circumstancesOf(site, actor, at), command),
  }
}

function toolsFor(world: World, actor: Actor, { perform, look }: Stagehands): JobTools {
  const here = (site: SiteId) => circumstancesOf(site, actor, world.clock())
  return {
    db: world.db,
    house: world.house,
    files: world.files,
    vault: world.vault,
    now: world.clock,
    absoluteOn: async (site) => addressesOf((await world.sites.byId(site))!, world.publicUrl),
    perform: (site, command) => perform(here(site), command),
    look: (site, query) => look(here(site), query),
  }
}
