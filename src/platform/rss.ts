import { type AddressOfFile, type AtomFeed, xml } from './atom.ts'
import type { FeedEntry } from './module.ts'

/** RSS 2.0, for readers that know nothing else. The same feed as Atom in another spelling. */
export function rssOf(
  feed: AtomFeed & { description: string },
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
): string {
  const { title, description, page, self, updated, entries } = feed
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    `<title>${xml(title)}</title>`,
    `<link>${xml(page)}</link>`,
    `<description>${xml(description || title)}</description>`,
    '<language>zh-cn</language>',
    `<lastBuildDate>${updated.toUTCString()}</lastBuildDate>`,
    `<atom:link rel="self" type="application/rss+xml" href="${xml(self)}"/>`,
    ...entries.map((entry) => itemOf(entry, absolute, addressOfFile)),
    '</channel>',
    '</rss>',
    '',
  ].join('\n')
}

/** RSS wants a mail address in `author`; an agency's name has its place in Dublin Core. */
function itemOf(
  { id, title, address, summary, publisher, published_at, files = [] }: FeedEntry,
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
) {
  return [
    '<item>',
    `<title>${xml(title)}</title>`,
    `<link>${xml(absolute(address))}</link>`,
    `<guid isPermaLink="false">urn:uuid:${id}</guid>`,
    `<pubDate>${published_at.toUTCString()}</pubDate>`,
    `<dc:creator>${xml(publisher)}</dc:creator>`,
    // RSS 2.0 gives an item one enclosure.
    ...(addressOfFile ? files.slice(0, 1) : []).map(
      (file) =>
        `<enclosure url="${xml(addressOfFile!(file))}" length="${file.length}" type="${xml(file.media_type)}"/>`,
    ),
    summary ? `<description>${xml(summary)}</description>` : '',
    '</item>',
  ].join('')
}
