import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { type Act, type Happening, outdate, recordAll } from '#platform/act'
import type { House } from '#platform/house'
import type { Included } from '#platform/module'
import type { PublicationRow, RevisionRow } from '../tables.ts'
import { settleRepeals } from './importing-repeals.ts'
import { actingOnOthers, restateAffected } from './restating.ts'
import { hide, showAll } from './showing.ts'

/** What an entry changes about one publication. */
type Change = {
  publication: PublicationRow
  /** Texts whose release is in the log now, in their order. */
  arrived: RevisionRow[]
  /** The entry makes the publication stand public. */
  opens: boolean
  /** Why it was restored, where that opened it. */
  restored: { reason: string; at: Date } | undefined
  /** The text to show from now on, if that changes. */
  text: RevisionRow | undefined
}

/**
 * What was released or restored stands in a signed checkpoint now, and so readers may see it. Told again of the same
 * entries it changes nothing; what was taken down in the meantime stays down.
 */
export async function includeReleases(act: Act, house: House, entries: readonly Included[]): Promise<void> {
  await followLog(act, entries)
  const upTo = new Map<string, number>()
  for (const { item, rev, type } of entries)
    if (type === 'publish' || type === 'revise' || type === 'restore')
      upTo.set(item, Math.max(rev, upTo.get(item) ?? 0))
  if (upTo.size === 0) return
  const changes = await listChanges(act, upTo)
  if (changes.length === 0) return
  await settleRevisions(act, changes)
  await settlePublications(act, changes)
  await showAll(
    act,
    house,
    changes.flatMap(({ publication, text }) =>
      text && publication.standing === 'public' ? [{ publication, revision: text }] : [],
    ),
  )
  await recount(act, changes)
  await restate(act, house, changes)
  await tell(act, changes)
}

async function listChanges(act: Act, upTo: ReadonlyMap<string, number>): Promise<Change[]> {
  const publications = await lockOfItems(act, [...upTo.keys()])
  const ids = publications.map(({ id }) => id)
  const arrived = Map.groupBy(
    (await listRevisions(act, ids, 'released')).toSorted((one, other) => one.number - other.number),
    ({ publication_id }) => publication_id,
  )
  const known = publications.flatMap((publication) => {
    const rev = upTo.get(publication.log_item)!
    const own = (arrived.get(publication.id) ?? []).filter(({ log_rev }) => log_rev! <= rev)
    const opens = publication.opening_rev !== null && publication.opening_rev <= rev
    return own.length > 0 || opens ? [{ publication, arrived: own, opens }] : []
  })
  const opened = known.filter(({ opens }) => opens).map(({ publication }) => publication.id)
  const restored = await settleRestorations(act, opened)
  const before = await listRevisions(act, opened, 'published')
  return known.map((change) => {
    const { id } = change.publication
    const newest = change.arrived.findLast(({ released_to }) => released_to === 'published')
    const earlier = before.find(({ publication_id }) => publication_id === id)
    return {
      ...change,
      restored: restored.get(id),
      text: newest ?? (change.opens ? earlier : undefined),
    }
  })
}

/** In one order, whoever locks several. */
async function lockOfItems(act: Act, items: readonly string[]): Promise<PublicationRow[]> {
  return act.tx
    .selectFrom('publications.publication')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('log_item', 'in', items)
    .orderBy('id')
    .forUpdate()
    .execute()
}

async function listRevisions(
  act: Act,
  publications: readonly Id[],
  state: 'released' | 'published',
): Promise<RevisionRow[]> {
  if (publications.length === 0) return []
  return act.tx
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('publication_id', 'in', publications)
    .where('state', '=', state)
    .execute()
}

async function settleRestorations(act: Act, opened: readonly Id[]) {
  if (opened.length === 0) return new Map<Id, { reason: string; at: Date }>()
  const rows = await act.tx
    .updateTable('publications.standing_change')
    .set({ pending: false })
    .where('site_id', '=', act.site)
    .where('publication_id', 'in', opened)
    .where('pending', '=', true)
    .returning(['publication_id', 'reason', 'at'])
    .execute()
  return new Map(rows.map(({ publication_id, ...change }) => [publication_id, change]))
}

async function settleRevisions(act: Act, changes: readonly Change[]): Promise<void> {
  const renewed = changes.filter(({ arrived, text }) => text && arrived.includes(text))
  await supersede(act, renewed)
  const settle = async (to: 'published' | 'superseded', ids: readonly Id[]) => {
    if (ids.length === 0) return
    await act.tx
      .updateTable('publications.revision')
      .set({ state: to, released_to: null, updated_at: act.now })
      .where('site_id', '=', act.site)
      .where('id', 'in', ids)
      .execute()
  }
  const current = new Set(renewed.map(({ text }) => text!.id))
  const all = changes.flatMap(({ arrived }) => arrived.map(({ id }) => id))
  await settle('published', [...current])
  await settle(
    'superseded',
    all.filter((id) => !current.has(id)),
  )
}

async function supersede(act: Act, renewed: readonly Change[]): Promise<void> {
  if (renewed.length === 0) return
  const versions = renewed.filter(({ text }) => text!.kind === 'version')
  await sql`update publications.revision set
      state = 'superseded',
      -- A new legal version makes the text it replaces an amended one; a correction leaves its standing in law alone.
      validity = case when publication_id = any(${versions.map(({ publication }) => publication.id)}::uuid[])
        then 'amended' else validity end,
      updated_at = ${act.now}
    where site_id = ${act.site} and state = 'published'
      and publication_id = any(${renewed.map(({ publication }) => publication.id)}::uuid[])`.execute(act.tx)
}

/** Changes the rows in hand too, so that what follows sees them as they are now. */
async function settlePublications(act: Act, changes: readonly Change[]): Promise<void> {
  for (const { publication, arrived, opens, restored, text } of changes) {
    publication.first_published_at ??= arrived[0]?.published_at ?? null
    if (text) publication.shown_revision_id = text.id
    if (opens) Object.assign(publication, { standing: 'public', opening_rev: null })
    if (restored || (text && publication.standing === 'public')) {
      publication.standing_reason = restored?.reason ?? null
      publication.standing_at = restored?.at ?? text!.published_at
    }
  }
  const rows = changes.map(({ publication }) => {
    const { id, first_published_at, shown_revision_id, standing, standing_reason, standing_at, opening_rev } =
      publication
    return { id, first_published_at, shown_revision_id, standing, standing_reason, standing_at, opening_rev }
  })
  await sql`update publications.publication p set
      first_published_at = n.first_published_at, shown_revision_id = n.shown_revision_id, standing = n.standing,
      standing_reason = n.standing_reason, standing_at = n.standing_at, opening_rev = n.opening_rev
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, first_published_at timestamptz,
      shown_revision_id uuid, standing text, standing_reason text, standing_at timestamptz, opening_rev integer)
    where p.site_id = ${act.site} and p.id = n.id`.execute(act.tx)
}

/** An older version that came late joins the history of a text that goes on being shown. */
async function recount(act: Act, changes: readonly Change[]): Promise<void> {
  const rows = changes.flatMap(({ publication, arrived }) =>
    arrived.length > 0 ? [{ id: publication.id, revisions: arrived.at(-1)!.number }] : [],
  )
  if (rows.length === 0) return
  await sql`update publications.shown s set revisions = n.revisions
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, revisions integer)
    where s.site_id = ${act.site} and s.publication_id = n.id and s.revisions < n.revisions`.execute(act.tx)
}

/** What these texts do to the standing in law of others, now that they are published. */
async function restate(act: Act, house: House, changes: readonly Change[]): Promise<void> {
  const texts = new Map(changes.flatMap(({ publication, text }) => (text ? [[publication.id, text]] : [])))
  if (texts.size === 0) return
  for (const id of await actingOnOthers(act, [...texts.keys()])) {
    const { document_number, title } = texts.get(id)!
    await restateAffected(act, house, id, document_number ?? title)
  }
  const aged = await settleRepeals(
    act,
    changes.flatMap(({ publication, text }) =>
      text && publication.standing === 'public' ? [publication] : [],
    ),
  )
  await recordAll(act, aged)
}

async function tell(act: Act, changes: readonly Change[]): Promise<void> {
  const happenings = changes.flatMap(({ publication, arrived, opens, restored }): Happening[] => {
    if (publication.standing !== 'public') return []
    const { id: subject, organisation_id: organisation } = publication
    const isNew = arrived.some(({ released_to }) => released_to === 'published')
    const events = [
      ...(opens && restored ? ['publication.restored'] : []),
      ...(isNew ? ['publication.published'] : []),
      ...(arrived.length > 0 && !isNew ? ['publication.version-added'] : []),
    ]
    return events.map((event) => ({ event, subject, organisation }))
  })
  if (happenings.length > 0) await recordAll(act, happenings)
  outdate(
    act,
    changes.map(({ publication }) => `publication:${publication.id}`),
  )
}

const TAKEN_DOWN: ReadonlySet<string> = new Set(['withdraw', 'redirect', 'erase', 'not-public'])
/** Said in the place of a text that a restored backup would show again. */
const AFTER_RESTORING = '按公开日志，本信息在备份之后已撤下。'

/**
 * After a backup was put back the log knows more than the database. What it says was taken down since is not shown
 * again, and the next act goes on with its count. Otherwise nothing is ahead of the publication's own count.
 */
async function followLog(act: Act, entries: readonly Included[]): Promise<void> {
  const ahead = await act.tx
    .selectFrom('publications.publication')
    .select(['id', 'log_item', 'log_rev', 'standing', 'organisation_id'])
    .where('site_id', '=', act.site)
    .where(
      'log_item',
      'in',
      entries.map(({ item }) => item),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, log_item, log_rev, standing, organisation_id } of ahead) {
    const newer = entries.filter(({ item, rev }) => item === log_item && rev > log_rev)
    const last = newer.at(-1)
    if (!last) continue
    const isDown = newer.some(({ type }) => TAKEN_DOWN.has(type)) && standing === 'public'
    await act.tx
      .updateTable('publications.publication')
      .set({
        log_rev: last.rev,
        opening_rev: null,
        ...(isDown && {
          standing: 'withdrawn' as const,
          standing_reason: AFTER_RESTORING,
          standing_at: act.now,
        }),
      })
      .where('site_id', '=', act.site)
      .where('id', '=', id)
      .execute()
    if (!isDown) continue
    await hide(act, id)
    await recordAll(act, [
      { event: 'publication.withdrawn-after-restoring', subject: id, organisation: organisation_id },
    ])
  }
}
