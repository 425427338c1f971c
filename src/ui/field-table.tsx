import type { Draft } from '#kernel/forms'
import { HintAndError } from './field.tsx'
import { useFrame } from './frame.tsx'

const EMPTY_ROWS = 2

/**
 * A small table that people fill in, one field a cell: the rows that are there and two empty ones, so that it works
 * without a script. Rows left empty are dropped by whoever reads the form.
 */
export function FieldTable(props: {
  title: string
  hint?: string | undefined
  draft: Draft
  columns: readonly { name: string; label: string }[]
}) {
  const { t } = useFrame()
  const { title, hint, draft, columns } = props
  const id = `table-${columns[0]?.name}`
  const error = columns.map(({ name }) => draft.errors[name]).find(Boolean)
  const valuesOf = (name: string) => [draft.values[name] ?? []].flat()
  const count = Math.max(...columns.map(({ name }) => valuesOf(name).length))
  return (
    <fieldset class={error ? 'field field-error' : 'field'} aria-describedby={hint && `${id}-hint`}>
      <legend>{title}</legend>
      <HintAndError hint={hint} error={error && t(error)} hintId={`${id}-hint`} errorId={`${id}-error`} />
      <table class="table table-stack field-table">
        <caption class="visually-hidden">{t('ui.field-table.caption', { title })}</caption>
        <thead>
          <tr>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count + EMPTY_ROWS }, (_, row) => (
            <tr key={row}>
              {columns.map(({ name, label }, at) => (
                <td key={name} data-label={label}>
                  <input
                    class="input"
                    name={name}
                    id={row === 0 && at === 0 ? `field-${name}` : undefined}
                    value={valuesOf(name)[row] ?? ''}
                    aria-label={t('ui.field-table.cell', { label, row: row + 1 })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  )
}
