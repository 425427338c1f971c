import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { View } from '#platform/act'
import { escaped } from './asked.ts'

export const DEMANDS = ['nothing', 'frequent'] as const
/** Questions without an answer, or those asked most. */
export type Demand = (typeof DEMANDS)[number]
export const PERIODS = [7, 30, 90] as const

export type Question = {
  query: string
  /** In the period, and in the one of the same length before it. */
  callers: number
  callers_before: number
  /** What was found the last time. */
  hits: number
  is_found: boolean
  last_on: CivilDate
  /** What an editor answers to it. */
  answer_title: string | null
  answer_address: string | null
}

export type DemandFilter = {
  demand: Demand
  days: (typeof PERIODS)[number]
  text: string
  today: CivilDate
  limit: number
}

export async function listQuestions(
  { db, site }: Pick<View, 'db' | 'site'>,
  { demand, days, text, today, limit }: DemandFilter,
): Promise<Question[]> {
  const since = sql`${today}::date - ${days}::integer`
  const before = sql`${today}::date - ${days * 2}::integer`
  const { rows } = await sql<Question>`
    select q.*, a.title as answer_title, a.address as answer_address from (
      select query,
        coalesce(sum(callers) filter (where day > ${since}), 0)::integer as callers,
        coalesce(sum(callers) filter (where day <= ${since}), 0)::integer as callers_before,
        (array_agg(hits order by day desc))[1] as hits,
        (array_agg(is_found order by day desc))[1] as is_found,
        max(day) as last_on
      from search.asked
      where site_id = ${site} and day > ${before} and query like ${`%${escaped(text)}%`}
      group by query) q
    left join search.answer a on a.site_id = ${site} and a.query = q.query
    where q.callers > 0 and ${demand === 'nothing' ? sql`not q.is_found` : sql`q.is_found`}
    order by q.callers desc, q.last_on desc, q.query limit ${limit}`.execute(db)
  return rows
}

export type Totals = {
  callers: number
  callers_before: number
  unanswered: number
  unanswered_before: number
}

/** How much was asked, and how much of it in vain: now and in the period before. */
export async function countDemand(
  { db, site }: Pick<View, 'db' | 'site'>,
  { days, today }: Pick<DemandFilter, 'days' | 'today'>,
): Promise<Totals> {
  const since = sql`${today}::date - ${days}::integer`
  const sumOf = (condition: unknown) => sql`coalesce(sum(callers) filter (where ${condition}), 0)::integer`
  const { rows } = await sql<Totals>`
    select ${sumOf(sql`day > ${since}`)} as callers, ${sumOf(sql`day <= ${since}`)} as callers_before,
      ${sumOf(sql`day > ${since} and not is_found`)} as unanswered,
      ${sumOf(sql`day <= ${since} and not is_found`)} as unanswered_before
    from search.asked where site_id = ${site} and day > ${today}::date - ${days * 2}::integer`.execute(db)
  return rows[0]!
}
