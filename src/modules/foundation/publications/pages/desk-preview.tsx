import { Button, DeskPage, Notice, useFrame } from '#ui'
import { DESK, publicationPath, revisionPath } from '../desk-paths.ts'
import { mayEdit } from '../rules.ts'
import type { PublicationRow, RevisionRow } from '../tables.ts'
import { type AttachedFile, AttachmentsBelow } from './attachments-portal.tsx'
import { PublicationText, type TextToShow } from './portal-text.tsx'

/** The text in the very components of the portal, inside the desk: what the public will read, seen by nobody else. */
export function PreviewPage(props: {
  publication: PublicationRow
  revision: RevisionRow
  text: TextToShow
  files: readonly AttachedFile[]
}) {
  const { t } = useFrame()
  const { publication, revision } = props
  const page = mayEdit(revision.state) ? 'text' : 'review'
  return (
    <DeskPage
      title={`${t('publication.preview')} · ${revision.title}`}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: revision.title, href: publicationPath(publication.id) },
        { label: t('publication.preview') },
      ]}
    >
      <Notice kind="note" title={t('publication.preview.sub')}>
        <Button href={revisionPath(revision.id, page)}>{t(`publication.preview.back.${page}`)}</Button>
      </Notice>
      <PublicationText text={props.text} />
      <AttachmentsBelow files={props.files} />
    </DeskPage>
  )
}
