import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readCursor } from '#kernel/cursors'
import { Forbidden } from '#kernel/refusals'
import { type CsvColumn, csvOf } from '#platform/csv'
import { readPageQuery } from '#platform/http/query'
import { type Door, personOf } from './door.ts'
import { SignInLogPage } from './pages/sign-in-log-page.tsx'
import { type LoggedAttempt, LogQuery, pageAttempts, whoIn } from './sign-in-log.ts'

const MOST_CSV_ROWS = 10_000

/** GB/T 22239-2019 §8.1.4.3: the auditor reads who came in, and who tried to. */
export function signInLogRoutes(pages: FastifyInstance, door: Door): void {
  pages.get('/accounts/sign-ins', async (call) => {
    demandReader(call)
    const query = readPageQuery(LogQuery, call.query)
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
    const { rows, next } = await door.look(call, (view) => pageAttempts(view, query, { after }))
    return <SignInLogPage attempts={rows} query={query} next={next} />
  })

  pages.get('/accounts/sign-ins.csv', async (call, reply) => {
    demandReader(call)
    const query = readPageQuery(LogQuery, call.query)
    const { rows } = await door.look(call, (view) => pageAttempts(view, query, { limit: MOST_CSV_ROWS }))
    const t = door.house.translate(call.modes.language)
    const columns: CsvColumn<LoggedAttempt>[] = [
      { title: t('account.attempt.at'), of: ({ at }) => at.toISOString() },
      { title: t('account.name'), of: (attempt) => whoIn(attempt) ?? t('account.log.nobody') },
      { title: t('account.attempt.purpose'), of: ({ purpose }) => t(`account.purpose.${purpose}`) },
      { title: t('account.attempt.outcome'), of: ({ outcome }) => t(`account.outcome.${outcome}`) },
      { title: t('account.session.ip'), of: ({ ip }) => ip },
      { title: t('account.session.agent'), of: ({ agent }) => agent },
    ]
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="sign-ins.csv"')
      .send(csvOf(columns, rows))
  })
}

function demandReader(call: FastifyRequest): void {
  if (!personOf(call).holds('record.read'))
    throw new Forbidden('permission.missing', { permission: 'record.read' })
}
