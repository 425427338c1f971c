import { timingSafeEqual } from 'node:crypto'
import { addressOf, type Id, idOfAddress, type SiteId } from '#kernel/ids'
import { Conflict, NotFound } from '#kernel/refusals'
import type { Vault } from '#platform/vault'

/** Links in mails prove by a seal that we made them: nothing of them is stored, and nobody can make one up. */
export type Purpose = 'confirm' | 'manage' | 'unsubscribe' | 'staff'

export type Link = { purpose: Purpose; site: SiteId; id: Id; word?: string; until?: Date }

const NEVER = '0'
const NOTHING = '0'

/** `<id>.<word>.<until>.<seal>`, short enough for one segment of an address. */
export function linkToken(vault: Pick<Vault, 'sign'>, link: Link): string {
  const words = wordsOf(link)
  return `${words}.${vault.sign(purposeOf(link), words)}`
}

type Wanted = { purpose: Purpose; site: SiteId; now: Date }

/** What is forged, or was made for another purpose or another site, does not exist; what ran out says so. */
export function readToken(
  vault: Pick<Vault, 'sign'>,
  token: string,
  wanted: Wanted,
): { id: Id; word: string } {
  const at = token.lastIndexOf('.')
  const words = token.slice(0, Math.max(0, at))
  if (!isSame(token.slice(at + 1), vault.sign(purposeOf(wanted), words)))
    throw new NotFound('notifications.link-wrong')
  const [address = '', word = NOTHING, until = NEVER] = words.split('.')
  const id = idOfAddress(address)
  if (!id) throw new NotFound('notifications.link-wrong')
  if (until !== NEVER && Number.parseInt(until, 36) * 1000 < wanted.now.getTime())
    throw new Conflict('notifications.link-over')
  return { id, word }
}

function wordsOf({ id, word = NOTHING, until }: Link): string {
  return [addressOf(id), word, until ? Math.floor(until.getTime() / 1000).toString(36) : NEVER].join('.')
}

function purposeOf({ purpose, site }: Pick<Link, 'purpose' | 'site'>): string {
  return `notifications ${purpose} ${site}`
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
