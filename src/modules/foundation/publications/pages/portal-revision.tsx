import {
  AsideSection,
  type Crumb,
  DocumentLayout,
  Downloads,
  HistoryVersions,
  IndexBlock,
  Notice,
  Page,
  PortalPage,
  Time,
  useFrame,
  WithAside,
} from '#ui'
import type { PublicRevision, ShownPublication } from '../queries.ts'
import { type AttachedFile, AttachmentsBelow } from './attachments-portal.tsx'
import { ArticleBody, ArticleHead, DocumentText, type TextToShow } from './portal-text.tsx'

export type RevisionView = {
  address: string
  publication: ShownPublication
  revision: PublicRevision
  /** Newest first. */
  revisions: readonly PublicRevision[]
  /** Undefined where the text was erased. */
  text: TextToShow | undefined
  files: readonly AttachedFile[]
  trail: readonly Crumb[]
}

/** An earlier text exactly as it stood, marked so that nobody takes it for the one that holds. */
export function RevisionPage({ view }: { view: RevisionView }) {
  const { t } = useFrame()
  const { address, revision, publication, text } = view
  const label = t('publications.version.number', { number: revision.number })
  const trail = [
    ...view.trail,
    { label: publication.document_number ?? t('publications.text'), href: address },
    { label },
  ]
  return (
    <PortalPage title={`${revision.title} - ${label}`} trail={trail} hidden>
      <Page>
        <div class="document-lead">
          <Marked view={view} />
        </div>
      </Page>
      {text?.kind === 'document' ? (
        <DocumentLayout
          index={<Index revision={revision} />}
          aside={<Beside view={view} />}
          asideLabel={t('publications.history.versions')}
        >
          <DocumentText text={text} />
          <AttachmentsBelow files={view.files} />
        </DocumentLayout>
      ) : (
        <Page>
          {text && <ArticleHead text={text} />}
          <WithAside
            form="reading"
            aside={<Beside view={view} />}
            asideLabel={t('publications.history.versions')}
          >
            {text ? <ArticleBody text={text} /> : <p class="soft">{t('publications.history.erased')}</p>}
            <AttachmentsBelow files={view.files} />
          </WithAside>
        </Page>
      )}
    </PortalPage>
  )
}

function Marked({ view: { address: path, revision } }: { view: RevisionView }) {
  const { address, t } = useFrame()
  return (
    <Notice title={t('publications.revision.notice', { number: revision.number })} icon="history">
      <p>
        {t('publications.revision.since')} <Time at={revision.published_at!} />
      </p>
      <p>
        <a href={address(path)}>{t('publications.revision.current')}</a>
      </p>
    </Notice>
  )
}

function Index({ revision }: { revision: PublicRevision }) {
  const { t } = useFrame()
  const { document_number, signed_on, effective_on, source_published_on, published_at } = revision
  return (
    <IndexBlock
      facts={[
        { label: t('publications.document-number'), value: document_number },
        { label: t('publications.signed-on'), value: signed_on && <Time date={signed_on} /> },
        {
          label: t('publications.published-on'),
          value: source_published_on ? <Time date={source_published_on} /> : <Time at={published_at!} />,
        },
        { label: t('publications.effective-on'), value: effective_on && <Time date={effective_on} /> },
      ]}
    />
  )
}

function Beside({ view }: { view: RevisionView }) {
  const { t } = useFrame()
  const { address, revision, revisions, publication } = view
  return (
    <AsideSection title={t('publications.history.versions')}>
      <HistoryVersions
        versions={revisions.map(({ number, published_at, reason }) => ({
          label: t('publications.version.number', { number }),
          href:
            number === revision.number ? undefined : addressOfVersion(address, number, publication.number),
          at: published_at!,
          note: reason ?? t('publications.revision.first'),
          current: number === publication.number,
        }))}
      />
      <Downloads
        links={[
          { href: `${address}/history`, label: t('publications.history'), icon: 'history' },
          {
            href: `${address}/revisions/${revision.number}.json`,
            label: t('publications.machine'),
            icon: 'data',
          },
        ]}
      />
    </AsideSection>
  )
}

function addressOfVersion(address: string, number: number, shown: number): string {
  return number === shown ? address : `${address}/revisions/${number}`
}
