import type { Draft } from '#kernel/forms'
import { addressOf, type Id } from '#kernel/ids'
import {
  Block,
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  Mark,
  Notice,
  PostForm,
  Time,
  useFrame,
} from '#ui'
import type { findPerson, Grant, listAttempts, OpenSession } from '../queries.ts'
import { RECOVERY_CODES } from '../second-factor.ts'
import { type Passkey, Passkeys } from './passkeys.tsx'
import { RoleTag } from './people-page.tsx'
import { Attempts, Sessions } from './sessions-and-attempts.tsx'

export type AccountPageProps = {
  person: Awaited<ReturnType<typeof findPerson>>
  grants: readonly Grant[]
  sessions: readonly OpenSession[]
  current: Id
  attempts: Awaited<ReturnType<typeof listAttempts>>
  passkeys: readonly Passkey[]
  recoveryCodes: number
  draft: Draft
  done: string | undefined
}

const DONE = ['session', 'password', 'second-factor', 'passkey', 'passkey-removed']

export function AccountPage(props: AccountPageProps) {
  const { t } = useFrame()
  const { person, done } = props
  return (
    <DeskPage title={t('account.own')}>
      <DeskHead title={t('account.own')} sub={`${person.name} ${person.post} ${person.login}`} />
      {done && DONE.includes(done) && <Notice kind="good" title={t(`account.done.${done}`)} announced />}
      {done === 'passkey-wrong' && <Notice kind="late" title={t('account.passkey.not-added')} announced />}
      <Powers grants={props.grants} />
      <OwnSessions sessions={props.sessions} current={props.current} />
      <Password draft={props.draft} />
      <Passkeys passkeys={props.passkeys} />
      <SecondFactor since={person.second_factor_since} recoveryCodes={props.recoveryCodes} />
      <Attempts attempts={props.attempts} />
    </DeskPage>
  )
}

function Powers({ grants }: { grants: readonly Grant[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.roles')} id="roles" note={t('account.roles.own-note')}>
      <p>
        {grants.length === 0
          ? t('account.roles.none')
          : grants.map(({ id, role }) => <RoleTag key={id} role={role} />)}
      </p>
    </Block>
  )
}

function OwnSessions({ sessions, current }: { sessions: readonly OpenSession[]; current: Id }) {
  const { t } = useFrame()
  return (
    <Sessions
      sessions={sessions}
      note={t('account.sessions.note')}
      act={({ id }) =>
        id === current ? (
          <Mark kind="ok">{t('account.session.this')}</Mark>
        ) : (
          <PostForm action={`/desk/account/sessions/${addressOf(id)}/end`} class="setting">
            <Button kind="quiet">{t('account.session.end')}</Button>
          </PostForm>
        )
      }
    />
  )
}

function Password({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.password.change')} id="password">
      <PostForm action="/desk/account/password" labelledby="password">
        <ErrorSummary draft={draft} level={3} />
        <Input
          name="present"
          label={t('account.password.present')}
          draft={draft}
          type="password"
          autocomplete="current-password"
          width="medium"
        />
        <Input
          name="password"
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          draft={draft}
          type="password"
          autocomplete="new-password"
          width="medium"
        />
        <ButtonRow>
          <Button>{t('account.password.change')}</Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}

function SecondFactor({ since, recoveryCodes }: { since: Date | null; recoveryCodes: number }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.second-factor')} id="second-factor" note={t('account.second-factor.note')}>
      <p class="soft">
        {since && (
          <>
            {t('account.second-factor.since')} <Time at={since} />{' '}
          </>
        )}
        {t('account.recovery.left')} {t('account.recovery.of', { left: recoveryCodes, all: RECOVERY_CODES })}
      </p>
      <ButtonRow>
        <PostForm action="/desk/account/second-factor" class="setting">
          <Button>{t('account.second-factor.new')}</Button>
        </PostForm>
        <PostForm action="/desk/account/recovery-codes" class="setting">
          <Button>{t('account.recovery.new')}</Button>
        </PostForm>
      </ButtonRow>
    </Block>
  )
}
