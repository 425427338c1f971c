import { civilDateOf, civilTimeOf } from '#kernel/calendar'
import type { Translate } from '#kernel/messages'
import type { Amended, AmendmentRow } from '../lifecycle-tables.ts'
import { columnPath } from '../queries.ts'
import { readTrace } from '../relations-rules.ts'
import type { ColumnRow } from '../tables.ts'

/** What a change names by its id: columns, and the titles of other publications that the reader may know. */
export type Known = { columns: readonly ColumnRow[]; titles: ReadonlyMap<string, string> }

type Line = Pick<AmendmentRow, 'what' | 'before' | 'after'>

/** One change beside the text, in a sentence: for the desk and for the public history. */
export function amendmentLine(
  { what, before, after }: Line,
  t: Translate,
  { columns, titles }: Known,
): string {
  if (what === 'relation') {
    const { word, other } = readTrace(after ?? before ?? '')
    const title = other && titles.get(other)
    const words = { relation: t(`relation.${word}`), title: title ?? '' }
    return t(after === null ? 'amended.unrelated' : 'amended.related', words).trim()
  }
  const words = {
    what: t(`amended.${what}`),
    before: worded(what, before, t, columns),
    after: worded(what, after, t, columns),
  }
  if (before === null || before === '') return t('amended.set', words)
  if (after === null || after === '') return t('amended.dropped', words)
  return t('amended.changed', words)
}

function worded(what: Amended, value: string | null, t: Translate, columns: readonly ColumnRow[]): string {
  if (value === null || value === '') return ''
  switch (what) {
    case 'disclosure_attribute':
      return t(`publication.attribute.${value}`)
    case 'audience':
      return t(`attributes.audience.${value}`)
    case 'stage':
      return t(`publication.stage.${value}`)
    case 'statutory_category':
      return t(`publication.category.${value}`)
    case 'validity':
      return t(`ui.validity.${value}`)
    case 'leaves_at': {
      const at = new Date(value)
      return `${civilDateOf(at)} ${civilTimeOf(at)}`
    }
    case 'columns':
      return value
        .split(',')
        .flatMap((id) => columnPath(columns, id as ColumnRow['id'])[0]?.name ?? [])
        .join(t('amended.comma'))
    default:
      return value
  }
}
