import { addressOf } from '#kernel/ids'
import {
  Columns,
  Downloads,
  EmptyState,
  Page,
  PageHead,
  PortalPage,
  Row,
  Rows,
  Section,
  SectionHead,
  useFrame,
} from '#ui'
import { ORGANISATION_KINDS } from '../schema.ts'
import type { OrganisationRow } from '../tables.ts'
import { nameIn } from './words.ts'

type Props = { organisations: readonly OrganisationRow[] }

export function OrganisationListPage({ organisations }: Props) {
  const { t } = useFrame()
  const title = t('organisation.title')
  return (
    <PortalPage title={title} trail={[{ label: title }]} column={{ name: title, type: '概况信息' }}>
      <Page>
        <PageHead
          title={title}
          lead={organisations.length > 0 && t('organisation.lead', { count: organisations.length })}
        />
        {organisations.length === 0 && (
          <EmptyState title={t('organisation.list.empty')}>
            <p>{t('organisation.list.empty-text')}</p>
          </EmptyState>
        )}
      </Page>
      {topsOf(organisations).map((top) => (
        <Tree key={top.id} top={top} organisations={organisations} />
      ))}
      <Page>
        <Downloads
          links={[{ href: '/organisations.json', label: t('organisation.machine'), icon: 'data' }]}
        />
      </Page>
    </PortalPage>
  )
}

/** Those whose parent is not in the list: the root, and what stays when a parent was closed. */
function topsOf(organisations: readonly OrganisationRow[]): OrganisationRow[] {
  const listed = new Set(organisations.map(({ id }) => id))
  return organisations.filter(({ parent_id }) => !parent_id || !listed.has(parent_id))
}

/** The highest first, then those below it by kind; what stands deeper is named beside the one it belongs to. */
function Tree({ top, organisations }: Props & { top: OrganisationRow }) {
  const { t } = useFrame()
  const below = organisations.filter(({ parent_id }) => parent_id === top.id)
  return (
    <>
      <Page>
        <Rows>
          <Entry organisation={top} deeper={[]} />
        </Rows>
      </Page>
      {ORGANISATION_KINDS.map((kind) => {
        const ofKind = below.filter((one) => one.kind === kind)
        if (ofKind.length === 0) return null
        const id = `kind-${kind}-${addressOf(top.id)}`
        return (
          <Section key={kind} labelledby={id}>
            <SectionHead id={id} title={t(`organisation.kinds.${kind}`)} />
            <InColumns rows={ofKind} organisations={organisations} />
          </Section>
        )
      })}
    </>
  )
}

/** Read downwards, column by column. */
function InColumns({ rows, organisations }: Props & { rows: readonly OrganisationRow[] }) {
  const half = Math.ceil(rows.length / 2)
  const columns = [rows.slice(0, half), rows.slice(half)].filter((column) => column.length > 0)
  return (
    <Columns form="2">
      {columns.map((column) => (
        <Rows key={column[0]!.id}>
          {column.map((one) => (
            <Entry key={one.id} organisation={one} deeper={deeperThan(one, organisations)} />
          ))}
        </Rows>
      ))}
    </Columns>
  )
}

function deeperThan({ id }: OrganisationRow, organisations: readonly OrganisationRow[]): OrganisationRow[] {
  return organisations.filter((one) => one.id !== id && one.path.includes(id))
}

function Entry(props: { organisation: OrganisationRow; deeper: readonly OrganisationRow[] }) {
  const { address, t } = useFrame()
  const { organisation, deeper } = props
  return (
    <Row
      title={nameIn(organisation, t.language)}
      href={`/organisations/${addressOf(organisation.id)}`}
      text={organisation.functions}
      meta={[
        organisation.phone,
        ...deeper.map((one) => (
          <a key={one.id} href={address(`/organisations/${addressOf(one.id)}`)}>
            {nameIn(one, t.language)}
          </a>
        )),
      ]}
    />
  )
}
