import type { ComponentChildren } from 'preact'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'
import { Feedback, OfflineNote } from './feedback.tsx'
import { Footer } from './footer.tsx'
import { useFrame } from './frame.tsx'
import { Head, type HeadProps } from './head.tsx'
import { Masthead, SimpleBar } from './masthead.tsx'
import { rootAttributes } from './settings.tsx'

export type PortalPageProps = HeadProps & {
  children: ComponentChildren
  /** Without the home page, which is always first; the last is the page itself. None on the home page. */
  trail?: readonly Crumb[] | undefined
  /** Off where the page has its own large search box. */
  search?: boolean | undefined
  /** Off on pages that are no content of the site: forms, settings, refusals. */
  feedback?: boolean | undefined
}

/** A whole document of the public site. `children` bring their own `Page` widths, so that bands can reach the edges. */
export function PortalPage({ children, trail, search = true, feedback = true, ...head }: PortalPageProps) {
  const { modes, t } = useFrame()
  return (
    <html {...rootAttributes(modes)}>
      <Head {...head} trail={trail} stylesheet="portal.css" script="portal.js" siteTags />
      <body>
        <a class="skip" href="#main">
          {t('ui.skip')}
        </a>
        <OfflineNote />
        <SimpleBar />
        <Masthead search={search} />
        <main id="main" tabIndex={-1}>
          {trail && <Breadcrumb trail={trail} home />}
          {children}
          {feedback && !head.hidden && <Feedback />}
        </main>
        <Footer />
      </body>
    </html>
  )
}
