import type { EnclosedFile, FeedEntry } from './module.ts'

export type AtomFeed = {
  id: string
  title: string
  self: string
  page: string
  updated: Date
  entries: readonly FeedEntry[]
}

/** Where the files of an entry are fetched; without it a feed names none. */
export type AddressOfFile = (file: EnclosedFile) => string

/** RFC 4287. `absolute` turns an address of the site into a whole one. */
export function atomOf(
  feed: AtomFeed,
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
    `<id>${xml(feed.id)}</id>`,
    `<title>${xml(feed.title)}</title>`,
    `<link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(feed.page)}"/>`,
    `<updated>${feed.updated.toISOString()}</updated>`,
    ...feed.entries.map((entry) => entryOf(entry, absolute, addressOfFile)),
    '</feed>',
    '',
  ].join('\n')
}

function entryOf(
  { id, title, address, summary, publisher, published_at, updated_at, files = [] }: FeedEntry,
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
) {
  return [
    '<entry>',
    `<id>urn:uuid:${id}</id>`,
    `<title>${xml(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xml(absolute(address))}"/>`,
    ...(addressOfFile ? files : []).map(
      (file) =>
        `<link rel="enclosure" type="${xml(file.media_type)}" length="${file.length}" title="${xml(file.name)}" href="${xml(addressOfFile!(file))}"/>`,
    ),
    `<published>${published_at.toISOString()}</published>`,
    `<updated>${updated_at.toISOString()}</updated>`,
    `<author><name>${xml(publisher)}</name></author>`,
    summary ? `<summary>${xml(summary)}</summary>` : '',
    '</entry>',
  ].join('')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as XML 1.0 allows it: control characters, which no entity can carry, are dropped. */
export function xml(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, '').replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
}
