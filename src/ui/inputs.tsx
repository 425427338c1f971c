import { EMPTY_DRAFT, typed } from '#kernel/forms'
import { Field, type FieldProps, HintAndError, Optional, useField } from './field.tsx'

/** One object each, because the types of Preact tell inputs apart by their `type`. */
const TYPES = {
  text: { type: 'text' },
  password: { type: 'password' },
  email: { type: 'email' },
  tel: { type: 'tel' },
  number: { type: 'number' },
  url: { type: 'url' },
  month: { type: 'month' },
  'datetime-local': { type: 'datetime-local' },
} as const

type InputProps = FieldProps & {
  type?: keyof typeof TYPES | undefined
  width?: 'short' | 'medium' | 'code' | undefined
  autocomplete?: string | undefined
  inputmode?: 'numeric' | 'tel' | 'email' | 'text' | undefined
  maxlength?: number | undefined
  placeholder?: string | undefined
  readonly?: boolean | undefined
}

export function Input(props: InputProps) {
  const { type = 'text', width, draft = EMPTY_DRAFT } = props
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          class={width ? `input input-${width}` : 'input'}
          {...TYPES[type]}
          value={type === 'password' ? undefined : typed(draft, props.name)}
          autoComplete={props.autocomplete}
          inputMode={props.inputmode}
          maxLength={props.maxlength}
          placeholder={props.placeholder}
          readOnly={props.readonly}
        />
      )}
    </Field>
  )
}

export function DateField(props: FieldProps & { min?: string | undefined; max?: string | undefined }) {
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          class="input input-short"
          type="date"
          value={typed(props.draft ?? EMPTY_DRAFT, props.name)}
          min={props.min}
          max={props.max}
        />
      )}
    </Field>
  )
}

export function FileField(
  props: FieldProps & { accept?: string | undefined; multiple?: boolean | undefined },
) {
  return (
    <Field {...props}>
      {(control) => (
        <input {...control} class="input" type="file" accept={props.accept} multiple={props.multiple} />
      )}
    </Field>
  )
}

export function Textarea(
  props: FieldProps & {
    rows?: number | undefined
    maxlength?: number | undefined
    song?: boolean | undefined
  },
) {
  return (
    <Field {...props}>
      {(control) => (
        <textarea
          {...control}
          class={props.song ? 'input song' : 'input'}
          rows={props.rows ?? 5}
          maxLength={props.maxlength}
          value={typed(props.draft ?? EMPTY_DRAFT, props.name)}
        />
      )}
    </Field>
  )
}

export type Option = {
  value: string
  label: string
  hint?: string | undefined
  disabled?: boolean | undefined
}

export function Select(
  props: FieldProps & { options: readonly Option[]; width?: 'short' | 'medium' | undefined },
) {
  const chosen = typed(props.draft ?? EMPTY_DRAFT, props.name)
  return (
    <Field {...props}>
      {(control) => (
        <select {...control} class={props.width ? `input input-${props.width}` : 'input'}>
          {props.options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              selected={option.value === chosen}
              disabled={option.disabled}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type ChoicesProps = FieldProps & {
  options: readonly Option[]
  inline?: boolean | undefined
  hideLegend?: boolean | undefined
}

export function Radios(props: ChoicesProps) {
  const chosen = typed(props.draft ?? EMPTY_DRAFT, props.name)
  return <Choices {...props} type="radio" chosen={[chosen]} />
}

export function Checkboxes(props: ChoicesProps) {
  const value = props.draft?.values[props.name] ?? []
  return <Choices {...props} type="checkbox" chosen={Array.isArray(value) ? value : [value]} />
}

function Choices(props: ChoicesProps & { type: 'radio' | 'checkbox'; chosen: readonly string[] }) {
  const { id, hintId, errorId, error, describedBy } = useField(props)
  return (
    <fieldset class={error ? 'field field-error' : 'field'} aria-describedby={describedBy}>
      <legend class={props.hideLegend ? 'visually-hidden' : undefined}>
        {props.label}
        <Optional shown={props.optional} />
      </legend>
      <HintAndError hint={props.hint} error={error} hintId={hintId} errorId={errorId} />
      <div class={props.inline ? 'choices-line' : undefined}>
        {props.options.map((option, at) => (
          <label class="choice" key={option.value}>
            <input
              type={props.type}
              name={props.name}
              id={at === 0 ? id : undefined}
              value={option.value}
              checked={props.chosen.includes(option.value)}
              disabled={option.disabled}
            />
            <span>
              {option.label}
              {option.hint && <span class="hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
