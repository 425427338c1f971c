import type { ComponentChildren } from 'preact'
import { type Draft, EMPTY_DRAFT } from '#kernel/forms'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'

export type FieldProps = {
  name: string
  label: string
  hint?: string | undefined
  /** What was typed and what is wrong with it. */
  draft?: Draft | undefined
  optional?: boolean | undefined
  /** Only where one page holds two forms with the same field. */
  id?: string | undefined
}

type Control = {
  id: string
  name: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** The id of the control of a field, which the error summary links to. */
export function fieldId(name: string): string {
  return `field-${name}`
}

/** Label above, hint, error, control. */
export function Field(
  props: FieldProps & { children: (control: Control) => ComponentChildren; after?: ComponentChildren },
) {
  const { id, hintId, errorId, error, describedBy } = useField(props)
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <label for={id}>
        {props.label}
        <Optional shown={props.optional} />
      </label>
      <HintAndError hint={props.hint} error={error} hintId={hintId} errorId={errorId} />
      {props.children({
        id,
        name: props.name,
        'aria-describedby': describedBy,
        'aria-invalid': error ? 'true' : undefined,
      })}
      {props.after}
    </div>
  )
}

export function Optional({ shown }: { shown: boolean | undefined }) {
  const { t } = useFrame()
  return shown ? <span class="optional"> {t('ui.field.optional')}</span> : null
}

export function HintAndError(props: {
  hint: string | undefined
  error: string | undefined
  hintId: string
  errorId: string
}) {
  return (
    <>
      {props.hint && (
        <p class="hint" id={props.hintId}>
          {props.hint}
        </p>
      )}
      {props.error && (
        <p class="error" id={props.errorId}>
          <Icon name="alert" /> {props.error}
        </p>
      )}
    </>
  )
}

export function useField({ name, id = fieldId(name), draft = EMPTY_DRAFT, hint }: FieldProps) {
  const { t } = useFrame()
  const key = draft.errors[name]
  const error = key && t(key)
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ') || undefined
  return { id, hintId, errorId, error, describedBy }
}
