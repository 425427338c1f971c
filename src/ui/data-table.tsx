import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'

export type TableColumn = { label: string; number?: boolean | undefined; hidden?: boolean | undefined }
export type TableRow = {
  cells: readonly ComponentChildren[]
  kind?: 'total' | 'sub' | undefined
  key?: string | undefined
}

/**
 * A table that the whole width of a page cannot hold scrolls inside its own frame, which the keyboard reaches.
 * A table of facts becomes a list on a phone; a table of figures stays a table, unless `stack` says otherwise.
 */
export function DataTable(props: {
  caption: string
  note?: ComponentChildren
  columns: readonly TableColumn[]
  rows: readonly TableRow[]
  stack?: boolean | undefined
  captionHidden?: boolean | undefined
  downloads?: ComponentChildren
  foot?: ComponentChildren
}) {
  const stack = props.stack ?? !props.columns.some(({ number }) => number)
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer, and a page of tables is not a page of landmarks */}
      <div class="table-wrap" role="group" tabIndex={0} aria-label={props.caption}>
        <table class={stack ? 'table table-stack' : 'table'}>
          <caption class={props.captionHidden ? 'visually-hidden' : undefined}>
            <strong>{props.caption}</strong>
            {props.note && <span>{props.note}</span>}
          </caption>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column.label} scope="col" class={column.number ? 'num' : undefined}>
                  {column.hidden ? <span class="visually-hidden">{column.label}</span> : column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row, at) => (
              <Line key={row.key ?? at} row={row} columns={props.columns} />
            ))}
          </tbody>
        </table>
        {props.rows.length === 0 && <NoRows />}
      </div>
      {(props.downloads || props.foot) && (
        <div class="table-foot">
          {props.foot && <p>{props.foot}</p>}
          {props.downloads}
        </div>
      )}
    </>
  )
}

function Line({ row, columns }: { row: TableRow; columns: readonly TableColumn[] }) {
  return (
    <tr class={row.kind}>
      {row.cells.map((cell, at) => {
        const column = columns[at]
        const number = column?.number ? 'num' : undefined
        if (at === 0) {
          return (
            <th key={column?.label} scope="row" class={number}>
              {cell}
            </th>
          )
        }
        return (
          <td key={column?.label} class={number} data-label={column?.label}>
            {cell}
          </td>
        )
      })}
    </tr>
  )
}

function NoRows() {
  const { t } = useFrame()
  return <p class="table-empty faint">{t('ui.table.empty')}</p>
}
