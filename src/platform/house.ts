import type { Id } from '#kernel/ids'
import { type Language, type Messages, type Translate, translator } from '#kernel/messages'
import type { FrameLink } from '#ui'
import type { Act, Echoes, Happening, Notice, View } from './act.ts'
import type { BodyCodes } from './log/leaves.ts'
import type {
  Dataset,
  Disclosure,
  Erased,
  Feed,
  Finding,
  Gate,
  Ground,
  Included,
  KeptFile,
  Manifest,
  Named,
  OpenDate,
  Panel,
  Publishable,
  RevisionAtGate,
  Searchable,
  Slot,
} from './module.ts'

/** What all modules contribute, composed once at start. A host asks the house and never knows who answers. */
export type House = {
  modules: readonly Manifest[]
  translate(language: Language): Translate
  publishable(kind: string): Publishable
  searchables: readonly Searchable[]
  named: readonly Named[]
  feeds: readonly Feed[]
  datasets: readonly Dataset[]
  gate(view: View, revision: RevisionAtGate): Promise<Finding[]>
  grounds(view: View): Promise<Ground[]>
  disclosed(view: View): Promise<Disclosure[]>
  panels(slot: Slot): readonly Panel[]
  openDates(view: View): Promise<OpenDate[]>
  erase(act: Act, erased: Erased): Promise<void>
  included(act: Act, entries: readonly Included[]): Promise<void>
  bodies: BodyCodes
  /** A hash under the installation's key: the same text gives the same, and the hash alone says nothing. */
  keyed(text: string): string
  file(view: View, id: Id): Promise<KeptFile | undefined>
  /** Where an address leads that no page answers to any more: the first module that knows. */
  moved(view: View, path: string): Promise<string | undefined>
  near(view: View, path: string): Promise<FrameLink[]>
}

/** A loaded panel, ready to be placed. */
export type Placed = { panel: Panel; loaded: unknown }

export function houseOf(
  modules: readonly Manifest[],
  common: readonly Messages[],
  keyed: House['keyed'],
): House {
  const messages = [...common, ...modules.flatMap((module) => module.messages ?? [])]
  const translators = new Map<Language, Translate>([
    ['zh-CN', translator('zh-CN', messages)],
    ['en', translator('en', messages)],
  ])
  const kinds = new Map(
    modules.flatMap((module) => module.publishable ?? []).map((kind) => [kind.kind, kind]),
  )
  const gates: readonly Gate[] = modules.flatMap((module) => module.gates ?? [])
  const house: House = {
    modules,
    translate: (language) => translators.get(language)!,
    publishable: (kind) => known(kinds, kind),
    searchables: modules.flatMap((module) => module.searchable ?? []),
    named: modules.flatMap((module) => module.named ?? []),
    feeds: modules.flatMap((module) => module.feeds ?? []),
    datasets: modules.flatMap((module) => module.datasets ?? []),
    gate: async (view, revision) => {
      const own = kinds.get(revision.kind)?.gates ?? []
      return gather([...own, ...gates], (gate) => gate(view, revision))
    },
    grounds: (view) => gather(modules, async (module) => (await module.grounds?.(view)) ?? []),
    disclosed: (view) => gather(modules, async (module) => (await module.disclosed?.(view)) ?? []),
    panels: (slot) => panelsOf(modules, slot),
    openDates: (view) => gather(modules, async (module) => (await module.openDates?.(view)) ?? []),
    keyed,
    erase: async (act, erased) => {
      for (const module of modules) await module.erases?.(act, erased)
    },
    included: async (act, entries) => {
      for (const module of modules) await module.included?.(act, house, entries)
    },
    bodies: async (act, organisations) => {
      const codes = await Promise.all(modules.map((module) => module.bodies?.(act, organisations)))
      return new Map(codes.flatMap((own) => [...(own ?? [])]))
    },
    file: async (view, id) => {
      for (const module of modules) {
        const file = await module.files?.(view, id)
        if (file) return file
      }
      return undefined
    },
    moved: async (view, path) => {
      for (const module of modules) {
        const target = await module.moved?.(view, path)
        if (target !== undefined) return target
      }
      return undefined
    },
    near: (view, path) => gather(modules, async (module) => (await module.near?.(view, path)) ?? []),
  }
  return house
}

export async function placePanels(house: House, slot: Slot, view: View, subject?: Id): Promise<Placed[]> {
  const placed: Placed[] = []
  for (const panel of house.panels(slot)) {
    const loaded = await panel.load(view, subject)
    if (loaded !== undefined) placed.push({ panel, loaded })
  }
  return placed
}

/** Who hears an event: handlers of `on`, and the search index for the kinds that name the event. */
export function echoesOf(modules: readonly Manifest[]): Echoes {
  const jobs = new Map<string, string[]>()
  for (const module of modules) {
    for (const event of Object.keys(module.on ?? {})) push(jobs, event, handlerJob(module.name, event))
    for (const { kind, events } of module.searchable ?? []) {
      for (const event of events) push(jobs, event, searchJob(kind))
    }
    for (const { kind, events } of module.named ?? []) {
      for (const event of events) push(jobs, event, namedJob(kind))
    }
  }
  return {
    jobs: ({ event }: Happening) => jobs.get(event) ?? [],
    tags: (act: Act, happening: Happening) =>
      gather(modules, async (module) => (await module.tags?.[happening.event]?.(act, happening)) ?? []),
  }
}

export function handlerJob(module: string, event: string): string {
  return `on:${module}:${event}`
}

export function searchJob(kind: string): string {
  return `search:${kind}`
}

export function namedJob(kind: string): string {
  return `named:${kind}`
}

export function readNotice(payload: Record<string, unknown>): Notice {
  return payload as Notice
}

function panelsOf(modules: readonly Manifest[], slot: Slot): Panel[] {
  return modules
    .flatMap((module) => module.panels ?? [])
    .filter((panel) => panel.slot === slot)
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
}

async function gather<From, To>(
  all: readonly From[],
  each: (from: From) => Promise<readonly To[]>,
): Promise<To[]> {
  const found: To[] = []
  for (const one of all) found.push(...(await each(one)))
  return found
}

function known(kinds: ReadonlyMap<string, Publishable>, kind: string): Publishable {
  const publishable = kinds.get(kind)
  if (!publishable) throw new Error(`no module declares the kind of publication "${kind}"`)
  return publishable
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  map.set(key, [...(map.get(key) ?? []), value])
}
