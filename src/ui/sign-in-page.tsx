import type { ComponentChildren } from 'preact'
import { Brand } from './desk-page.tsx'
import { useFrame } from './frame.tsx'
import { Head } from './head.tsx'
import { rootAttributes } from './settings.tsx'

/** The door of the desk: the forms at the left, what one must know before entering at the right. */
export function SignInPage(props: {
  title: string
  lead?: ComponentChildren
  children: ComponentChildren
  foot?: ComponentChildren
  /** Facts for the right side: today, whom to call. */
  side?: ComponentChildren
}) {
  const { modes, t } = useFrame()
  return (
    <html {...rootAttributes(modes)}>
      <Head title={props.title} stylesheet="desk.css" script="desk.js" siteTags={false} hidden />
      <body class="gate-page">
        <main class="gate" id="main">
          <div class="gate-in">
            <p class="gate-brand">
              <Brand />
            </p>
            <h1>{props.title}</h1>
            {props.lead && <p class="soft">{props.lead}</p>}
            <div class="gate-box">{props.children}</div>
            {props.foot && <p class="gate-foot">{props.foot}</p>}
          </div>
          <div class="gate-side">
            <p class="gate-rule">{t('ui.desk.rule')}</p>
            {props.side}
          </div>
        </main>
      </body>
    </html>
  )
}
