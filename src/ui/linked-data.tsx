import type { Crumb } from './breadcrumb.tsx'
import { machineInstant } from './dates.ts'
import { type Frame, useFrame } from './frame.tsx'
import type { Article } from './head.tsx'

/** What a norm is beside an article: schema.org's Legislation. */
export type Legislation = {
  identifier?: string | undefined
  signedOn?: string | undefined
  effectiveOn?: string | undefined
  expiresOn?: string | undefined
  issuer: string
  force?: 'InForce' | 'NotInForce' | 'PartiallyInForce' | undefined
}

type Thing = Readonly<Record<string, unknown>>

export type LinkedDataProps = {
  title: string
  trail?: readonly Crumb[] | undefined
  article?: Article | undefined
  legislation?: Legislation | undefined
}

/** schema.org as a block of data. It is never run, and no text in it can end its element. */
export function LinkedData(props: LinkedDataProps) {
  const frame = useFrame()
  const things = [...aboutSite(frame), ...aboutPlace(frame, props), ...aboutText(frame, props)]
  if (things.length === 0) return null
  const text = JSON.stringify({ '@context': 'https://schema.org', '@graph': things })
  // Data, with every sign escaped that could end the element.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: escaped(text) }} />
}

export function escaped(json: string): string {
  return json
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

function publisherOf({ absolute }: Frame): Thing {
  return { '@id': `${absolute('/')}#organisation` }
}

/** Once, on the home page: who speaks here, and how the site is searched. */
function aboutSite(frame: Frame): Thing[] {
  const { absolute, here, site } = frame
  if (here !== '/') return []
  return [
    {
      '@type': 'GovernmentOrganization',
      '@id': `${absolute('/')}#organisation`,
      name: site.owner || site.name,
      url: absolute('/'),
      ...(site.address && { address: site.address }),
      ...(site.phone && { telephone: site.phone }),
      ...(site.site_id_code && { identifier: site.site_id_code }),
    },
    {
      '@type': 'WebSite',
      '@id': `${absolute('/')}#site`,
      name: site.name,
      url: absolute('/'),
      inLanguage: ['zh-CN', 'en'],
      ...(site.description && { description: site.description }),
      publisher: publisherOf(frame),
      potentialAction: {
        '@type': 'SearchAction',
        target: { '@type': 'EntryPoint', urlTemplate: `${absolute('/search')}?q={search_term_string}` },
        'query-input': 'required name=search_term_string',
      },
    },
  ]
}

function aboutPlace({ absolute, here, t }: Frame, { trail }: LinkedDataProps): Thing[] {
  if (!trail || trail.length === 0) return []
  const crumbs: readonly Crumb[] = [{ label: t('ui.home'), href: '/' }, ...trail]
  return [
    {
      '@type': 'BreadcrumbList',
      itemListElement: crumbs.map(({ label, href }, at) => ({
        '@type': 'ListItem',
        position: at + 1,
        name: label,
        item: absolute(href ?? here),
      })),
    },
  ]
}

function aboutText(frame: Frame, { article, legislation }: LinkedDataProps): Thing[] {
  if (!article) return []
  const { absolute, here } = frame
  const both = {
    '@id': `${absolute(here)}#text`,
    url: absolute(here),
    inLanguage: 'zh-CN',
    datePublished: machineInstant(article.published),
    dateModified: machineInstant(article.changed ?? article.published),
    publisher: { '@type': 'GovernmentOrganization', name: article.source },
    isPartOf: { '@id': `${absolute('/')}#site` },
    ...(article.description && { description: article.description }),
    ...(article.keywords && { keywords: article.keywords }),
  }
  if (!legislation) {
    const { title, author, source } = article
    return [
      {
        '@type': 'NewsArticle',
        ...both,
        headline: title,
        author: author ? { '@type': 'Person', name: author } : { '@type': 'Organization', name: source },
        mainEntityOfPage: absolute(here),
      },
    ]
  }
  const { identifier, signedOn, effectiveOn, expiresOn, issuer, force } = legislation
  const legalForce = force && { legislationLegalForce: `https://schema.org/${force}` }
  return [
    {
      '@type': 'Legislation',
      ...both,
      name: article.title,
      legislationPassedBy: { '@type': 'Organization', name: issuer },
      ...(identifier && { legislationIdentifier: identifier }),
      ...(signedOn && { legislationDate: signedOn }),
      ...(effectiveOn && { temporalCoverage: `${effectiveOn}/${expiresOn ?? '..'}` }),
      ...legalForce,
    },
  ]
}
