import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { Invalid } from '#kernel/refusals'
import { type Act, record, type View } from '#platform/act'
import { demandSite, findRoot, viewOfAct } from './site-rights.ts'

export type MovedRow = { path: string; target: string }
export type ReadLine = { line: number; path: string; target: string; fault: string | undefined }

const LONGEST = 500
const MOST_ROWS = 50_000
/** Browsers follow twenty. */
const MOST_STEPS = 10
const TARGET = /^(?:\/(?![/\\])|https:\/\/[^\s/]+\.)[^\s\\]*$/

/** Old address, new address, one pair a line. Whole addresses are taken too: only path and query of the old one count. */
export function readMoved(text: string): ReadLine[] {
  const rows = parseRows(text)
  const seen = new Set<string>()
  const lines = rows
    .map(({ record: [from = '', to = ''], line }) => ({ line, from: from.trim(), to: to.trim() }))
    .filter(({ from, line }) => !(line === 1 && !/^(\/|https?:\/\/)/.test(from)))
    .map(({ line, from, to }) => {
      const path = pathOf(from)
      const fault = faultOf(path, to, seen)
      seen.add(path)
      return { line, path: path || from, target: to, fault }
    })
  const targets = new Map(lines.map(({ path, target }) => [path, target]))
  return lines.map((read) => ({ ...read, fault: read.fault ?? circleFrom(read, targets) }))
}

/** A list that leads from one old address to the next, and back to where it began. */
function circleFrom({ path, target }: MovedRow, targets: ReadonlyMap<string, string>): string | undefined {
  let at: string | undefined = target
  for (let step = 0; at !== undefined && step <= targets.size; step++) {
    if (at === path) return 'portal.moved.circle'
    at = targets.get(at)
    if (step > MOST_STEPS) return 'portal.moved.circle'
  }
  return undefined
}

function parseRows(text: string): { record: string[]; line: number }[] {
  try {
    const rows = parse(text, {
      ...{ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true },
      ...{ info: true, to: MOST_ROWS, delimiter: [',', '\t', ';'] },
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ record, line: info.lines }))
  } catch {
    throw new Invalid('portal.moved.unreadable', { rows: 'portal.moved.unreadable' })
  }
}

function faultOf(path: string, target: string, seen: ReadonlySet<string>): string | undefined {
  if (path === '' || path === '/' || path.length > LONGEST) return 'portal.moved.path-malformed'
  if (/^\/(desk|api|assets)(\/|$)/.test(path)) return 'portal.moved.path-ours'
  if (!TARGET.test(target) || target.length > LONGEST) return 'portal.moved.target-malformed'
  if (target === path) return 'portal.moved.circle'
  return seen.has(path) ? 'portal.moved.twice' : undefined
}

/** As it arrives at the site: decoded spelling and encoded spelling of one address are one. */
export function pathOf(given: string): string {
  const url = URL.parse(given, 'http://old')
  if (!url || !/^https?:$/.test(url.protocol) || !/^(\/|https?:\/\/)/.test(given)) return ''
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, '') : url.pathname
  return (path === '' ? '/' : path) + url.search
}

/** All lines or none: a list with a fault in it is shown back with every fault, and nothing is written. */
export async function importMoved(act: Act, rows: readonly MovedRow[]): Promise<number> {
  await demandSite(act)
  for (let from = 0; from < rows.length; from += 1000) {
    await act.tx
      .insertInto('portal.moved_address')
      .values(
        rows.slice(from, from + 1000).map(({ path, target }) => ({
          ...{ site_id: act.site, path, target },
          ...{ added_at: act.now, added_by: act.actor.id },
        })),
      )
      .onConflict((clash) =>
        clash.columns(['site_id', 'path']).doUpdateSet({
          target: sql<string>`excluded.target`,
          added_at: act.now,
          added_by: act.actor.id,
        }),
      )
      .execute()
  }
  const root = await findRoot(viewOfAct(act))
  await record(act, { event: 'address.moved', subject: root!, organisation: root })
  return rows.length
}

export async function removeMoved(act: Act, path: string): Promise<void> {
  await demandSite(act)
  await act.tx
    .deleteFrom('portal.moved_address')
    .where('site_id', '=', act.site)
    .where('path', '=', path)
    .execute()
  const root = await findRoot(viewOfAct(act))
  await record(act, { event: 'address.moved', subject: root!, organisation: root })
}

/** With its query first: old sites told their pages apart by it; then without, for what readers add to an address. */
export async function movedAddress(view: View, url: string): Promise<string | undefined> {
  const whole = pathOf(url)
  if (whole === '' || whole.length > LONGEST) return undefined
  const [path = whole] = whole.split('?', 1)
  const rows = await view.db
    .selectFrom('portal.moved_address')
    .select(['path', 'target'])
    .where('site_id', '=', view.site)
    .where('path', 'in', [whole, path])
    .execute()
  return (rows.find((row) => row.path === whole) ?? rows[0])?.target
}

export async function listMoved(view: View, search: string | undefined, after: string, limit: number) {
  const rows = await view.db
    .selectFrom('portal.moved_address')
    .select(['path', 'target', 'added_at'])
    .where('site_id', '=', view.site)
    .where('path', '>', after)
    .$if(search !== undefined, (query) =>
      query.where('path', 'like', `%${search!.replace(/[\\%_]/g, '\\$&')}%`),
    )
    .orderBy('path')
    .limit(limit + 1)
    .execute()
  return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1]!.path : undefined }
}
export type ListedMove = Awaited<ReturnType<typeof listMoved>>['rows'][number]

export async function countMoved(view: View): Promise<number> {
  const { count } = await view.db
    .selectFrom('portal.moved_address')
    .select(sql<number>`count(*)`.as('count'))
    .where('site_id', '=', view.site)
    .executeTakeFirstOrThrow()
  return Number(count)
}
