import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
import type { Permission } from '#platform/act'
import {
  Block,
  Button,
  ButtonRow,
  DataTable,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Facts,
  Notice,
  PostForm,
  Select,
  Time,
  useFrame,
} from '#ui'
import type { findPerson, Grant, listAttempts, OpenSession } from '../queries.ts'
import { State } from './people-page.tsx'
import { Attempts, Sessions } from './sessions-and-attempts.tsx'

export type PersonPageProps = {
  person: Awaited<ReturnType<typeof findPerson>>
  grants: readonly Grant[]
  organisations: readonly OrganisationRow[]
  /** Where the reader may grant: empty for all but the security officer. */
  grantable: readonly OrganisationRow[]
  roles: readonly string[]
  sessions: readonly OpenSession[]
  attempts: Awaited<ReturnType<typeof listAttempts>>
  isOneself: boolean
  may: (permission: Permission) => boolean
  draft: Draft
  done: string | undefined
}

const DONE = ['disabled', 'enabled', 'sessions', 'granted', 'withdrawn', 'reset-asked', 'reset']

export function PersonPage(props: PersonPageProps) {
  const { t } = useFrame()
  const { person, organisations, done } = props
  const own = organisations.find(({ id }) => id === person.organisation_id)
  return (
    <DeskPage
      title={person.name}
      trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: person.name }]}
    >
      <DeskHead
        title={person.name}
        mark={<State person={person} />}
        sub={[own?.name, person.post].filter(Boolean).join(' ')}
        acts={props.may('account.manage') && !props.isOneself && <Acts {...props} />}
      />
      {done && DONE.includes(done) && <Notice kind="good" title={t(`account.done.${done}`)} announced />}
      <Facts
        facts={[
          { label: t('account.login'), value: <span class="mono">{person.login}</span> },
          { label: t('account.email'), value: person.email },
          {
            label: t('account.second-factor.since'),
            value: person.second_factor_since && <Time at={person.second_factor_since} />,
          },
          {
            label: t('account.last-sign-in'),
            value: person.last_sign_in_at && <Time at={person.last_sign_in_at} />,
          },
        ]}
      />
      {person.reset_asked_at && <Reset {...props} at={person.reset_asked_at} />}
      <Roles {...props} />
      <Sessions sessions={props.sessions} note={t('account.sessions.note')}>
        {props.may('account.end-session') && props.sessions.length > 0 && (
          <PostForm action={`${addressOfPage(props)}/sessions/end`} class="setting">
            <Button kind="late">{t('account.sessions.end-all')}</Button>
          </PostForm>
        )}
      </Sessions>
      <Attempts attempts={props.attempts} />
    </DeskPage>
  )
}

function addressOfPage({ person }: Pick<PersonPageProps, 'person'>): string {
  return `/desk/accounts/${addressOf(person.id)}`
}

function Acts(props: PersonPageProps) {
  const { t } = useFrame()
  const base = addressOfPage(props)
  if (props.person.disabled_at) {
    return (
      <PostForm action={`${base}/enabled`} class="setting">
        <Button>{t('account.enable')}</Button>
      </PostForm>
    )
  }
  return (
    <ButtonRow>
      <PostForm action={`${base}/invitation`} class="setting">
        <Button>{t('account.invite')}</Button>
      </PostForm>
      {props.person.second_factor_since && (
        <PostForm action={`${base}/reset-request`} class="setting">
          <Button>{t('account.reset.ask')}</Button>
        </PostForm>
      )}
      <PostForm action={`${base}/disabled`} class="setting">
        <Button kind="late">{t('account.disable')}</Button>
      </PostForm>
    </ButtonRow>
  )
}

/** Seen by all who keep accounts; confirmed by one who did not ask. */
function Reset(props: PersonPageProps & { at: Date }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.reset')} id="reset" note={t('account.reset.note')}>
      <p>
        {t('account.reset.asked-at')} <Time at={props.at} />
      </p>
      {props.may('account.grant') && !props.isOneself && (
        <PostForm action={`${addressOfPage(props)}/reset`} class="setting">
          <Button kind="late">{t('account.reset.confirm')}</Button>
        </PostForm>
      )}
    </Block>
  )
}

function Roles(props: PersonPageProps) {
  const { t } = useFrame()
  const { grants, organisations, grantable } = props
  const mayGrant = grantable.length > 0 && !props.isOneself
  return (
    <Block title={t('account.roles')} id="roles" note={t('account.roles.note')}>
      <DataTable
        caption={t('account.table', { title: t('account.roles') })}
        captionHidden
        columns={[
          { label: t('account.role') },
          { label: t('account.scope') },
          { label: t('account.granted-at') },
          { label: t('account.withdraw'), hidden: true },
        ]}
        rows={grants.map(({ id, role, organisation_id, granted_at }) => ({
          key: id,
          cells: [
            t(`account.role.${role}`),
            organisations.find((one) => one.id === organisation_id)?.name,
            <Time key="at" at={granted_at} form="date" />,
            mayGrant && grantable.some((one) => one.id === organisation_id) && (
              <PostForm
                key="withdraw"
                action={`${addressOfPage(props)}/roles/${addressOf(id)}/withdrawal`}
                class="setting"
              >
                <Button kind="quiet">
                  {t('account.withdraw')}
                  <span class="visually-hidden"> {t(`account.role.${role}`)}</span>
                </Button>
              </PostForm>
            ),
          ],
        }))}
      />
      {mayGrant && <NewGrant {...props} />}
    </Block>
  )
}

function NewGrant(props: PersonPageProps) {
  const { t } = useFrame()
  const { draft } = props
  return (
    <PostForm action={`${addressOfPage(props)}/roles`} label={t('account.grant')}>
      <ErrorSummary draft={draft} level={3} />
      <Select
        name="role"
        label={t('account.role')}
        hint={t('account.four.say')}
        draft={draft}
        width="medium"
        options={props.roles.map((role) => ({ value: role, label: t(`account.role.${role}`) }))}
      />
      <Select
        name="organisation"
        label={t('account.scope')}
        hint={t('account.scope.hint')}
        draft={draft}
        options={props.grantable.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ButtonRow>
        <Button kind="main">{t('account.grant')}</Button>
      </ButtonRow>
    </PostForm>
  )
}
