/** What stands at an address of this site, read where it is at home. */
import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Tools } from '#platform/surface'
import type { Elsewhere } from './portal-json.ts'
import { findRegistered, type Registered } from './portal-queries.ts'
import { addressesAt, findHome, type Home } from './sharing-queries.ts'

/** `at` is the view of the site whose text it is; `elsewhere` says which one, unless it is this. */
export type Opened = { at: View; registered: Registered; elsewhere: Elsewhere | undefined }

export async function openRegistered(view: View, tools: Pick<Tools, 'publicUrl'>, id: Id): Promise<Opened> {
  return openAt(await findHome(view, id), tools, id)
}

export async function openAt(home: Home, tools: Pick<Tools, 'publicUrl'>, id: Id): Promise<Opened> {
  const registered = await findRegistered(home.view, id)
  return { at: home.view, registered, elsewhere: elsewhereOf(home, tools) }
}

export function elsewhereOf(
  { source, isEnded }: Home,
  { publicUrl }: Pick<Tools, 'publicUrl'>,
): Elsewhere | undefined {
  if (!source || isEnded) return undefined
  return { name: source.name, address: addressesAt(source, publicUrl) }
}
