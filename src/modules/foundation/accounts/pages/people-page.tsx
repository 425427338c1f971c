import { addressOf, type OrganisationId } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
import {
  Block,
  Button,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  Mark,
  Pagination,
  Person,
  Tag,
  Time,
  useFrame,
} from '#ui'
import type { Grant, listHolders, pagePeople } from '../queries.ts'
import { FOUR_ROLES } from '../rules.ts'

type PersonInList = Awaited<ReturnType<typeof pagePeople>>['rows'][number]

export type PeoplePageProps = {
  people: readonly PersonInList[]
  next: string | undefined
  q: string | undefined
  grants: readonly Grant[]
  organisations: ReadonlyMap<OrganisationId, OrganisationRow>
  holders: Awaited<ReturnType<typeof listHolders>>
  mayCreate: boolean
}

export function PeoplePage(props: PeoplePageProps) {
  const { t } = useFrame()
  const { q, next } = props
  const nextHref = next && `/desk/accounts?${new URLSearchParams({ ...(q ? { q } : {}), cursor: next })}`
  return (
    <DeskPage title={t('account.title')}>
      <DeskHead
        title={t('account.title')}
        sub={t('account.lead')}
        acts={
          props.mayCreate && (
            <Button href="/desk/accounts/new" kind="main" icon="add">
              {t('account.new')}
            </Button>
          )
        }
      />
      <FourPowers holders={props.holders} />
      <Block title={t('account.list')} id="list" note={t('account.foot')}>
        <DeskFilters
          action="/desk/accounts"
          label={t('account.search')}
          value={q}
          placeholder={t('account.search')}
        />
        <People {...props} />
        <Pagination
          next={nextHref}
          labels={{ previous: t('account.page.first'), next: t('account.page.next') }}
        />
      </Block>
    </DeskPage>
  )
}

function FourPowers({ holders }: { holders: PeoplePageProps['holders'] }) {
  const { t } = useFrame()
  return (
    <section class="panel four" aria-labelledby="four">
      <h2 id="four">
        {t('account.four')}
        <span class="panel-say">{t('account.four.say')}</span>
      </h2>
      <div class="four-in">
        {FOUR_ROLES.map((role) => (
          <dl key={role}>
            <dt>{t(`account.role.${role}`)}</dt>
            <dd>
              {holders
                .filter((holder) => holder.role === role)
                .map(({ name }) => name)
                .join('、') || t('account.four.nobody')}
            </dd>
            <dd class="faint">{t(`account.four.${role}`)}</dd>
          </dl>
        ))}
      </div>
    </section>
  )
}

function People({ people, grants, organisations }: PeoplePageProps) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={t('account.title')}
      captionHidden
      columns={[
        { label: t('account.name') },
        { label: t('account.login') },
        { label: t('account.organisation') },
        { label: t('account.roles') },
        { label: t('account.second-factor') },
        { label: t('account.last-sign-in') },
        { label: t('account.state') },
      ]}
      rows={people.map((person) => ({
        key: person.id,
        cells: [
          <a key="name" href={address(`/desk/accounts/${addressOf(person.id)}`)}>
            <Person name={person.name} />
          </a>,
          <span key="login" class="mono">
            {person.login}
          </span>,
          [organisations.get(person.organisation_id)?.short_name, person.post].filter(Boolean).join(' '),
          grants
            .filter(({ person_id }) => person_id === person.id)
            .map(({ id, role }) => <RoleTag key={id} role={role} />),
          <HasSecondFactor key="factor" person={person} />,
          person.last_sign_in_at ? (
            <Time key="last" at={person.last_sign_in_at} form="short" />
          ) : (
            t('account.never')
          ),
          <State key="state" person={person} />,
        ],
      }))}
    />
  )
}

/** With a space after it: tags stand apart, and lines break between them. */
export function RoleTag({ role }: { role: string }) {
  const { t } = useFrame()
  return (
    <>
      <Tag>{t(`account.role.${role}`)}</Tag>{' '}
    </>
  )
}

function HasSecondFactor({ person }: { person: Pick<PersonInList, 'second_factor_since'> }) {
  const { t } = useFrame()
  return person.second_factor_since ? (
    <Mark kind="ok">{t('account.second-factor.has')}</Mark>
  ) : (
    <Mark kind="soon">{t('account.second-factor.none')}</Mark>
  )
}

export function State({
  person,
}: {
  person: Pick<PersonInList, 'disabled_at' | 'last_sign_in_at' | 'second_factor_since'>
}) {
  const { t } = useFrame()
  if (person.disabled_at) return <Mark kind="never">{t('account.state.disabled')}</Mark>
  if (!person.second_factor_since) return <Mark kind="prov">{t('account.state.invited')}</Mark>
  return <Mark kind="ok">{t('account.state.active')}</Mark>
}
