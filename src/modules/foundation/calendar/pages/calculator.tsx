import type { CivilDate } from '#kernel/calendar'
import type { DayRow, Explanation } from '#kernel/clock-explanation'
import { sentencesOf } from '#kernel/clock-sentences'
import { dateInWords } from '#kernel/date-words'
import type { Draft } from '#kernel/forms'
import {
  Block,
  Button,
  ButtonRow,
  ClockStrip,
  DateField,
  DeskHead,
  DeskPage,
  Disclosure,
  dateInShort,
  Input,
  Notice,
  Select,
  Textarea,
  useFrame,
  weekdayOf,
} from '#ui'
import { type Answer, rulesOffered } from '../calculation.ts'
import { weeksOf } from './year.tsx'

export function CalculatorPage({ draft, answer }: { draft: Draft; answer: Answer }) {
  const { t } = useFrame()
  const title = t('calendar.calculator')
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('calendar.title'), href: '/desk/calendar' }, { label: title }]}
    >
      <DeskHead title={title} sub={t('calendar.calculator-lead')} />
      {answer.kind === 'refused' && <Notice kind="late" title={t(answer.code, answer.params)} announced />}
      {answer.kind === 'answer' && <Reckoned answer={answer} />}
      <Block title={t('calendar.question')} id="question">
        <Question draft={draft} />
      </Block>
    </DeskPage>
  )
}

function Question({ draft }: { draft: Draft }) {
  const { address, t } = useFrame()
  return (
    <form class="form" action={address('/desk/calendar/calculator')} aria-labelledby="question">
      <Select
        name="rule"
        label={t('calendar.rule')}
        draft={draft}
        options={rulesOffered().map(({ id, title: name }) => ({ value: id, label: name[t.language] }))}
      />
      <DateField name="start" label={t('calendar.start')} hint={t('calendar.start-hint')} draft={draft} />
      <Input
        name="time"
        label={t('calendar.time')}
        hint={t('calendar.time-hint')}
        draft={draft}
        width="short"
        optional
      />
      <Textarea
        name="pauses"
        label={t('calendar.pauses')}
        hint={t('calendar.pauses-hint')}
        draft={draft}
        rows={2}
        optional
      />
      <Input
        name="extension"
        label={t('calendar.extension')}
        hint={t('calendar.extension-hint')}
        draft={draft}
        width="short"
        inputmode="numeric"
        optional
      />
      <DateField
        name="told"
        label={t('calendar.told')}
        hint={t('calendar.told-hint')}
        draft={draft}
        optional
      />
      <ButtonRow>
        <Button kind="main">{t('calendar.reckon')}</Button>
      </ButtonRow>
    </form>
  )
}

function Reckoned({ answer }: { answer: Extract<Answer, { kind: 'answer' }> }) {
  const { t, today } = useFrame()
  const { explanation, face, cells } = answer
  const shown = face.overdue ?? face.left
  const date = dateInWords(face.due.due, t.language)
  return (
    <Block
      title={t('calendar.answer')}
      id="answer"
      note={face.due.provisional && t('calendar.provisional', { date })}
    >
      <ClockStrip
        days={cells.filter(({ state }) => state !== 'over').map(({ state }) => state)}
        left={shown.amount}
        unit={t(`calendar.${face.overdue ? 'over' : 'unit'}.${shown.unit}`)}
        due={date}
        over={face.overdue !== null}
      />
      <ol class="says">
        {sentencesOf(explanation, t.language).map(({ key, params }) => (
          <li key={key + JSON.stringify(params)}>{t(key, params)}</li>
        ))}
      </ol>
      {explanation.rows.length > 0 && (
        <Disclosure summary={t('calendar.day-by-day')}>
          <TermCalendar explanation={explanation} today={today} />
        </Disclosure>
      )}
    </Block>
  )
}

/** One cell a day: the running number in each day that counts, and in words why another does not. */
function TermCalendar({ explanation, today }: { explanation: Explanation; today: string }) {
  const { t } = useFrame()
  const rows = new Map<CivilDate, DayRow>(explanation.rows.map((row) => [row.date, row]))
  const dates = [...rows.keys()]
  const weeks = weeksOf(dates[0]!, dates.at(-1))
  return (
    <table class="term">
      <caption class="visually-hidden">{t('calendar.day-by-day')}</caption>
      <thead>
        <tr>
          {weeks[0]!.map((day) => (
            <th key={day} scope="col">
              {weekdayOf(day, t.language)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <TermDay key={day} row={rows.get(day)} due={explanation.due.due} today={today} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function TermDay({ row, due, today }: { row: DayRow | undefined; due: CivilDate; today: string }) {
  const { t } = useFrame()
  if (!row) return <td />
  return (
    <td class={classOf(row, due, today)}>
      <time class="d" dateTime={row.date} title={dateInShort(row.date, t.language)}>
        {row.date.slice(5)}
      </time>
      <span class="e">
        <span class="w">{wordOf(row, t)}</span>
        {row.number !== null && <span class="n">{row.number}</span>}
      </span>
    </td>
  )
}

function classOf({ date, number, paused }: DayRow, due: CivilDate, today: string): string {
  const place = date <= today ? 'c-used' : 'c-todo'
  const counted = number === null ? 'c-off' : place
  const kind = paused ? 'c-pause' : counted
  return [kind, date === due && 'c-due', date === today && 'c-today'].filter(Boolean).join(' ')
}

function wordOf(row: DayRow, t: ReturnType<typeof useFrame>['t']): string {
  if (row.paused) return t('calendar.paused-short')
  if (row.kind === 'make-up') return t('calendar.make-up-short')
  return row.holiday?.[t.language] ?? ''
}
