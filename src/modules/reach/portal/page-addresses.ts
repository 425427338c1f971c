import { type Id, idOfAddress, type OrganisationId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { listColumns, seekListed } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import { ownAddress } from '#platform/http/call'
import { findRoot } from './site-rights.ts'

export type ReportedPage = {
  path: string
  title: string
  publication: Id | undefined
  organisation: OrganisationId
}

const LONGEST = 500

/** An address of this site without what readers add to it; nothing else is taken as one. */
export function pagePath(given: unknown): string {
  const own = ownAddress(typeof given === 'string' ? given.trim() : '', '/')
  const { pathname } = new URL(own, 'http://site')
  return pathname.length > LONGEST || pathname.startsWith('/desk') ? '/' : pathname
}

/** Who answers for a page: the publisher of a text, else the site itself. */
export async function findPage(view: View, path: string): Promise<ReportedPage> {
  const id = idOfAddress(/^\/publications\/([0-9a-z]{26})(?=\/|$)/.exec(path)?.[1] ?? '')
  const listed = id && (await seekListed(view, id))
  // For a text of another site this one can only speak as a whole.
  const organisation = listed?.organisation ?? (await findRoot(view))
  if (!organisation) throw new NotFound('page.unknown')
  if (listed) return { path, title: listed.title, publication: id, organisation }
  return { path, title: await titleOf(view, path), publication: undefined, organisation }
}

async function titleOf(view: View, path: string): Promise<string> {
  const slug = /^\/columns\/(.+)$/.exec(path)?.[1]
  const column = slug && (await listColumns(view)).find((one) => one.slug === slug)
  return column ? column.name : path
}
