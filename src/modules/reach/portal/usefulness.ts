import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Id, newId } from '#kernel/ids'
import { type Act, record, type View } from '#platform/act'
import { prefixOf } from '#platform/http/rate-limits'
import type { Job } from '#platform/module'
import type { ReportedPage } from './page-addresses.ts'

export const UsefulForm = z.object({
  page: z.string().default('/'),
  useful: z.enum(['yes', 'no'], 'portal.useful.choose'),
})
export const ReasonForm = z.object({
  page: z.string().default('/'),
  reason: z
    .string('portal.useful.reason-missing')
    .trim()
    .min(2, 'portal.useful.reason-missing')
    .max(500, 'portal.useful.reason-long'),
})

export type Caller = { address: string; agent: string }

/**
 * Counts one answer of a visitor to a page, once a day, without a cookie: a hash under a key that is made for the day
 * and thrown away after it. False where the visitor has answered already.
 */
export async function countUseful(
  act: Act,
  page: ReportedPage,
  useful: 'yes' | 'no',
  caller: Caller,
): Promise<boolean> {
  const { tx, site, today: day } = act
  const visitor = hashOf(await keyOfDay(act), page.path, caller)
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('portal.usefulness_visitor')
    .values({ site_id: site, day, visitor })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return false
  const row = await tx
    .insertInto('portal.usefulness')
    .values({
      ...{
        site_id: site,
        page: page.path,
        day,
        id: newId(act.now),
        publication_id: page.publication ?? null,
      },
      ...{ yes: useful === 'yes' ? 1 : 0, no: useful === 'no' ? 1 : 0 },
    })
    .onConflict((clash) =>
      clash.columns(['site_id', 'page', 'day']).doUpdateSet({
        yes: sql<number>`usefulness.yes + excluded.yes`,
        no: sql<number>`usefulness.no + excluded.no`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(act, { event: 'page.judged', subject: row.id, organisation: page.organisation })
  return true
}

/** What was missing, in the reader's words: kept with the page and the day, and with nothing else. */
export async function keepReason(act: Act, page: ReportedPage, reason: string): Promise<void> {
  const id = newId(act.now)
  await act.tx
    .insertInto('portal.usefulness_reason')
    .values({ site_id: act.site, id, page: page.path, day: act.today, reason })
    .execute()
  await record(act, { event: 'page.judged', subject: id, organisation: page.organisation })
}

async function keyOfDay({ tx, site, today: day }: Act): Promise<Buffer> {
  await tx
    .insertInto('portal.usefulness_key')
    .values({ site_id: site, day, key: randomBytes(32) })
    .onConflict((clash) => clash.doNothing())
    .execute()
  const { key } = await tx
    .selectFrom('portal.usefulness_key')
    .select('key')
    .where('site_id', '=', site)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return key
}

function hashOf(key: Buffer, path: string, { address, agent }: Caller): string {
  return createHmac('sha256', key)
    .update(`${path}\n${prefixOf(address)}\n${agent.slice(0, 400)}`)
    .digest('base64url')
}

/** After midnight the keys of the days before go, and what was hashed under them: nobody can count backwards. */
export const forgetVisitors: Job = {
  permissions: [],
  run: async ({ db, perform }) => {
    const sites = await db.selectFrom('platform.site').select('id').execute()
    for (const { id: site } of sites) {
      await perform(site, async (act) => {
        for (const table of ['portal.usefulness_visitor', 'portal.usefulness_key'] as const)
          await act.tx.deleteFrom(table).where('site_id', '=', site).where('day', '<', act.today).execute()
      })
    }
  },
}

export type Judged = { yes: number; no: number }

export async function countForPublication(view: View, publication: Id): Promise<Judged> {
  const row = await view.db
    .selectFrom('portal.usefulness')
    .select([sql<number>`coalesce(sum(yes), 0)`.as('yes'), sql<number>`coalesce(sum(no), 0)`.as('no')])
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .executeTakeFirstOrThrow()
  return { yes: Number(row.yes), no: Number(row.no) }
}
