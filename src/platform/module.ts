import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import type { CivilDate } from '#kernel/calendar'
import type { Clock } from '#kernel/clock'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Messages } from '#kernel/messages'
import type { Params } from '#kernel/refusals'
import type { LogType } from '#transparency-log/leaf'
import type { DeskLink, FrameLink } from '#ui'
import type { Act, Actor, Happening, Notice, Permission, View } from './act.ts'
import type { ApiSurface } from './api/operation.ts'
import type { House } from './house.ts'
import type { CronLine } from './jobs.ts'
import type { BodyCodes } from './log/leaves.ts'
import type { Surface, Tools } from './surface.ts'

/** What stops a release, or what a person should look at first. `decidable` ones a named officer may overrule. */
export type Finding = {
  code: string
  params?: Params
  weight: 'blocks' | 'warns'
  decidable?: boolean
  part?: string
  /** The name of the file in which it was found. */
  file?: string
}

/** A revision as the gates of other modules see it. */
export type RevisionAtGate = {
  site: SiteId
  publication: Id
  revision: Id
  kind: string
  organisation: OrganisationId
  content: unknown
}

export type Gate = (view: View, revision: RevisionAtGate) => Promise<Finding[]>

/** An entry of the law that a `not-public` decision may cite. */
export type Ground = {
  code: string
  law: string
  title: string
  strength: 'must-not' | 'may-refuse' | 'use-other-channel'
}

/** Stored bytes of a publication: `title`, `body`, `meta`, `file/1` …; those of a file lie in the file store. */
export type PartBytes = { name: string; media_type: string } & (
  | { bytes: Buffer; file?: undefined }
  | { bytes?: undefined; file: FileOfPart }
)

/** The cleaned copy that readers get, named by what is in it and by the name under which they see it. */
export type FileOfPart = { id: Id; label: string; length: number; sha256: string }

/** A file as the place that serves files must know it. */
export type KeptFile = {
  key: string
  media_type: string
  name: string
  length: number
  sha256: string
  /** Anyone may read it now. */
  isPublic: boolean
  /** Drawn anew by us, for a text. */
  isImage: boolean
  /** Who may see it before that: what they must hold, and over whom. */
  readers: { permission: Permission; organisation: OrganisationId }
}
/** What the caller may read of it is decided by the view: row-level policies leave out the drafts of others. */
export type FindFile = (view: View, id: Id) => Promise<KeptFile | undefined>

/** What lists, pages and search know of a publication without opening its parts. */
export type ShownFacts = {
  title: string
  summary: string
  /** Who issued it, where that is not the organisation that publishes it here. */
  issuer: string | null
  document_number: string | null
  signed_on: CivilDate | null
  effective_on: CivilDate | null
  expires_on: CivilDate | null
  validity: Validity | null
  subject_category: string | null
  source: string | null
  editor: string | null
  keywords: string
}

export const VALIDITIES = ['valid', 'amended', 'repealed', 'expired', 'not-yet'] as const
export type Validity = (typeof VALIDITIES)[number]

/** A kind of publication. Its pending content lives in the revision only; its own tables are written by `project`. */
export type Publishable<Content = unknown> = {
  kind: string
  shape: z.ZodType<Content>
  facts(content: Content): ShownFacts
  parts(content: Content): PartBytes[]
  project(act: Act, publication: Id, content: Content): Promise<void>
  address(publication: Id): string
  gates?: readonly Gate[]
}

/** One row for the search engine; `current` is false for a version that a later one replaced. */
export type SearchRow = {
  id: Id
  site: SiteId
  address: string
  title: string
  document_number: string | null
  publisher: string
  organisation: OrganisationId
  kind: string
  columns: string[]
  validity: Validity | null
  published_at: Date
  dated_on: CivilDate | null
  current: boolean
  /** The name of the site that it was taken in from. */
  shared_from?: string | null
  text: string
  /** Files that belong to it, each with what can be read out of it. */
  attachments?: readonly { name: string; text: string }[] | undefined
}

export type Searchable = {
  kind: string
  /** Events after which the rows of their subject are read anew. */
  events: readonly string[]
  /** All rows that the subject has now: none removes it from the index. */
  rows(view: View, subject: Id): Promise<SearchRow[]>
  /** Every subject, in pages by id, to build the index anew while the site runs. */
  subjects(view: View, after: Id | undefined, limit: number): Promise<Id[]>
}

/** What people look for by its name: an agency, a column, a service. */
export type NamedThing = {
  id: Id
  name: string
  name_en: string
  /** Short, former and customary names; pinyin and initials are made of all of them. */
  others: readonly string[]
  address: string
  /** Of an organisation: those above it, from the root down, and itself. What it published can be narrowed to it. */
  path?: readonly Id[] | undefined
}

export type Named = {
  kind: string
  /** Events after which all of its things are read anew. */
  events: readonly string[]
  things(view: View): Promise<readonly NamedThing[]>
}

export type FeedEntry = {
  id: Id
  title: string
  address: string
  summary: string
  publisher: string
  published_at: Date
  updated_at: Date
  files?: readonly EnclosedFile[]
}
export type EnclosedFile = { site: SiteId; id: Id; name: string; media_type: string; length: number }
export type Feed = { slug: string; title: string; entries(view: View, limit: number): Promise<FeedEntry[]> }

export type Dataset = {
  slug: string
  title: string
  fields: readonly { name: string; title: string }[]
  rows(
    view: View,
    after: string | undefined,
    limit: number,
  ): Promise<{ rows: Record<string, string | number | null>[]; next: string | undefined }>
}

/** What a module has disclosed under a head of the law, for catalogue, inspection and appraisal. */
export type Disclosure = {
  category: string
  organisation: OrganisationId
  count: number
  latest_at: Date | null
}
export type Disclosed = (view: View) => Promise<Disclosure[]>

/** A date that still runs, with what it is reckoned from: a changed working calendar may move it. */
export type OpenDate = { id: Id; title: string; address: string; clock: Pick<Clock, 'rule' | 'events'> }
export type OpenDates = (view: View) => Promise<readonly OpenDate[]>

/** `path` begins with a slash and may carry a query; the answer is an address of the site, or a whole one. */
export type Moved = (view: View, path: string) => Promise<string | undefined>

export const SLOTS = [
  'publication.footer',
  'publication.history-entry',
  'publication.editor',
  'column.footer',
  'organisation.page',
  'case.confirmation',
  'home.block',
] as const
export type Slot = (typeof SLOTS)[number]

/** A loader and a pure component for a slot whose host must not know this module. */
export type Panel<Loaded = unknown> = {
  slot: Slot
  order?: number
  /** What an editor who arranges pages calls it: a message key. */
  title?: string
  load(view: View, subject: Id | undefined): Promise<Loaded | undefined>
  component(props: { loaded: Loaded }): ComponentChildren
}

export function panel<Loaded>(panel: Panel<Loaded>): Panel {
  return panel as Panel
}

export function publishable<Content>(kind: Publishable<Content>): Publishable {
  return kind as Publishable
}

/** A job's handler writes through `tools.performAs`, with its own permissions and no others. */
export type Job = {
  permissions: readonly Permission[]
  /** Works as the owner of the tables: for erasing, which the application has no right to do. */
  asOwner?: true
  run(tools: JobTools, payload: Record<string, unknown>): Promise<void>
}
export type JobTools = Pick<Tools, 'db' | 'house' | 'vault' | 'files'> & {
  now: () => Date
  /** Whole addresses of a site, for what is read outside of it. */
  absoluteOn: (site: SiteId) => Promise<(path: string) => string>
  perform: <T>(site: SiteId, command: (act: Act) => Promise<T>) => Promise<T>
  look: <T>(site: SiteId, query: (view: View) => Promise<T>) => Promise<T>
}

export type DeskEntry = DeskLink & {
  /** Shown to those who hold it anywhere. */
  permission?: Permission
  count?: never
  counted?: (view: View, person: Id) => Promise<number>
  /** The lowest stands first, and is where signing in leads. */
  order?: number
}

export type Seed = {
  name: string
  /** `always` for every site, whenever it is added; `demo` only for the fictional city. */
  when: 'always' | 'demo'
  /** The key of the fictional site that a demo seed is for; without one the city itself, which is the first. */
  site?: string
  run(tools: SeedTools, site: SiteId): Promise<void>
}
/** Seeds go through the same commands as people do, and as the same people: four eyes hold for them too. */
export type SeedTools = JobTools & {
  /** As this person, at this moment of the story. */
  performAs: <T>(
    site: SiteId,
    who: { actor: Actor; at: Date },
    command: (act: Act) => Promise<T>,
  ) => Promise<T>
}

/** An entry of the public log that stands in a signed and published checkpoint. */
export type Included = { item: string; rev: number; index: number; type: LogType }

/** Words of a publication that two persons decided to erase: everything, some of its texts, or one part of a text. */
export type Erased = { publication: Id; revisions: readonly Id[]; part: string | undefined }

export type Manifest = {
  /** Wing and name as in the tree: `foundation/publications`. */
  name: string
  uses: readonly string[]
  messages?: Messages | readonly Messages[]
  permissions?: readonly Permission[]
  menu?: {
    portal?: (view: View) => Promise<FrameLink[]>
    desk?: readonly DeskEntry[]
    footer?: readonly { key: string; links: readonly FrameLink[] }[]
  }
  /** Where a surface stands if not at its module's name: the portal itself has the root, signing in has `/desk`. */
  mount?: { portal?: string; desk?: string }
  portal?: Surface
  desk?: Surface
  /** By the name that follows `/api/v1/`; a module's own is its last part. */
  api?: Readonly<Record<string, ApiSurface>>
  jobs?: Readonly<Record<string, Job>>
  cron?: readonly CronLine[]
  on?: Readonly<Record<string, (tools: JobTools, notice: Notice) => Promise<void>>>
  /** Which cached pages an event makes old. */
  tags?: Readonly<
    Record<string, (act: Act, happening: Happening) => Promise<readonly string[]> | readonly string[]>
  >
  seeds?: readonly Seed[]
  searchable?: readonly Searchable[]
  named?: readonly Named[]
  feeds?: readonly Feed[]
  datasets?: readonly Dataset[]
  disclosed?: Disclosed
  publishable?: readonly Publishable[]
  gates?: readonly Gate[]
  grounds?: (view: View) => Promise<Ground[]>
  panels?: readonly Panel[]
  openDates?: OpenDates
  /** Removes what the module keeps of erased words, in the act of the owner's job. */
  erases?: (act: Act, erased: Erased) => Promise<void>
  /** The codes under which organisations stand in the public log. */
  bodies?: BodyCodes
  /** Told of entries of one site that are in the log now: in order, at least once, at most 500 at a time. */
  included?: (act: Act, house: House, entries: readonly Included[]) => Promise<void>
  /** Files that this module keeps, by id. */
  files?: FindFile
  /** Asked before the site says that a page is not there: where this address leads now. */
  moved?: Moved
  /** Pages close to an address that leads nowhere; a label is its own message key. */
  near?: (view: View, path: string) => Promise<FrameLink[]>
}

export function defineModule(manifest: Manifest): Manifest {
  return manifest
}

/** The last part of a module's name: its addresses, and with underscores its schema. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
