import { sql } from 'kysely'
import { z } from 'zod'
import type { CivilDate } from '#kernel/calendar'
import { addressOf, type Id, idOfAddress } from '#kernel/ids'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { ListQuery } from '#platform/http/query'
import { namesOf } from './desk-call.ts'

/** What a text waits for, as an office says it. */
export const STEPS = [
  'returned',
  'first-review',
  'second-review',
  'final-review',
  'secrecy',
  'release',
] as const
export type Step = (typeof STEPS)[number]
export const DUES = ['overdue', 'today', 'later'] as const
export type Due = (typeof DUES)[number]
const KINDS = ['article', 'document'] as const

const Address = z
  .string()
  .transform((text) => idOfAddress(text))
  .refine((id) => id !== undefined, 'list.bad-parameters')
  .transform((id) => id as Id)

/** Conditions of the desk's lists; all of them stand in the address, so that a list can be kept and sent. */
export const WorkQuery = ListQuery.extend({
  q: z
    .string()
    .trim()
    .max(100, 'list.bad-parameters')
    .refine((text) => !text.includes('\0'), 'list.bad-parameters')
    .optional(),
  organisation: Address.optional(),
  kind: z.enum(KINDS, 'list.bad-parameters').optional(),
  step: z.enum(STEPS, 'list.bad-parameters').optional(),
  due: z.enum(DUES, 'list.bad-parameters').optional(),
  author: Address.optional(),
})
export type WorkQuery = z.output<typeof WorkQuery>
export type WorkFilter = Pick<WorkQuery, 'q' | 'organisation' | 'kind' | 'step' | 'due' | 'author'>

/** As they stand in an address, without the page of the list. */
export function parametersOf({
  q,
  organisation,
  kind,
  step,
  due,
  author,
}: WorkFilter): Record<string, string> {
  return {
    ...(q && { q }),
    ...(organisation && { organisation: addressOf(organisation) }),
    ...(kind && { kind }),
    ...(step && { step }),
    ...(due && { due }),
    ...(author && { author: addressOf(author) }),
  }
}

export function isNarrowed({ organisation, kind, step, due, author, q }: WorkFilter): boolean {
  return [organisation, kind, step, due, author, q].some((one) => one !== undefined)
}

export function dueOf(due_on: CivilDate | null, today: CivilDate): Due {
  if (due_on === null || due_on > today) return 'later'
  return due_on === today ? 'today' : 'overdue'
}

export type FilterChoices = { organisations: [Id, string][]; authors: [Id, string][] }

/** Organisations and authors that have anything under way in the reader's scope. */
export async function listFilterChoices(view: View): Promise<FilterChoices> {
  const rows = await view.db
    .selectFrom('publications.revision')
    .select(['organisation_id', 'author_id'])
    .distinct()
    .where('site_id', '=', view.site)
    .where('state', 'not in', ['published', 'superseded'])
    .where('erased_at', 'is', null)
    .where(sql<boolean>`publications.in_scope(organisation_id)`)
    .limit(500)
    .execute()
  const organisations = await nameOrganisations(view, [...new Set(rows.map((row) => row.organisation_id))])
  const authors = await namesOf(
    view,
    rows.map((row) => row.author_id),
  )
  return {
    organisations: [...organisations].map(([id, { short_name }]): [Id, string] => [id, short_name]),
    authors: [...authors].map(([id, name]): [Id, string] => [id as Id, name]),
  }
}
