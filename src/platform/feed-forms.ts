/** One feed in the three spellings that readers of news know. */
import { type AddressOfFile, type AtomFeed, atomOf } from './atom.ts'
import { jsonFeedOf } from './json-feed.ts'
import { rssOf } from './rss.ts'

export const FEED_FORMS = ['atom', 'rss', 'jsonfeed'] as const
export type FeedForm = (typeof FEED_FORMS)[number]

export const FEED_TYPES = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  jsonfeed: 'application/feed+json',
} as const satisfies Record<FeedForm, string>

export type SiteFeed = Omit<AtomFeed, 'self'> & { description: string; self: (form: FeedForm) => string }

export function feedIn(
  form: FeedForm,
  feed: SiteFeed,
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
): { type: string; body: string } {
  const whole = { ...feed, self: feed.self(form) }
  const write = { atom: atomOf, rss: rssOf, jsonfeed: jsonFeedOf }[form]
  return { type: `${FEED_TYPES[form]}; charset=utf-8`, body: write(whole, absolute, addressOfFile) }
}
