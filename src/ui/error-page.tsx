import type { ComponentChildren } from 'preact'
import { type Fact, Facts } from './facts.tsx'
import { useFrame } from './frame.tsx'
import { Hero } from './hero.tsx'
import { Page, PageHead } from './layout.tsx'
import { Glyph, type MarkKind } from './mark.tsx'

const KNOWN = [401, 403, 404, 409, 410, 413, 422, 429, 500, 503] as const

type ErrorProps = {
  status: number
  /** What the rules said, already in words. */
  message?: string | undefined
  /** A stable code, or the reference number of a fault. */
  reference?: string | undefined
  children?: ComponentChildren
}

/** The body of an error page of the portal; goes inside `PortalPage`. */
export function ErrorPage(props: ErrorProps) {
  const { address, t } = useFrame()
  const kind = kindOf(props.status)
  if (kind === 404) {
    return (
      <Hero quiet over={String(props.status)} title={t('ui.error.404.title')} lead={t('ui.error.404.text')}>
        <a href={address('/')}>{t('ui.error.home')}</a>
        <a href={address('/search')}>{t('ui.search')}</a>
      </Hero>
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
