import type { ComponentChildren } from 'preact'
import type { Draft } from '#kernel/forms'
import { fieldId } from './field.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'

/** First in the form, in the order of the fields; says what to do, and that what was typed is kept. */
export function ErrorSummary({ draft, level = 2 }: { draft: Draft; level?: 2 | 3 | undefined }) {
  const { t } = useFrame()
  const errors = Object.entries(draft.errors)
  if (errors.length === 0) return null
  const Heading = `h${level}` as const
  return (
    <div
      class="error-summary"
      role="alert"
      aria-labelledby="error-summary"
      tabIndex={-1}
      data-behaviour="focus"
    >
      <Heading id="error-summary">
        <Icon name="alert" /> {t('ui.errors.title', { count: errors.length })}
      </Heading>
      <ul>
        {errors.map(([field, key]) => (
          <li key={field}>{field ? <a href={`#${fieldId(field)}`}>{t(key)}</a> : t(key)}</li>
        ))}
      </ul>
      <p class="soft">{t('ui.errors.kept')}</p>
    </div>
  )
}

/** A form that changes something: always POST, always with the token against forgery. */
export function PostForm(props: {
  action: string
  children: ComponentChildren
  class?: string | undefined
  id?: string | undefined
  label?: string | undefined
  labelledby?: string | undefined
  files?: boolean | undefined
  /** Warn before the page is left with unsaved words. */
  guarded?: boolean | undefined
}) {
  const { address } = useFrame()
  return (
    <form
      method="post"
      action={address(props.action)}
      class={props.class ?? 'form'}
      id={props.id}
      aria-label={props.label}
      aria-labelledby={props.labelledby}
      encType={props.files ? 'multipart/form-data' : undefined}
      data-behaviour={props.guarded ? 'guard' : undefined}
      noValidate
    >
      <ForgeryField />
      {props.children}
    </form>
  )
}

/** Nothing on pages that may be cached: they know no person. */
export function ForgeryField() {
  const { person } = useFrame()
  return person ? <input type="hidden" name="_forgery" value={person.forgeryToken} /> : null
}
