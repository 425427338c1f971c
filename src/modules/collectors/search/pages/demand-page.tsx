import { Button, DataTable, DeskFilters, DeskHead, DeskPage, Time, useFrame, Views } from '#ui'
import { DEMANDS, type DemandFilter, PERIODS, type Question, type Totals } from '../demand.ts'

type Props = { filter: DemandFilter; questions: readonly Question[]; totals: Totals }

export function DemandPage({ filter, questions, totals }: Props) {
  const { t } = useFrame()
  return (
    <DeskPage title={t('search.desk-menu')}>
      <DeskHead
        title={t('search.desk-menu')}
        sub={t('search.desk-sub')}
        acts={
          <Button href="/desk/search/synonyms" icon="list">
            {t('search.desk-synonyms')}
          </Button>
        }
      />
      <Totalled filter={filter} totals={totals} />
      <Views
        label={t('search.desk-views')}
        views={DEMANDS.map((demand) => ({
          href: addressOf(filter, { demand }),
          label: t(`search.desk.${demand}`),
          current: demand === filter.demand,
        }))}
      />
      <Views
        label={t('search.desk-days')}
        views={PERIODS.map((days) => ({
          href: addressOf(filter, { days }),
          label: t('search.desk-days-of', { days }),
          current: days === filter.days,
        }))}
      />
      <DeskFilters action="/desk/search" label={t('search.desk-filter')} value={filter.text}>
        <input type="hidden" name="demand" value={filter.demand} />
        <input type="hidden" name="days" value={String(filter.days)} />
      </DeskFilters>
      <Questions filter={filter} questions={questions} />
    </DeskPage>
  )
}

function Totalled({ filter: { days }, totals }: Pick<Props, 'filter' | 'totals'>) {
  const { t } = useFrame()
  const { callers, callers_before, unanswered, unanswered_before } = totals
  const share = callers === 0 ? '0%' : `${Math.round((unanswered / callers) * 100)}%`
  return (
    <p>
      {t('search.desk-count-all', { days, count: callers, before: callers_before })}{' '}
      {t('search.desk-count-nothing', { count: unanswered, share, before: unanswered_before })}
    </p>
  )
}

function Questions({ filter, questions }: Pick<Props, 'filter' | 'questions'>) {
  const { t } = useFrame()
  if (questions.length === 0) return <p class="soft">{t('search.desk-none')}</p>
  return (
    <DataTable
      caption={t(`search.desk.${filter.demand}`)}
      captionHidden
      stack
      columns={[
        { label: t('search.desk-query') },
        { label: t('search.desk-callers') },
        { label: t('search.desk-before') },
        { label: t('search.desk-hits') },
        { label: t('search.desk-last') },
        { label: t('search.desk-answer') },
      ]}
      rows={questions.map((question) => ({ key: question.query, cells: cellsOf(question, t) }))}
      downloads={
        <p class="downloads">
          <Export filter={filter} />
        </p>
      }
    />
  )
}

function Export({ filter }: Pick<Props, 'filter'>) {
  const { address, t } = useFrame()
  return <a href={address(addressOf(filter, {}, '/desk/search.csv'))}>{t('search.desk-export')}</a>
}

function cellsOf(question: Question, t: ReturnType<typeof useFrame>['t']) {
  const { query, callers, callers_before, hits, is_found, last_on } = question
  return [
    <SearchFor key="query" query={query} />,
    <Trend key="callers" now={callers} before={callers_before} />,
    callers_before,
    hits > 0 && !is_found ? t('search.desk-some', { hits }) : hits,
    <Time key="last" date={last_on} form="day" />,
    <Answered key="answer" question={question} />,
  ]
}

function SearchFor({ query }: { query: string }) {
  const { address } = useFrame()
  return <a href={address(`/search?${new URLSearchParams({ q: query })}`)}>{query}</a>
}

function Trend({ now, before }: { now: number; before: number }) {
  const sign = now > before ? '↑' : now < before ? '↓' : ''
  return (
    <>
      {now} <span aria-hidden="true">{sign}</span>
    </>
  )
}

function Answered({ question }: { question: Question }) {
  const { address, t } = useFrame()
  const { query, answer_title } = question
  return (
    <a href={address(`/desk/search/answer?${new URLSearchParams({ query })}`)}>
      {answer_title ?? t('search.desk-give-answer')}
      {!answer_title && <span class="visually-hidden"> {query}</span>}
    </a>
  )
}

function addressOf(
  { demand, days, text }: DemandFilter,
  changes: Partial<DemandFilter>,
  path = '/desk/search',
): string {
  const params = new URLSearchParams({
    demand: changes.demand ?? demand,
    days: String(changes.days ?? days),
  })
  if (text) params.set('q', text)
  return `${path}?${params}`
}
