import type { ComponentChildren } from 'preact'
import { Block, DataTable, Mark, type MarkKind, Time, useFrame } from '#ui'
import type { listAttempts, OpenSession } from '../queries.ts'
import type { Outcome } from '../rules.ts'

type Attempt = Awaited<ReturnType<typeof listAttempts>>[number]

export function Sessions(props: {
  sessions: readonly OpenSession[]
  note: string
  act?: (session: OpenSession) => ComponentChildren
  children?: ComponentChildren
}) {
  const { t } = useFrame()
  const { act } = props
  return (
    <Block title={t('account.sessions')} id="sessions" note={props.note}>
      <DataTable
        caption={t('account.table', { title: t('account.sessions') })}
        captionHidden
        columns={[
          { label: t('account.session.started') },
          { label: t('account.session.seen') },
          { label: t('account.session.ip') },
          { label: t('account.session.agent') },
          ...(act ? [{ label: t('account.session.act'), hidden: true }] : []),
        ]}
        rows={props.sessions.map((session) => ({
          key: session.id,
          cells: [
            <Time key="started" at={session.started_at} />,
            <Time key="seen" at={session.last_seen_at} />,
            <span key="ip" class="mono keep">
              {session.ip}
            </span>,
            session.agent,
            ...(act ? [act(session)] : []),
          ],
        }))}
      />
      {props.children}
    </Block>
  )
}

export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.attempts')} id="attempts" note={t('account.attempts.note')}>
      <DataTable
        caption={t('account.table', { title: t('account.attempts') })}
        captionHidden
        columns={[
          { label: t('account.attempt.at') },
          { label: t('account.attempt.purpose') },
          { label: t('account.attempt.outcome') },
          { label: t('account.session.ip') },
          { label: t('account.session.agent') },
        ]}
        rows={attempts.map(({ id, at, purpose, outcome, ip, agent }) => ({
          key: id,
          cells: [
            <Time key="at" at={at} />,
            t(`account.purpose.${purpose}`),
            <Mark key="outcome" kind={MARKS[outcome]}>
              {t(`account.outcome.${outcome}`)}
            </Mark>,
            <span key="ip" class="mono keep">
              {ip}
            </span>,
            agent,
          ],
        }))}
      />
    </Block>
  )
}

export const MARKS: Record<Outcome, MarkKind> = {
  begun: 'low',
  right: 'ok',
  wrong: 'soon',
  'wrong-code': 'soon',
  'used-code': 'soon',
  disabled: 'never',
  locked: 'late',
}
