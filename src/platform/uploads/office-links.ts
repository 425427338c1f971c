/** Relationships (ISO/IEC 29500-2, 9): how the parts of an office file hang together, and what they fetch. */
import { posix } from 'node:path'
import type { Archive } from './archives.ts'
import { NotTaken } from './not-taken.ts'
import { attributeOf, readXml, rewriteXml } from './xml.ts'

export type Link = {
  /** The part that links, and under which id it does. */
  owner: string
  id: string
  /** The part that is meant, or the address outside. */
  part: string | undefined
  address: string | undefined
  kind: string
  isDropped: boolean
}

export async function linksOf(archive: Archive): Promise<Link[]> {
  const links: Link[] = []
  for (const name of archive.names.filter((one) => one.endsWith('.rels'))) {
    const owner = ownerOf(name)
    readXml(await archive.read(name), {
      open: (element) => {
        if (element.local !== 'Relationship') return
        const target = attributeOf(element, 'Target') ?? ''
        const isOutside =
          attributeOf(element, 'TargetMode') === 'External' || /^(?:[a-z][a-z+.-]+:|\\\\|\/\/)/i.test(target)
        links.push({
          owner,
          id: attributeOf(element, 'Id') ?? '',
          part: isOutside ? undefined : partOf(owner, target),
          address: isOutside ? target : undefined,
          kind: (attributeOf(element, 'Type') ?? '').replace(/^.*\//, ''),
          isDropped: false,
        })
      },
    })
  }
  return links
}

/** A hyperlink waits for a click. Anything else outside is fetched on opening, and so tells who opens the file, and when. */
export function checkLinks(links: Link[], removed: Set<string>): void {
  for (const link of links) {
    if (link.address === undefined) continue
    const isLocal = !/^(?:https?|ftp|file:\/\/[^/]|\\\\|\/\/)/i.test(link.address)
    if (link.kind === 'hyperlink') {
      if (!/^(?:https?:|mailto:|#)/i.test(link.address)) drop(link, removed)
    } else if (link.kind === 'attachedTemplate' && isLocal) drop(link, removed)
    else throw new NotTaken('upload.loads-from-outside', { where: link.address.slice(0, 80) })
  }
}

/** A template or a link on the maker's own disk names folders and people, and is of use to nobody else. */
function drop(link: Link, removed: Set<string>): void {
  link.isDropped = true
  removed.add('upload.removed-paths')
}

export function withoutLinks(
  bytes: Buffer,
  name: string,
  links: readonly Link[],
  dropped: ReadonlySet<string>,
): Buffer {
  const owner = ownerOf(name)
  const gone = new Set(
    links
      .filter(
        (link) =>
          link.owner === owner && (link.isDropped || (link.part !== undefined && dropped.has(link.part))),
      )
      .map(({ id }) => id),
  )
  return rewriteXml(bytes, {
    fate: (element) =>
      element.local === 'Relationship' && gone.has(attributeOf(element, 'Id') ?? '') ? 'drop' : 'keep',
  })
}

/** `word/_rels/document.xml.rels` belongs to `word/document.xml`; `_rels/.rels` to the whole. */
function ownerOf(name: string): string {
  return name.replace(/(^|\/)_rels\/([^/]*)\.rels$/, '$1$2')
}

function partOf(owner: string, target: string): string {
  const path = decodeURI(target.split('#')[0]!)
  return path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(owner), path)
}
