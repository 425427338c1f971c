import { Button, DataTable, DeskHead, DeskPage, EmptyState, Mark, Pagination, Time, useFrame } from '#ui'
import { IMPORT, runPath } from '../desk-import-paths.ts'
import type { ImportRunRow } from '../desk-import-tables.ts'
import { DESK } from '../desk-paths.ts'
import { importStateMark } from './desk-import-words.ts'
import { type Names, nameOf } from './desk-words.ts'

export function ImportListPage(props: {
  rows: readonly ImportRunRow[]
  next: string | undefined
  isFirst: boolean
  names: Names
}) {
  const { t, address } = useFrame()
  const { rows, next, isFirst, names } = props
  return (
    <DeskPage
      title={t('import.menu')}
      trail={[{ label: t('publication.desk'), href: DESK }, { label: t('import.menu') }]}
    >
      <DeskHead
        title={t('import.menu')}
        sub={t('import.sub')}
        acts={
          <Button href={`${IMPORT}/new`} kind="main" icon="add">
            {t('import.begin')}
          </Button>
        }
      />
      {rows.length === 0 ? (
        <EmptyState title={t('import.none')}>
          <p>{t('import.none-text')}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={t('import.menu')}
          captionHidden
          stack
          columns={[
            { label: t('import.name') },
            { label: t('import.state') },
            { label: t('import.lines'), number: true },
            { label: t('import.handed-in-by') },
            { label: t('import.handed-in-at') },
          ]}
          rows={rows.map((run) => ({
            key: run.id,
            cells: [
              <a href={address(runPath(run.id))}>{run.name}</a>,
              <Mark kind={importStateMark(run.state)}>{t(`import.state.${run.state}`)}</Mark>,
              run.total,
              nameOf(names, run.handed_in_by, t),
              <Time at={run.handed_in_at} />,
            ],
          }))}
        />
      )}
      <Pagination
        previous={isFirst ? undefined : IMPORT}
        next={next && `${IMPORT}?cursor=${next}`}
        labels={{ previous: t('publication.page.first'), next: t('publication.page.next') }}
      />
    </DeskPage>
  )
}
