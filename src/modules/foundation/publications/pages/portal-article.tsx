import { addressOf } from '#kernel/ids'
import {
  AsideSection,
  type Crumb,
  type Legislation,
  Page,
  PageTools,
  PortalPage,
  type PortalPageProps,
  Row,
  Rows,
  SideNav,
  useFrame,
  WithAside,
} from '#ui'
import type { PublicRevision, ShownPublication } from '../queries.ts'
import type { Related } from '../relations-queries.ts'
import type { ColumnRow, ShownRow } from '../tables.ts'
import { type AttachedFile, AttachmentsBelow } from './attachments-portal.tsx'
import { type EndProps, PublicationEnd } from './portal-end.tsx'
import { RelatedBlock } from './portal-related.tsx'
import { rowDay } from './portal-rows.tsx'
import { ArticleBody, ArticleHead, type TextToShow } from './portal-text.tsx'

/** A publication with everything that its page shows: loaded before, nothing is fetched in a page. */
export type PublicationView = {
  address: string
  publication: ShownPublication
  text: TextToShow
  files: readonly AttachedFile[]
  /** Newest first; empty where the page does not speak of them. */
  revisions: readonly PublicRevision[]
  /** Its neighbours in its column. */
  beside: { newer: ShownRow | undefined; older: ShownRow | undefined }
  /** Other new things of its column. */
  nearby: readonly ShownRow[]
  column: ColumnRow | undefined
  columnType: string | undefined
  columns: readonly { href: string; label: string }[]
  trail: readonly Crumb[]
  /** What belongs to it and is public. */
  related: readonly Related[]
  /** The site that it was taken in from: its name, the address of the text there, and how its other addresses are made. */
  shared: { name: string; original: string; address: (path: string) => string } | undefined
  end: EndProps
}

export function ArticlePage({ view }: { view: PublicationView }) {
  const { t } = useFrame()
  const { text } = view
  return (
    <PortalPage {...metaOf(view)} trail={[...view.trail, { label: t('publications.text') }]}>
      <Page>
        <SharedFrom view={view} />
        <ArticleHead text={text} />
        <WithAside form="reading" asideLabel={t('publications.beside')} aside={<Beside view={view} />}>
          <PageTools />
          <ArticleBody text={text} />
          <AttachmentsBelow files={view.files} />
          <Neighbours view={view} />
          <div class="document-end">
            <RelatedBlock related={view.related} addressOf={view.shared?.address} />
            <PublicationEnd {...view.end} />
          </div>
        </WithAside>
      </Page>
    </PortalPage>
  )
}

/** One text on, in either direction, by its title. */
function Neighbours({ view: { beside } }: { view: PublicationView }) {
  const { address, t } = useFrame()
  const ways = (['newer', 'older'] as const).flatMap((way) => {
    const row = beside[way]
    return row ? [{ way, row }] : []
  })
  if (ways.length === 0) return null
  return (
    <nav class="neighbours" aria-label={t('publications.neighbours')}>
      {ways.map(({ way, row }) => (
        <p key={way}>
          <span class="faint">{t(`publications.neighbours.${way}`)}</span>{' '}
          <a
            href={address(`/publications/${addressOf(row.publication_id)}`)}
            rel={way === 'newer' ? 'prev' : 'next'}
            lang="zh-CN"
          >
            {row.title}
          </a>
        </p>
      ))}
    </nav>
  )
}

/** A text of another site says so before it is read. */
export function SharedFrom({ view: { shared } }: { view: PublicationView }) {
  const { t } = useFrame()
  if (!shared) return null
  return (
    <p class="small">
      <span lang="zh-CN">{t('publications.shared-from', { name: shared.name })}</span>{' '}
      <a href={shared.original}>{t('publications.shared-from.link')}</a>
    </p>
  )
}

function Beside({ view }: { view: PublicationView }) {
  const frame = useFrame()
  const { t } = frame
  const { publication, nearby } = view
  const address = view.shared?.address ?? frame.address
  return (
    <>
      <AsideSection title={t('publications.publisher')}>
        <p>
          <a href={address(`/organisations/${addressOf(publication.organisation_id)}`)} lang="zh-CN">
            {publication.publisher}
          </a>
        </p>
        <p class="small faint">
          {t('publications.index-number')} <span class="mono">{publication.index_number}</span>
        </p>
      </AsideSection>
      {view.columns.length > 0 && (
        <AsideSection title={t('publications.columns')} secondary>
          <SideNav links={view.columns} />
        </AsideSection>
      )}
      {nearby.length > 0 && (
        <AsideSection title={t('publications.nearby')} secondary>
          <Rows compact>
            {nearby.map((row) => (
              <Row
                key={row.publication_id}
                title={row.title}
                href={`/publications/${addressOf(row.publication_id)}`}
                lang="zh-CN"
                meta={[rowDay(row)]}
              />
            ))}
          </Rows>
        </AsideSection>
      )}
    </>
  )
}

/** Title, government metadata and the twin: the same for every kind. */
export function metaOf({
  publication,
  column,
  columnType,
  address,
  shared,
}: PublicationView): Omit<PortalPageProps, 'children'> {
  const { title, summary, keywords, editor, source, publisher } = publication
  const { first_published_at, published_at } = publication
  return {
    title,
    canonical: shared?.original,
    description: summary || undefined,
    column: column && { name: column.name, description: column.description || undefined, type: columnType },
    article: {
      title,
      published: first_published_at,
      changed: published_at,
      source: source ?? publisher,
      keywords: keywords || undefined,
      author: editor ?? undefined,
      description: summary || undefined,
    },
    legislation: publication.kind === 'document' ? legislationOf(publication) : undefined,
    feeds: [{ href: `${address}.json`, title, type: 'application/json' }],
  }
}

const FORCES = {
  valid: 'InForce',
  amended: 'PartiallyInForce',
  repealed: 'NotInForce',
  expired: 'NotInForce',
  'not-yet': 'NotInForce',
} as const

function legislationOf(publication: ShownPublication): Legislation {
  const { publisher, document_number, signed_on, effective_on, expires_on, validity } = publication
  return {
    issuer: publisher,
    identifier: document_number ?? undefined,
    signedOn: signed_on ?? undefined,
    effectiveOn: effective_on ?? undefined,
    expiresOn: expires_on ?? undefined,
    force: validity ? FORCES[validity] : undefined,
  }
}
