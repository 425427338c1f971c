import { type CivilDate, workingDaysBetween } from '#kernel/calendar'
import { CALENDAR } from '#kernel/calendar-data'
import type { Translate } from '#kernel/messages'
import type { MarkKind } from '#ui'
import type { RevisionState, Standing } from '../rules.ts'

export type DeskMark = { kind: MarkKind; word: string }

const STATE_MARKS: Record<RevisionState, MarkKind> = {
  draft: 'draft',
  submitted: 'run',
  'first-review': 'run',
  'second-review': 'run',
  'final-review': 'run',
  approved: 'ok',
  scheduled: 'prov',
  released: 'prov',
  published: 'done',
  returned: 'back',
  superseded: 'none',
}

export function stateMark(state: RevisionState, t: Translate): DeskMark {
  return { kind: STATE_MARKS[state], word: t(`revision.state.${state}`) }
}

const STANDING_MARKS: Record<Standing, MarkKind> = {
  unpublished: 'draft',
  public: 'done',
  withdrawn: 'late',
  redirected: 'low',
  erased: 'never',
  'not-public': 'never',
}

export function standingMark(standing: Standing, t: Translate): DeskMark {
  return { kind: STANDING_MARKS[standing], word: t(`standing.${standing}`) }
}

/** Yellow from three working days on, the last day included; a day is a working day. */
const SOON = 3

export function dueMark(due: CivilDate | null, today: CivilDate, t: Translate): DeskMark | undefined {
  if (!due) return undefined
  if (due < today) {
    const days = Math.max(1, workingDaysBetween(due, today, CALENDAR).days)
    return { kind: 'over', word: t('publication.due.over', { days }) }
  }
  if (due === today) return { kind: 'soon', word: t('publication.due.today') }
  const { days } = workingDaysBetween(today, due, CALENDAR)
  return { kind: days <= SOON ? 'soon' : 'ok', word: t('publication.due.left', { days }) }
}

/** People by the names that the accounts keep; someone who is gone stays someone. */
export type Names = ReadonlyMap<string, string>

export function nameOf(names: Names, id: string | null, t: Translate): string {
  if (!id) return ''
  return names.get(id) ?? t('publication.someone')
}
