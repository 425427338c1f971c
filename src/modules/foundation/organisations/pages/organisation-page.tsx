import type { ComponentChildren } from 'preact'
import { addressOf } from '#kernel/ids'
import type { Placed } from '#platform/house'
import {
  AsideSection,
  DataTable,
  Downloads,
  dateInWords,
  Facts,
  Notice,
  Page,
  PageHead,
  PortalPage,
  Row,
  Rows,
  SectionHead,
  Time,
  useFrame,
  WithAside,
} from '#ui'
import type { FormerName, Related } from '../history.ts'
import type { Leader } from '../schema.ts'
import type { OrganisationRow } from '../tables.ts'
import { nameIn, telephoneOf } from './words.ts'

export type OrganisationPageProps = {
  organisation: OrganisationRow
  above: readonly OrganisationRow[]
  below: readonly OrganisationRow[]
  panels: readonly Placed[]
  formerNames: readonly FormerName[]
  successors: readonly Related[]
  predecessors: readonly Related[]
}

export function OrganisationPage(props: OrganisationPageProps) {
  const { organisation, above, below, panels } = props
  const { t } = useFrame()
  const name = nameIn(organisation, t.language)
  const trail = [
    { label: t('organisation.title'), href: '/organisations' },
    ...above.map((one) => ({ label: nameIn(one, t.language), href: `/organisations/${addressOf(one.id)}` })),
    { label: name },
  ]
  return (
    <PortalPage title={name} trail={trail} column={{ name, type: '概况信息' }}>
      <Page>
        <PageHead title={name} lead={t(`organisation.kind.${organisation.kind}`)} />
        {organisation.closed_on && <Closed organisation={organisation} successors={props.successors} />}
        <WithAside asideLabel={t('organisation.contact')} aside={<Aside {...props} />}>
          {organisation.functions && <Functions text={organisation.functions} />}
          {organisation.leaders.length > 0 && <Leaders leaders={organisation.leaders} />}
          {panels.map(({ panel: { component: Panel }, loaded }, at) => (
            <Panel key={at} loaded={loaded} />
          ))}
          {below.length > 0 && <Below organisations={below} />}
          <Downloads
            links={[
              {
                href: `/organisations/${addressOf(organisation.id)}.json`,
                label: t('organisation.machine'),
                icon: 'data',
              },
            ]}
          />
        </WithAside>
      </Page>
    </PortalPage>
  )
}

/** Since when, on what basis, and where to turn now. */
function Closed({ organisation, successors }: Pick<OrganisationPageProps, 'organisation' | 'successors'>) {
  const { t } = useFrame()
  const { closed_on, closing_basis } = organisation
  return (
    <Notice
      kind="withdrawn"
      title={t('organisation.closed', { date: dateInWords(closed_on ?? '', t.language) })}
    >
      {closing_basis && <p>{t('organisation.closed-by', { basis: closing_basis })}</p>}
      {successors.length > 0 && (
        <p>
          {t('organisation.succeeded-by')} <Names organisations={successors} />
        </p>
      )}
    </Notice>
  )
}

function Names({ organisations }: { organisations: readonly Related[] }) {
  const { address, t } = useFrame()
  return (
    <>
      {organisations.map((one, at) => (
        <>
          {at > 0 && t('organisation.comma')}
          <a href={address(`/organisations/${addressOf(one.id)}`)}>{nameIn(one, t.language)}</a>
        </>
      ))}
    </>
  )
}

function Leaders({ leaders }: { leaders: readonly Leader[] }) {
  const { t } = useFrame()
  return (
    <section aria-labelledby="leaders">
      <SectionHead title={t('organisation.leaders')} id="leaders" />
      <DataTable
        caption={t('organisation.leaders.table')}
        captionHidden
        columns={[
          { label: t('organisation.leader.name') },
          { label: t('organisation.leader.post') },
          { label: t('organisation.leader.duties') },
        ]}
        rows={leaders.map(({ name, post, duties }) => ({ key: name, cells: [name, post, duties] }))}
        stack
      />
    </section>
  )
}

function Functions({ text }: { text: string }) {
  const { t } = useFrame()
  return (
    <section aria-labelledby="functions">
      <SectionHead title={t('organisation.functions')} id="functions" />
      <div class="reading functions">
        {text.split(/\n+/).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </section>
  )
}

function Below({ organisations }: { organisations: readonly OrganisationRow[] }) {
  const { t } = useFrame()
  return (
    <section aria-labelledby="below">
      <SectionHead title={t('organisation.below')} id="below" />
      <Rows>
        {organisations.map((one) => (
          <Row
            key={one.id}
            title={nameIn(one, t.language)}
            href={`/organisations/${addressOf(one.id)}`}
            text={one.functions}
            meta={[t(`organisation.kind.${one.kind}`), one.phone]}
          />
        ))}
      </Rows>
    </section>
  )
}

function Aside({ organisation, formerNames, predecessors }: OrganisationPageProps) {
  const { t } = useFrame()
  const { address, hours, head_post, head_name } = organisation
  return (
    <>
      <AsideSection title={t('organisation.contact')}>
        <Facts
          form="stacked"
          facts={[
            { label: t('organisation.address'), value: address },
            { label: t('organisation.hours'), value: hours },
            {
              label: t('organisation.phone'),
              value: organisation.phone && <Telephone phone={organisation.phone} />,
            },
            ...organisation.contacts.map(({ office, phone }) => ({
              label: office || t('organisation.phone'),
              value: <Telephone phone={phone} />,
            })),
            { label: t('organisation.email'), value: organisation.email },
            { label: t('organisation.postcode'), value: organisation.postcode },
            { label: t('organisation.head'), value: [head_post, head_name].filter(Boolean).join(' ') },
          ]}
        />
      </AsideSection>
      <AsideSection title={t('organisation.identity')} secondary>
        <Facts
          form="stacked"
          facts={[
            {
              label: t('organisation.credit-code'),
              value: <span class="mono">{organisation.credit_code}</span>,
            },
            {
              label: t('organisation.division-code'),
              value: <span class="mono">{organisation.division_code}</span>,
            },
            { label: t('organisation.agency-mark'), value: organisation.agency_mark },
            {
              label: t('organisation.former-names'),
              value:
                formerNames.length > 0 &&
                formerNames.map(({ name, until }) => (
                  <span key={name} class="block-line">
                    {name} <Time date={until} form="short" />
                  </span>
                )),
            },
            {
              label: t('organisation.predecessors'),
              value: predecessors.length > 0 && <Names organisations={predecessors} />,
            },
          ]}
        />
      </AsideSection>
    </>
  )
}

function Telephone({ phone }: { phone: string }): ComponentChildren {
  const href = telephoneOf(phone)
  return href ? <a href={href}>{phone}</a> : phone
}
