import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  DeskHead,
  DeskPage,
  ErrorSummary,
  PostForm,
  Radios,
  Textarea,
  useFrame,
  WithPanels,
} from '#ui'
import { DESK, publicationPath } from '../desk-paths.ts'
import type { ColumnRow, PublicationRow } from '../tables.ts'
import { columnOptions, Openness } from './desk-new.tsx'

/** Openness, audience, stage, category and columns of a publication, with the reason why they change. */
export function AttributesPage(props: {
  publication: PublicationRow
  title: string
  columns: readonly ColumnRow[]
  draft: Draft
}) {
  const { t } = useFrame()
  const { publication, title, draft } = props
  const path = publicationPath(publication.id)
  const isPublic = publication.first_published_at !== null
  return (
    <DeskPage
      title={t('publication.act.attributes')}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: title, href: path },
        { label: t('publication.act.attributes') },
      ]}
    >
      <DeskHead title={t('publication.act.attributes')} sub={<span class="song">{title}</span>} />
      <PostForm action={`${path}/attributes`} guarded>
        <ErrorSummary draft={draft} />
        <WithPanels panels={<Openness draft={draft} />}>
          <div class="form">
            <Checkboxes
              name="columns"
              label={t('publication.columns')}
              hint={t('publication.columns.hint')}
              draft={draft}
              options={columnOptions(props.columns)}
            />
            <Radios
              name="audience"
              label={t('attributes.audience')}
              draft={draft}
              options={(['public', 'specific-group'] as const).map((value) => ({
                value,
                label: t(`attributes.audience.${value}`),
                hint: t(`attributes.audience.${value}.hint`),
              }))}
            />
            <Textarea
              name="reason"
              label={t('attributes.reason')}
              hint={t(isPublic ? 'attributes.reason.hint' : 'attributes.reason.draft-hint')}
              draft={draft}
              rows={3}
              maxlength={300}
              optional={!isPublic}
            />
            {isPublic && (
              <Consequences lines={[1, 2, 3].map((line) => t(`publication.act.attributes.after-${line}`))} />
            )}
            <ButtonRow>
              <Button kind="main">{t('publication.act.attributes.press')}</Button>
              <Button href={path}>{t('publication.leave')}</Button>
            </ButtonRow>
          </div>
        </WithPanels>
      </PostForm>
    </DeskPage>
  )
}
