import { civilDateOf } from '#kernel/calendar'
import type { SanitisedHtml } from '#kernel/rich-text'
import { type OutlineEntry, outlineOf } from '#platform/rich-text'
import {
  AsideSection,
  DocumentLayout,
  DocumentLead,
  dateInWords,
  Facts,
  IndexBlock,
  Page,
  PageTools,
  PortalPage,
  SideNav,
  Time,
  useFrame,
  ValidityChain,
  ValidityTag,
} from '#ui'
import type { ShownPublication } from '../queries.ts'
import { AttachedFiles } from './attachments-portal.tsx'
import { metaOf, type PublicationView, SharedFrom } from './portal-article.tsx'
import { PublicationEnd } from './portal-end.tsx'
import { RelatedBlock } from './portal-related.tsx'
import { DocumentText } from './portal-text.tsx'
import { chainOf } from './portal-versions.tsx'

/** An official document on its sheet, with all that one must know before relying on it. */
export function DocumentPage({ view }: { view: PublicationView }) {
  const { t } = useFrame()
  const { publication, text } = view
  const name = publication.document_number ?? t('publications.text')
  return (
    <PortalPage {...metaOf(view)} trail={[...view.trail, { label: name }]}>
      <Page>
        <SharedFrom view={view} />
        <DocumentLead
          status={<Status publication={publication} />}
          lead={publication.summary}
          note={publication.summary && t('publications.in-short', { publisher: publication.publisher })}
        />
        <PageTools />
      </Page>
      <DocumentLayout
        index={<Index publication={publication} />}
        aside={<Beside view={view} />}
        asideLabel={t('publications.beside')}
      >
        <DocumentText text={text} />
      </DocumentLayout>
      <div class="page document-end">
        <RelatedBlock related={view.related} addressOf={view.shared?.address} />
        <PublicationEnd {...view.end} />
      </div>
    </PortalPage>
  )
}

/** Whether it holds, in one sentence with its days: the first thing that a reader of a norm has to know. */
function Status({ publication }: { publication: ShownPublication }) {
  return (
    <>
      {publication.validity && <ValidityTag validity={publication.validity} />}
      <span>
        <ValiditySentence publication={publication} />
      </span>
    </>
  )
}

function ValiditySentence({ publication }: { publication: ShownPublication }) {
  const { t } = useFrame()
  const { source_published_on, first_published_at, effective_on, expires_on, validity } = publication
  const inWords = (date: string) => dateInWords(date, t.language)
  const parts = [
    t('publications.sentence.published', {
      date: inWords(source_published_on ?? civilDateOf(first_published_at)),
    }),
    effective_on &&
      t(`publications.sentence.${validity === 'not-yet' ? 'will-begin' : 'began'}`, {
        date: inWords(effective_on),
      }),
    expires_on &&
      t(`publications.sentence.${validity === 'expired' ? 'ended' : 'ends'}`, { date: inWords(expires_on) }),
    validity && t(`publications.sentence.${validity}`),
  ]
  return <>{parts.filter(Boolean).join(t('publications.sentence.comma')) + t('publications.sentence.stop')}</>
}

/** Everything from the same hand: who issued a national law is no organisation of this site. */
function issuedBy(publisher: string): string {
  return `/publications?publisher=${encodeURIComponent(publisher)}`
}

function Index({ publication }: { publication: ShownPublication }) {
  const { address, t } = useFrame()
  const { publisher, signed_on, effective_on, expires_on, validity } = publication
  return (
    <IndexBlock
      facts={[
        { label: t('publications.index-number'), value: publication.index_number },
        { label: t('publications.subject'), value: publication.subject_category },
        {
          label: t('publications.issuer'),
          value: (
            <a href={address(issuedBy(publisher))} lang="zh-CN">
              {publisher}
            </a>
          ),
        },
        { label: t('publications.document-number'), value: publication.document_number },
        { label: t('publications.signed-on'), value: signed_on && <Time date={signed_on} /> },
        { label: t('publications.published-on'), value: <PublishedOn publication={publication} /> },
        { label: t('publications.effective-on'), value: effective_on && <Time date={effective_on} /> },
        { label: t('publications.expires-on'), value: expires_on && <Time date={expires_on} /> },
        {
          label: t('publications.disclosure'),
          value: t(`publications.disclosure.${publication.disclosure_attribute}`),
        },
        { label: t('publications.validity'), value: validity && t(`ui.validity.${validity}`) },
      ]}
    />
  )
}

function PublishedOn({
  publication: { source_published_on, first_published_at },
}: {
  publication: ShownPublication
}) {
  return source_published_on ? <Time date={source_published_on} /> : <Time at={first_published_at} />
}

function Beside({ view }: { view: PublicationView }) {
  const { address, t } = useFrame()
  const { publication, text } = view
  const chain = chainOf(t, view.address, view.revisions, publication.number)
  return (
    <>
      <Outline body={text.body} />
      {view.files.length > 0 && (
        <AsideSection title={t('attachment.public')}>
          <AttachedFiles files={view.files} />
        </AsideSection>
      )}
      {chain.length > 1 && (
        <AsideSection title={t('publications.chain')}>
          <ValidityChain links={chain} />
        </AsideSection>
      )}
      <AsideSection title={t('publications.responsible')}>
        <Facts
          form="plain"
          facts={[
            {
              label: t('publications.publisher'),
              value: (
                <a href={address(issuedBy(publication.publisher))} lang="zh-CN">
                  {publication.publisher}
                </a>
              ),
            },
            { label: t('publications.origin'), value: publication.source },
            { label: t('publications.responsible-editor'), value: publication.editor },
          ]}
        />
      </AsideSection>
      {view.columns.length > 0 && (
        <AsideSection title={t('publications.columns')} secondary>
          <SideNav links={view.columns} />
        </AsideSection>
      )}
    </>
  )
}

const LONG_OUTLINE = 24

/** Parts and chapters; their sections too where that stays readable. */
function Outline({ body }: { body: SanitisedHtml }) {
  const { t } = useFrame()
  const headings = outlineOf(body).filter(({ id }) => id !== '')
  const shown = headings.length > LONG_OUTLINE ? topOf(headings) : headings
  if (shown.length < 3) return null
  return (
    <AsideSection title={t('publications.outline')}>
      <nav aria-label={t('publications.outline')}>
        <SideNav links={shown.map(({ id, text }) => ({ href: `#${id}`, label: text }))} />
      </nav>
    </AsideSection>
  )
}

function topOf(headings: readonly OutlineEntry[]): OutlineEntry[] {
  const highest = Math.min(...headings.map(({ level }) => level))
  return headings.filter(({ level }) => level === highest)
}
