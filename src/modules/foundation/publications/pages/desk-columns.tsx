import { civilDateOf } from '#kernel/calendar'
import { addressOf, type Id } from '#kernel/ids'
import { Block, Button, DataTable, DeskHead, DeskPage, Mark, Notice, PostForm, Time, useFrame } from '#ui'
import { depthIn } from '../columns-rules.ts'
import { COLUMNS_DESK, columnDeskPath } from '../desk-paths.ts'
import type { ColumnRow } from '../tables.ts'

type Closed = Pick<ColumnRow, 'id' | 'name' | 'slug' | 'closed_at' | 'closed_into'>

type ColumnsProps = {
  columns: readonly ColumnRow[]
  closed: readonly Closed[]
  counts: ReadonlyMap<Id, number>
  done: string | undefined
}

/** The tree as the site map shows it; each line moves by its own two buttons, so that it works without a pointer. */
export function ColumnsPage({ columns, closed, counts, done }: ColumnsProps) {
  const { t } = useFrame()
  return (
    <DeskPage title={t('column.menu')}>
      <DeskHead
        title={t('column.menu')}
        sub={t('column.sub', { count: columns.length })}
        acts={
          <>
            <Button href="/site-map">{t('column.preview')}</Button>
            <Button href={`${COLUMNS_DESK}/new`} kind="main" icon="add">
              {t('column.new')}
            </Button>
          </>
        }
      />
      {done && <Notice kind="good" title={t(`column.done.${done}`)} announced />}
      <DataTable
        caption={t('column.menu')}
        captionHidden
        stack
        columns={[
          { label: t('column.name') },
          { label: t('column.address') },
          { label: t('column.kind') },
          { label: t('column.texts') },
          { label: t('column.update-limit') },
          { label: t('column.in-menu') },
          { label: t('column.place'), hidden: true },
        ]}
        rows={columns.map((column) => ({
          key: column.id,
          cells: cellsOf({ column, columns, count: counts.get(column.id) ?? 0 }),
        }))}
      />
      {closed.length > 0 && <ClosedColumns closed={closed} columns={columns} />}
    </DeskPage>
  )
}

type Line = { column: ColumnRow; columns: readonly ColumnRow[]; count: number }

function cellsOf({ column, columns, count }: Line) {
  const { address, t } = useFrame()
  const siblings = columns.filter(({ parent_id }) => parent_id === column.parent_id)
  const at = siblings.indexOf(column)
  return [
    <a key="name" class="title" href={address(columnDeskPath(column.id))}>
      {'　'.repeat(depthIn(columns, column.id) - 1)}
      {column.name}
    </a>,
    <a key="address" class="mono" href={address(`/columns/${column.slug}`)}>
      /columns/{column.slug}
    </a>,
    t(`column.kind.${column.kind}`),
    count.toLocaleString('en'),
    column.update_limit_days ? t('column.days', { days: column.update_limit_days }) : '—',
    column.in_menu ? <Mark kind="ok">{t('column.in-menu.yes')}</Mark> : '—',
    <div key="place" class="line-acts">
      {at > 0 && <Shift column={column} way="up" />}
      {at < siblings.length - 1 && <Shift column={column} way="down" />}
      {depthIn(columns, column.id) < 3 && (
        <a href={address(`${COLUMNS_DESK}/new?under=${addressOf(column.id)}`)}>
          {t('column.new-under')}
          <span class="visually-hidden"> {column.name}</span>
        </a>
      )}
    </div>,
  ]
}

function Shift({ column, way }: { column: ColumnRow; way: 'up' | 'down' }) {
  const { t } = useFrame()
  return (
    <PostForm action={columnDeskPath(column.id, way)} class="inline-form">
      <button type="submit" class="as-link">
        {t(`column.${way}`)}
        <span class="visually-hidden"> {column.name}</span>
      </button>
    </PostForm>
  )
}

function ClosedColumns({ closed, columns }: { closed: readonly Closed[]; columns: readonly ColumnRow[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('column.closed')} id="closed" note={t('column.closed.note')}>
      <DataTable
        caption={t('column.closed')}
        captionHidden
        stack
        columns={[
          { label: t('column.name') },
          { label: t('column.address') },
          { label: t('column.closed-at') },
          { label: t('column.leads-to') },
          { label: t('column.reopen'), hidden: true },
        ]}
        rows={closed.map((column) => ({
          key: column.id,
          cells: [
            column.name,
            <span key="address" class="mono">
              /columns/{column.slug}
            </span>,
            column.closed_at && <Time key="at" date={civilDateOf(column.closed_at)} form="short" />,
            columns.find(({ id }) => id === column.closed_into)?.name,
            <PostForm key="reopen" action={columnDeskPath(column.id, 'reopen')} class="inline-form">
              <button type="submit" class="as-link">
                {t('column.reopen')}
                <span class="visually-hidden"> {column.name}</span>
              </button>
            </PostForm>,
          ],
        }))}
      />
    </Block>
  )
}
