/** When was each tag last dropped? So that a page whose rendering began before is not stored after. */

const REMEMBERED_TAGS = 20_000

export function createDrops(remembered: number = REMEMBERED_TAGS) {
  const last = new Map<string, number>()
  let sequence = 0
  /** Renders that began before this moment are refused whatever they read: their drops may be forgotten. */
  let floor = 0

  function drop(tags: Iterable<string>): void {
    sequence += 1
    for (const tag of tags) {
      last.delete(tag)
      last.set(tag, sequence)
    }
    while (last.size > remembered) forgetOldest()
  }

  function dropAll(): void {
    sequence += 1
    floor = sequence
    last.clear()
  }

  function forgetOldest(): void {
    const [tag, when] = last.entries().next().value!
    floor = Math.max(floor, when)
    last.delete(tag)
  }

  const now = () => sequence

  function happenedSince(began: number, tags: readonly string[]): boolean {
    return began < floor || tags.some((tag) => (last.get(tag) ?? 0) > began)
  }

  return { drop, dropAll, now, happenedSince }
}
