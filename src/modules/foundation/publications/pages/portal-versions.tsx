import type { Translate } from '#kernel/messages'
import { type ChainLink, dateInWords, Tag, ValidityTag } from '#ui'
import type { PublicRevision } from '../queries.ts'

/**
 * The legal versions of a text, oldest first. A correction belongs to the version that it corrects: of each only the
 * last wording stands in the chain, the history has them all.
 */
export function legalVersions(revisions: readonly PublicRevision[]): PublicRevision[] {
  const oldestFirst = [...revisions].sort((one, other) => one.number - other.number)
  const versions: PublicRevision[] = []
  for (const revision of oldestFirst) {
    if (versions.length === 0 || revision.kind === 'version') versions.push(revision)
    else versions[versions.length - 1] = revision
  }
  return versions
}

export function chainOf(
  t: Translate,
  address: string,
  revisions: readonly PublicRevision[],
  shown: number,
): ChainLink[] {
  return legalVersions(revisions).map((version) => {
    const standing = standingOf(version.number, shown)
    return {
      title: versionName(t, version),
      href: `${address}/revisions/${version.number}`,
      note: noteOf(t, version),
      tag:
        standing === 'ended' ? <Tag kind="ended">{t('publications.version.replaced')}</Tag> : tagOf(version),
      standing,
    }
  })
}

/** By the day that is printed on it, and by its number where that is not known. */
export function versionName(
  t: Translate,
  { number, signed_on, source_published_on, document_number }: PublicRevision,
): string {
  const day = source_published_on ?? signed_on
  if (day) return t('publications.version.of-day', { date: dateInWords(day, t.language), number })
  return document_number ?? t('publications.version.number', { number })
}

function noteOf(t: Translate, { effective_on, kind, reason }: PublicRevision): string | undefined {
  if (effective_on) return t('publications.sentence.began', { date: dateInWords(effective_on, t.language) })
  return kind === 'version' ? (reason ?? undefined) : undefined
}

function tagOf({ validity }: PublicRevision) {
  return validity && <ValidityTag validity={validity} />
}

function standingOf(number: number, shown: number): ChainLink['standing'] {
  if (number === shown) return 'here'
  return number < shown ? 'ended' : 'later'
}
