import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

type ButtonProps = {
  children: ComponentChildren
  /** One `main` on a screen. */
  kind?: 'main' | 'second' | 'late' | 'quiet' | undefined
  /** A link that looks like a button; every other button submits the form that it stands in. */
  href?: string | undefined
  name?: string | undefined
  value?: string | undefined
  icon?: IconName | undefined
  /** Another address for the same form. */
  action?: string | undefined
  form?: string | undefined
  /** An act that is not allowed now stays visible and says why. */
  refused?: string | undefined
  skipChecks?: boolean | undefined
  /** Sends the files of the form too. */
  files?: boolean | undefined
  /** Where the word on it says too little without what stands around it. */
  label?: string | undefined
}

export function Button({ children, kind = 'second', href, icon, refused, ...rest }: ButtonProps) {
  const { address } = useFrame()
  const classes = `button button-${kind}`
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {children}
    </>
  )
  if (refused) return <RefusedButton classes={classes} reason={refused} inside={inside} />
  if (href !== undefined) {
    return (
      <a class={classes} href={address(href)}>
        {inside}
      </a>
    )
  }
  const { name, value, action, form, skipChecks, files, label } = rest
  return (
    <button
      type="submit"
      class={classes}
      name={name}
      value={value}
      form={form}
      formAction={action && address(action)}
      formNoValidate={skipChecks}
      formEncType={files ? 'multipart/form-data' : undefined}
      formMethod={files ? 'post' : undefined}
      aria-label={label}
    >
      {inside}
    </button>
  )
}

function RefusedButton(props: { classes: string; reason: string; inside: ComponentChildren }) {
  return (
    <span class="button-refused">
      <button type="button" class={props.classes} disabled>
        {props.inside}
      </button>{' '}
      <span class="soft">{props.reason}</span>
    </span>
  )
}

export function ButtonRow({ children }: { children: ComponentChildren }) {
  return <div class="button-row">{children}</div>
}
