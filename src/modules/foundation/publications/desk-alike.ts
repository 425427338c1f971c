import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import { DocumentForm } from './schema.ts'
import type { AutosaveRow, RevisionRow } from './tables.ts'

export type AlikeTitle = { publication_id: Id; title: string; is_shown: boolean }

/** Trigrams in common, of all: “关于调整7路…的通知” and the same of 8路 are alike, two notices of one bureau are not. */
const ALIKE = 0.6
const FEWEST_CHARACTERS = 4
const MOST = 5

/** Public titles of the site, and pending ones that the reader's scope opens: never blocks, only shown. */
export async function listAlikeTitles(
  view: View,
  title: string,
  except: Id | undefined,
): Promise<AlikeTitle[]> {
  if (Array.from(title.trim()).length < FEWEST_CHARACTERS) return []
  await sql`select set_config('pg_trgm.similarity_threshold', ${String(ALIKE)}, true)`.execute(view.db)
  const key = sql<string>`publications.title_key(${title})`
  const shown = await view.db
    .selectFrom('publications.shown')
    .select([
      'publication_id',
      'title',
      sql<number>`similarity(publications.title_key(title), ${key})`.as('alike'),
    ])
    .where('site_id', '=', view.site)
    .where(sql<boolean>`publications.title_key(title) % ${key}`)
    .$if(except !== undefined, (query) => query.where('publication_id', '<>', except!))
    .orderBy('alike', 'desc')
    .limit(MOST)
    .execute()
  const pending = await view.db
    .selectFrom('publications.revision')
    .select([
      'publication_id',
      'title',
      sql<number>`similarity(publications.title_key(title), ${key})`.as('alike'),
    ])
    .where('site_id', '=', view.site)
    .where('state', 'not in', ['published', 'superseded'])
    .where(sql<boolean>`publications.in_scope(organisation_id)`)
    .where(sql<boolean>`publications.title_key(title) % ${key}`)
    .$if(except !== undefined, (query) => query.where('publication_id', '<>', except!))
    .orderBy('alike', 'desc')
    .limit(MOST)
    .execute()
  const known = new Set(shown.map(({ publication_id }) => publication_id))
  return [
    ...shown.map((row) => ({ ...row, is_shown: true })),
    ...pending
      .filter(({ publication_id }) => !known.has(publication_id))
      .map((row) => ({ ...row, is_shown: false })),
  ]
    .sort((one, other) => other.alike - one.alike)
    .slice(0, MOST)
    .map(({ alike: _, ...row }) => row)
}

/** Longer without a word, and somebody has gone to lunch. */
const STILL_HERE_MS = 15 * 60_000

export async function listTypingOthers(view: View, id: Id, { except, now }: { except: string; now: Date }) {
  return view.db
    .selectFrom('publications.autosave')
    .select(['person_id', 'begun_at'])
    .where('site_id', '=', view.site)
    .where('revision_id', '=', id)
    .where('person_id', '<>', except)
    .where('at', '>', new Date(now.getTime() - STILL_HERE_MS))
    .orderBy('begun_at')
    .limit(5)
    .execute()
}

export async function seekOwnTyping(view: View, id: Id, person: string): Promise<AutosaveRow | undefined> {
  return view.db
    .selectFrom('publications.autosave')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('revision_id', '=', id)
    .where('person_id', '=', person)
    .executeTakeFirst()
}

const COMPARED = Object.keys(DocumentForm.shape)

/** What was typed and never saved, if it says anything else than what is saved. */
export function isUnsaved(
  saved: RevisionRow['content'],
  typed: AutosaveRow['typed'],
  sameText: boolean,
): boolean {
  const stored = saved as Record<string, unknown>
  return COMPARED.some((name) =>
    name === 'text' ? !sameText : name in typed && String(typed[name]).trim() !== String(stored[name] ?? ''),
  )
}
