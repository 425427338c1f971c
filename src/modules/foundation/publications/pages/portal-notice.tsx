import { phrasesOf } from '#platform/segmentation'
import { Facts, instantInWords, Notice, Page, PageHead, Phrased, PortalPage, Time, useFrame } from '#ui'
import type { Registered } from '../portal-queries.ts'

type NoticeProps = { registered: Registered; address: string; publisher: string | undefined }

/** In place of what was taken down: what it was, when, why. Nothing is deleted in silence. */
export function NoticePage({ registered, address, publisher }: NoticeProps) {
  const { t } = useFrame()
  const { standing, standing_at, index_number } = registered
  const state = t(`publications.notice.${standing}`)
  // What was erased is not named either: its title may be what had to go.
  const name = standing === 'erased' ? null : registered.title
  return (
    <PortalPage
      title={name ?? state}
      trail={[{ label: t('publications.all'), href: '/publications' }, { label: state }]}
      hidden
    >
      <Page>
        <PageHead
          kicker={index_number && `${t('publications.index-number')} ${index_number}`}
          title={name ? <Phrased words={phrasesOf(name)} /> : t('publications.notice.erased-title')}
        />
        <Notice
          kind="withdrawn"
          heading={2}
          title={t(`publications.notice.${standing}-at`, {
            at: standing_at ? instantInWords(standing_at, t.language) : '',
          })}
        >
          <Why registered={registered} publisher={publisher} />
          <Kept isErased={standing === 'erased'} address={address} />
        </Notice>
      </Page>
    </PortalPage>
  )
}

function Why({ registered, publisher }: Omit<NoticeProps, 'address'>) {
  const { t } = useFrame()
  const { standing_reason, first_published_at, document_number, standing } = registered
  return (
    <Facts
      form="plain"
      facts={[
        {
          label: t('publications.notice.reason'),
          value: standing_reason && <span lang="zh-CN">{standing_reason}</span>,
        },
        { label: t('publications.publisher'), value: publisher && <span lang="zh-CN">{publisher}</span> },
        {
          label: t('publications.document-number'),
          value: standing === 'erased' ? undefined : document_number,
        },
        {
          label: t('publications.notice.first'),
          value: first_published_at && <Time at={first_published_at} />,
        },
      ]}
    />
  )
}

function Kept({ isErased, address: path }: { isErased: boolean; address: string }) {
  const { address, t } = useFrame()
  return (
    <p>
      {t(isErased ? 'publications.notice.erased-kept' : 'publications.notice.kept')}{' '}
      <a href={address(`${path}/history`)}>{t('publications.history')}</a>
    </p>
  )
}
