import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  DeskHead,
  DeskPage,
  ErrorSummary,
  FileField,
  Panel,
  PostForm,
  Radios,
  Select,
  useFrame,
  WithPanels,
} from '#ui'
import { IMPORT } from '../desk-import-paths.ts'
import { DESK } from '../desk-paths.ts'
import type { ColumnRow } from '../tables.ts'
import { columnOptions } from './desk-new.tsx'

export function NewImportPage(props: {
  draft: Draft
  organisations: readonly { id: string; name: string }[]
  columns: readonly ColumnRow[]
}) {
  const { t } = useFrame()
  const { draft, organisations, columns } = props
  return (
    <DeskPage
      title={t('import.begin')}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: t('import.menu'), href: IMPORT },
        { label: t('import.begin') },
      ]}
    >
      <DeskHead title={t('import.begin')} sub={t('import.begin.sub')} />
      <PostForm action={`${IMPORT}/new`} files>
        <ErrorSummary draft={draft} />
        <WithPanels panels={<Help />}>
          <div class="form">
            <FileField
              name="files"
              label={t('import.files')}
              hint={t('import.files.hint')}
              draft={draft}
              accept=".zip,.md,.markdown,.html,.htm,.docx,.csv,.xlsx"
              multiple
            />
            <Select
              name="organisation"
              label={t('publication.organisation')}
              draft={draft}
              options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Checkboxes
              name="columns"
              label={t('publication.columns')}
              hint={t('import.columns.hint')}
              draft={draft}
              options={columnOptions(columns)}
            />
            <Radios
              name="mode"
              label={t('import.mode')}
              draft={draft}
              options={(['published', 'drafts'] as const).map((value) => ({
                value,
                label: t(`import.mode.${value}`),
                hint: t(`import.mode.${value}.hint`),
              }))}
            />
            <Consequences lines={[1, 2, 3].map((number) => t(`import.begin.after-${number}`))} />
            <ButtonRow>
              <Button kind="main">{t('import.check')}</Button>
            </ButtonRow>
          </div>
        </WithPanels>
      </PostForm>
    </DeskPage>
  )
}

function Help() {
  const { t } = useFrame()
  return (
    <Panel title={t('import.forms')} id="import-forms">
      <ul class="says">
        {(['text', 'list', 'zip', 'personal'] as const).map((form) => (
          <li key={form}>{t(`import.forms.${form}`)}</li>
        ))}
      </ul>
    </Panel>
  )
}
