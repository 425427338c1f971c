import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  DeskHead,
  DeskPage,
  Disclosure,
  ErrorSummary,
  FileField,
  Input,
  Notice,
  Panel,
  PostForm,
  Radios,
  Select,
  Textarea,
  useFrame,
  WithPanels,
} from '#ui'
import { DESK } from '../desk-paths.ts'
import { columnPath } from '../queries.ts'
import { STAGES, STATUTORY_CATEGORIES } from '../schema.ts'
import type { ColumnRow } from '../tables.ts'
import { TextFields } from './desk-fields.tsx'

type Organisation = { id: string; name: string }

export function NewPublicationPage(props: {
  draft: Draft
  organisations: readonly Organisation[]
  columns: readonly ColumnRow[]
  reading?: FileReading | undefined
}) {
  const { t } = useFrame()
  const { draft } = props
  return (
    <DeskPage
      title={t('publication.new')}
      trail={[{ label: t('publication.desk'), href: DESK }, { label: t('publication.new') }]}
    >
      <DeskHead title={t('publication.new')} sub={t('publication.new.sub')} />
      <FromFile reading={props.reading} />
      <PostForm action={`${DESK}/new`} guarded>
        <ErrorSummary draft={draft} />
        <WithPanels panels={<Sides {...props} />}>
          <div class="form">
            <Radios
              name="kind"
              label={t('publication.kind')}
              draft={draft}
              inline
              options={(['article', 'document'] as const).map((value) => ({
                value,
                label: t(`publication.kind.${value}`),
                hint: t(`publication.kind.${value}.hint`),
              }))}
            />
            <TextFields draft={draft} />
            <Consequences lines={[t('publication.new.after.draft'), t('publication.new.after.seen')]} />
            <ButtonRow>
              <Button kind="main">{t('publication.new.save')}</Button>
            </ButtonRow>
          </div>
        </WithPanels>
      </PostForm>
    </DeskPage>
  )
}

/** What became of a file that was to be the beginning of a text, in sentences. */
export type FileReading = { name: string; refused?: string; notes?: readonly string[] }

/** A text that was written elsewhere: read into the form, saved by nobody yet. */
function FromFile({ reading }: { reading: FileReading | undefined }) {
  const { t } = useFrame()
  return (
    <>
      {reading && !reading.refused && (
        <Notice kind="good" announced title={t('publication.from-file.read', { name: reading.name })}>
          {reading.notes?.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </Notice>
      )}
      {reading?.refused && (
        <Notice kind="late" announced title={t('publication.from-file.refused', { name: reading.name })}>
          <p>{reading.refused}</p>
        </Notice>
      )}
      <Disclosure summary={t('publication.from-file')} open={Boolean(reading?.refused)}>
        <PostForm action={`${DESK}/new/from-file`} files label={t('publication.from-file')}>
          <FileField
            name="file"
            label={t('publication.from-file.file')}
            hint={t('publication.from-file.hint')}
            accept=".docx,.md,.markdown,.html,.htm,.txt"
          />
          <ButtonRow>
            <Button>{t('publication.from-file.press')}</Button>
          </ButtonRow>
        </PostForm>
      </Disclosure>
    </>
  )
}

function Sides({ draft, organisations, columns }: Parameters<typeof NewPublicationPage>[0]) {
  const { t } = useFrame()
  return (
    <>
      <Panel title={t('publication.where')} id="where">
        <Select
          name="organisation"
          label={t('publication.organisation')}
          draft={draft}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Checkboxes
          name="columns"
          label={t('publication.columns')}
          hint={t('publication.columns.hint')}
          draft={draft}
          options={columnOptions(columns)}
        />
      </Panel>
      <Openness draft={draft} />
    </>
  )
}

/** OGI 13: openness is the rule, so it is chosen already; anything else asks for its basis and reason at once. */
export function Openness({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <Panel title={t('publication.openness')} id="openness">
      <Radios
        name="disclosure_attribute"
        label={t('publication.attribute')}
        draft={draft}
        options={(['proactive', 'on-request', 'not-public'] as const).map((value) => ({
          value,
          label: t(`publication.attribute.${value}`),
        }))}
      />
      <Textarea
        name="disclosure_reason"
        label={t('publication.attribute.reason')}
        hint={t('publication.attribute.reason.hint')}
        draft={draft}
        rows={2}
        maxlength={300}
        optional
      />
      <Input
        name="legal_basis"
        label={t('publication.legal-basis')}
        hint={t('publication.legal-basis.hint')}
        draft={draft}
        maxlength={200}
        optional
      />
      <Select
        name="stage"
        label={t('publication.stage')}
        draft={draft}
        options={[
          { value: '', label: t('publication.none') },
          ...STAGES.map((value) => ({ value, label: t(`publication.stage.${value}`) })),
        ]}
        optional
      />
      <Select
        name="statutory_category"
        label={t('publication.category')}
        draft={draft}
        options={[
          { value: '', label: t('publication.none') },
          ...STATUTORY_CATEGORIES.map((value) => ({ value, label: t(`publication.category.${value}`) })),
        ]}
        optional
      />
    </Panel>
  )
}

/** By their path, so that two columns of one name are told apart. */
export function columnOptions(columns: readonly ColumnRow[]) {
  return columns.map(({ id }) => ({
    value: id,
    label: columnPath(columns, id)
      .map(({ name }) => name)
      .reverse()
      .join(' / '),
  }))
}
