/** Joins the files of one law into its versions, in order, each with what is known of its validity. */
import type { CivilDate } from '#kernel/calendar'
import type { Validity } from '#platform/module'
import type { LawText } from './corpus.ts'
import { repealedTitles } from './legal-body.ts'

export type LawVersion = LawText & {
  validity: Validity
  /** The path of the text that repealed this one. */
  repealed_by: string | null
}

export type Law = {
  key: string
  title: string
  short_title: string
  category: string
  place: string | null
  publisher: string | null
  /** Oldest first; the last is the text to show. Versions without any date come first. */
  versions: LawVersion[]
}

/** Files of one folder and one short title are one law. Nothing is left out: every file is in exactly one law. */
export function groupVersions(files: readonly LawText[], today: CivilDate): Law[] {
  const repeals = repealsIn(files, today)
  const groups = Map.groupBy(files, (file) => `${file.folder}/${file.short_title}`)
  return [...groups].map(([key, texts]) => lawOf(key, texts, repeals, today))
}

function lawOf(key: string, texts: LawText[], repeals: Map<string, LawText[]>, today: CivilDate): Law {
  const ordered = texts.toSorted((a, b) => order(a.dated_on ?? '', b.dated_on ?? '') || order(a.path, b.path))
  const begun = ordered.filter((text) => hasBegun(text, today))
  const current = begun.at(-1)
  const versions = ordered.map((text) => versionOf(text, current, repeals, today))
  const newest = ordered.at(-1)!
  const { title, short_title, category, place, publisher } = newest
  return { key, title, short_title, category, place, publisher, versions }
}

function versionOf(
  text: LawText,
  current: LawText | undefined,
  repeals: Map<string, LawText[]>,
  today: CivilDate,
): LawVersion {
  if (!hasBegun(text, today)) return { ...text, validity: 'not-yet', repealed_by: null }
  if (text !== current) return { ...text, validity: 'amended', repealed_by: null }
  const repeal = repealOf(text, repeals)
  if (repeal) return { ...text, validity: 'repealed', repealed_by: repeal.path }
  const isExpired = text.expires_on !== null && text.expires_on < today
  return { ...text, validity: isExpired ? 'expired' : 'valid', repealed_by: null }
}

function hasBegun({ effective_on, dated_on }: LawText, today: CivilDate): boolean {
  return (effective_on ?? dated_on ?? today) <= today
}

/** Only texts of the same reach repeal each other by title: Beijing's do not end a law of Shanghai. */
function repealsIn(files: readonly LawText[], today: CivilDate): Map<string, LawText[]> {
  const repeals = new Map<string, LawText[]>()
  for (const file of files.filter((one) => hasBegun(one, today))) {
    for (const title of repealedTitles(file.title, file.body)) {
      const key = reachAndTitle(file.place, title)
      repeals.set(key, [...(repeals.get(key) ?? []), file])
    }
  }
  return repeals
}

function repealOf(text: LawText, repeals: Map<string, LawText[]>): LawText | undefined {
  const dated = text.dated_on
  if (dated === null) return undefined
  const candidates = repeals.get(reachAndTitle(text.place, text.title)) ?? []
  return candidates.find(
    (one) => one.path !== text.path && one.short_title !== text.short_title && (one.dated_on ?? '') > dated,
  )
}

function reachAndTitle(place: string | null, title: string): string {
  return `${place ?? ''}/${bareTitle(title)}`
}

export function bareTitle(title: string): string {
  return title.replace(/中华人民共和国|[\s\u3000《》〈〉<>]/g, '')
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
