import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { ForgeryField } from './forms.tsx'
import { useFrame } from './frame.tsx'

/**
 * A form whose answer a device gives. Hidden until the script finds that browser and address can do it: keys are bound
 * to host names, so an address in numbers has none.
 */
export function PasskeyForm(props: {
  action: string
  /** Where the question for the device comes from. */
  options: string
  ceremony: 'enrolment' | 'proof'
  button: string
  /** Said when the device gave no answer. */
  failed: string
  children?: ComponentChildren
}) {
  const { address, asset } = useFrame()
  return (
    <>
      <form
        method="post"
        action={address(props.action)}
        class="passkey"
        data-behaviour="passkey"
        data-options={address(props.options)}
        data-ceremony={props.ceremony}
        hidden
      >
        <ForgeryField />
        {props.children}
        <input type="hidden" name="response" value="" />
        <p class="error" role="alert" data-failed={props.failed} hidden />
        <Button>{props.button}</Button>
      </form>
      <script type="module" src={asset('passkeys.js')} />
    </>
  )
}
