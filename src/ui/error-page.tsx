import type { ComponentChildren } from 'preact'
import { type Fact, Facts } from './facts.tsx'
import { useServed } from './footer.tsx'
import { type FrameLink, useFrame } from './frame.tsx'
import { Hero } from './hero.tsx'
import { Page, PageHead, Section, SectionHead } from './layout.tsx'
import { SideNav } from './lists.tsx'
import { Glyph, type MarkKind } from './mark.tsx'

const KNOWN = [401, 403, 404, 409, 410, 413, 422, 429, 500, 503] as const

type ErrorProps = {
  status: number
  /** What the rules said, already in words. */
  message?: string | undefined
  /** A stable code, or the reference number of a fault. */
  reference?: string | undefined
  children?: ComponentChildren
  /** What the lost address said in words, to search for. */
  words?: string | undefined
  /** Pages close to the lost one. */
  near?: readonly FrameLink[] | undefined
}

/** The body of an error page of the portal; goes inside `PortalPage`. */
export function ErrorPage(props: ErrorProps) {
  const { address, t } = useFrame()
  const kind = kindOf(props.status)
  if (kind === 404) {
    return (
      <>
        <Hero
          quiet
          over={String(props.status)}
          title={t('ui.error.404.title')}
          lead={t('ui.error.404.text')}
          words={props.words}
        >
          <a href={address('/')}>{t('ui.error.home')}</a>
          <SiteMapLink />
        </Hero>
        <Near links={props.near} />
      </>
    )
  }
  return (
    <Page>
      <PageHead
        kicker={String(props.status)}
        title={t(`ui.error.${kind}.title`)}
        lead={props.message ?? t(`ui.error.${kind}.text`)}
      >
        {props.reference && <Reference text={props.reference} />}
      </PageHead>
      {props.children ?? (
        <p class="button-row">
          <a class="button button-main" href={address('/')}>
            {t('ui.error.home')}
          </a>
        </p>
      )}
    </Page>
  )
}

/** What stands close by, else the columns of the menu: four ways on at least. */
function Near({ links = [] }: { links: ErrorProps['near'] }) {
  const { menu, t } = useFrame()
  const ways = links.length > 0 ? links : menu
  if (ways.length === 0) return null
  return (
    <Section labelledby="near">
      <SectionHead id="near" title={t(links.length > 0 ? 'ui.error.404.near' : 'ui.error.404.columns')} />
      <nav aria-labelledby="near">
        <SideNav links={ways.map(({ href, key }) => ({ href, label: t(key) }))} />
      </nav>
    </Section>
  )
}

function SiteMapLink() {
  const { address, t } = useFrame()
  return useServed('/site-map') ? <a href={address('/site-map')}>{t('ui.error.404.map')}</a> : null
}

/** The same on the desk: what did not change, who can help, and a stable code. */
export function Refusal(
  props: ErrorProps & { facts?: readonly Fact[] | undefined; title?: string | undefined },
) {
  const { address, t } = useFrame()
  const kind = kindOf(props.status)
  return (
    <section class="refusal" aria-labelledby="refusal">
      <p class="refusal-k">
        <Glyph kind={glyphOf(kind)} />
        {t(`ui.refusal.${refusalOf(kind)}`)}
      </p>
      <h1 id="refusal">{props.title ?? t(`ui.error.${kind}.desk`)}</h1>
      <p class="refusal-lead">{props.message ?? t(`ui.error.${kind}.text`)}</p>
      {props.facts && <Facts facts={props.facts} form="wide" />}
      <div class="button-row">
        {props.children ?? (
          <a class="button button-second" href={address('/desk')}>
            {t('ui.error.desk')}
          </a>
        )}
      </div>
      {props.reference && <Reference text={props.reference} />}
    </section>
  )
}

function Reference({ text }: { text: string }) {
  const { t } = useFrame()
  return (
    <p class="faint">
      {t('ui.error.reference')} <span class="mono">{text}</span>
    </p>
  )
}

function kindOf(status: number): (typeof KNOWN)[number] {
  return KNOWN.find((known) => known === status) ?? (status >= 500 ? 500 : 422)
}

function glyphOf(kind: number): MarkKind {
  return kind >= 500 ? 'over' : 'never'
}

function refusalOf(kind: number): 'not-found' | 'broken' | 'refused' {
  if (kind === 404) return 'not-found'
  return kind >= 500 ? 'broken' : 'refused'
}
