import { sql } from 'kysely'
import { z } from 'zod'
import { type CivilDate, instantAt, isCivilDate } from '#kernel/calendar'
import { type Cursor, DEFAULT_LIMIT, pageOf } from '#kernel/cursors'
import type { View } from '#platform/act'

export const LOG_VIEWS = ['all', 'refused', 'right'] as const
export type LogView = (typeof LOG_VIEWS)[number]

const Day = z
  .string()
  .refine((text) => isCivilDate(text), 'account.log.day-wrong')
  .transform((text) => text as CivilDate)

export const LogQuery = z.object({
  view: z.enum(LOG_VIEWS).default('all'),
  q: z.string().trim().max(100).optional(),
  from: Day.optional(),
  to: Day.optional(),
  cursor: z.string().max(400).optional(),
})
export type LogQuery = z.output<typeof LogQuery>

export type LoggedAttempt = Awaited<ReturnType<typeof pageAttempts>>['rows'][number]

/** Every try to prove who one is, newest first: right ones, wrong ones, and those with names that nobody bears. */
export async function pageAttempts(
  { db, site }: View,
  { view, q, from, to }: LogQuery,
  { after, limit = DEFAULT_LIMIT }: { after?: Cursor | undefined; limit?: number } = {},
) {
  const rows = await db
    .selectFrom('accounts.attempt')
    .leftJoin('accounts.colleague', (join) =>
      join
        .onRef('accounts.colleague.site_id', '=', 'accounts.attempt.site_id')
        .onRef('accounts.colleague.id', '=', 'accounts.attempt.person_id'),
    )
    .select(['accounts.attempt.id', 'at', 'purpose', 'login', 'ip', 'agent', 'outcome'])
    .select('accounts.colleague.name')
    .where('accounts.attempt.site_id', '=', site)
    .$if(view === 'right', (query) => query.where('outcome', '=', 'right'))
    .$if(view === 'refused', (query) => query.where('outcome', '<>', 'right'))
    .$if(from !== undefined, (query) => query.where('at', '>=', instantAt(from!)))
    .$if(to !== undefined, (query) => query.where('at', '<=', instantAt(to!, '24:00')))
    .$if(q !== undefined && q !== '', (query) => {
      const like = `%${q!.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')}%`
      return query.where((the) =>
        the.or([
          the('login', 'like', like.toLowerCase()),
          the('accounts.colleague.name', 'like', like),
          the('ip', 'like', like),
        ]),
      )
    })
    .$if(after !== undefined, (query) => query.where(sql<boolean>`attempt.id < ${after!.id}::uuid`))
    .orderBy('accounts.attempt.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, ({ at, id }) => ({ key: at.toISOString(), id }))
}

/** Of a name that nobody bears only a keyed hash was kept: people type passwords there. */
export function whoIn({ name, login }: Pick<LoggedAttempt, 'name' | 'login'>): string | undefined {
  return name ?? (login.startsWith('#') ? undefined : login)
}
