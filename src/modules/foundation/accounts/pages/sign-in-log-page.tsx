import {
  Block,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  Downloads,
  Mark,
  Pagination,
  Time,
  useFrame,
  Views,
} from '#ui'
import { LOG_VIEWS, type LoggedAttempt, type LogQuery, whoIn } from '../sign-in-log.ts'
import { MARKS } from './sessions-and-attempts.tsx'

const PLACE = '/desk/accounts/sign-ins'

export function SignInLogPage(props: {
  attempts: readonly LoggedAttempt[]
  query: LogQuery
  next: string | undefined
}) {
  const { t } = useFrame()
  const { attempts, query, next } = props
  const title = t('account.log')
  return (
    <DeskPage title={title} trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: title }]}>
      <DeskHead title={title} sub={t('account.log.lead')} />
      <Views
        label={t('account.log.views')}
        views={LOG_VIEWS.map((view) => ({
          href: logAddress({ ...query, view }),
          label: t(`account.log.${view}`),
          current: view === query.view,
        }))}
      />
      <Block title={t('account.attempts')} id="attempts">
        <DeskFilters
          action={PLACE}
          label={t('account.log.search')}
          value={query.q}
          placeholder={t('account.log.search')}
        >
          <input type="hidden" name="view" value={query.view} />
        </DeskFilters>
        <DataTable
          caption={t('account.table', { title })}
          captionHidden
          columns={[
            { label: t('account.attempt.at') },
            { label: t('account.name') },
            { label: t('account.attempt.purpose') },
            { label: t('account.attempt.outcome') },
            { label: t('account.session.ip') },
            { label: t('account.session.agent') },
          ]}
          rows={attempts.map((attempt) => ({
            key: attempt.id,
            cells: [
              <Time key="at" at={attempt.at} />,
              whoIn(attempt) ?? <span class="faint">{t('account.log.nobody')}</span>,
              t(`account.purpose.${attempt.purpose}`),
              <Mark key="outcome" kind={MARKS[attempt.outcome]}>
                {t(`account.outcome.${attempt.outcome}`)}
              </Mark>,
              <span key="ip" class="mono keep">
                {attempt.ip}
              </span>,
              attempt.agent,
            ],
          }))}
          downloads={
            <Downloads
              links={[{ href: logAddress(query, '.csv'), label: t('account.log.csv'), icon: 'data' }]}
            />
          }
        />
        <Pagination
          next={next && logAddress({ ...query, cursor: next })}
          labels={{ previous: t('account.page.first'), next: t('account.page.next') }}
        />
      </Block>
    </DeskPage>
  )
}

function logAddress({ view, q, from, to, cursor }: LogQuery, twin = ''): string {
  const query = new URLSearchParams()
  if (view !== 'all') query.set('view', view)
  for (const [name, value] of Object.entries({ q, from, to, cursor })) if (value) query.set(name, value)
  const search = query.toString()
  return `${PLACE}${twin}${search === '' ? '' : `?${search}`}`
}
