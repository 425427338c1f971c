import { addressOf } from '#kernel/ids'
import { Button, DataTable, DeskHead, DeskPage, Mark, Time, useFrame } from '#ui'
import { depthOf } from '../rules.ts'
import type { OrganisationRow } from '../tables.ts'

/** All organisations in reading order; `mayEdit` decides per line, the command decides again. */
export function DeskOrganisationsPage(props: {
  organisations: readonly OrganisationRow[]
  mayEdit: (organisation: OrganisationRow) => boolean
}) {
  const { t } = useFrame()
  const { organisations, mayEdit } = props
  return (
    <DeskPage title={t('organisation.title')}>
      <DeskHead
        title={t('organisation.title')}
        sub={t('organisation.lead', { count: organisations.length })}
        acts={
          organisations.some(mayEdit) && (
            <Button href="/desk/organisations/new" kind="main" icon="add">
              {t('organisation.new')}
            </Button>
          )
        }
      />
      <DataTable
        caption={t('organisation.title')}
        captionHidden
        columns={[
          { label: t('organisation.name') },
          { label: t('organisation.kind') },
          { label: t('organisation.credit-code') },
          { label: t('organisation.phone') },
          { label: t('organisation.closed-on') },
          { label: t('organisation.edit'), hidden: true },
        ]}
        rows={organisations.map((organisation) => ({
          key: organisation.id,
          cells: [
            '　'.repeat(depthOf(organisation)) + organisation.name,
            t(`organisation.kind.${organisation.kind}`),
            <span key="code" class="mono">
              {organisation.credit_code}
            </span>,
            organisation.phone,
            organisation.closed_on && (
              <Mark key="closed" kind="never">
                <Time date={organisation.closed_on} form="short" />
              </Mark>
            ),
            mayEdit(organisation) && <EditLink key="edit" organisation={organisation} />,
          ],
        }))}
      />
    </DeskPage>
  )
}

function EditLink({ organisation }: { organisation: OrganisationRow }) {
  const { address, t } = useFrame()
  return (
    <a href={address(`/desk/organisations/${addressOf(organisation.id)}`)}>
      {t('organisation.edit')}
      <span class="visually-hidden"> {organisation.name}</span>
    </a>
  )
}
