import type { AddressOfFile, AtomFeed } from './atom.ts'

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). An item must have content: the summary, else the title. */
export function jsonFeedOf(
  feed: AtomFeed & { description: string },
  absolute: (path: string) => string,
  addressOfFile?: AddressOfFile,
): string {
  const { title, description, page, self, entries } = feed
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: page,
    feed_url: self,
    ...(description && { description }),
    language: 'zh-CN',
    items: entries.map((entry) => ({
      id: `urn:uuid:${entry.id}`,
      url: absolute(entry.address),
      title: entry.title,
      content_text: entry.summary || entry.title,
      ...(entry.summary && { summary: entry.summary }),
      date_published: entry.published_at.toISOString(),
      date_modified: entry.updated_at.toISOString(),
      authors: [{ name: entry.publisher }],
      ...(addressOfFile &&
        entry.files?.length && {
          attachments: entry.files.map((file) => ({
            url: addressOfFile(file),
            mime_type: file.media_type,
            title: file.name,
            size_in_bytes: file.length,
          })),
        }),
    })),
  })
}
