import type { ComponentChildren } from 'preact'
import { addressOf } from '#kernel/ids'
import type { Placed } from '#platform/house'
import {
  AsideSection,
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
  useFrame,
  WithAside,
} from '#ui'
import type { OrganisationRow } from '../tables.ts'
import { nameIn, telephoneOf } from './words.ts'

export type OrganisationPageProps = {
  organisation: OrganisationRow
  above: readonly OrganisationRow[]
  below: readonly OrganisationRow[]
  panels: readonly Placed[]
}

export function OrganisationPage({ organisation, above, below, panels }: OrganisationPageProps) {
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
        {organisation.closed_on && (
          <Notice
            kind="withdrawn"
            title={t('organisation.closed', { date: dateInWords(organisation.closed_on, t.language) })}
          />
        )}
        <WithAside asideLabel={t('organisation.contact')} aside={<Contact organisation={organisation} />}>
          {organisation.functions && <Functions text={organisation.functions} />}
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

function Contact({ organisation }: { organisation: OrganisationRow }) {
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
