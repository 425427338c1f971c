import type { DeskEntry, Manifest } from '../module.ts'
import type { SignedIn } from './identity.ts'

/** A person sees what concerns them: entries whose permission they hold somewhere. */
export function deskEntriesFor(person: SignedIn | undefined, modules: readonly Manifest[]): DeskEntry[] {
  if (!person) return []
  return modules
    .flatMap((module) => module.menu?.desk ?? [])
    .filter(({ permission }) => !permission || person.holds(permission))
    .sort((one, other) => (one.order ?? 100) - (other.order ?? 100))
}
