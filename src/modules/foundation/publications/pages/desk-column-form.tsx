import type { Draft } from '#kernel/forms'
import type { OrganisationRow } from '#modules/foundation/organisations'
import {
  Block,
  Button,
  ButtonRow,
  Checkboxes,
  DeskHead,
  DeskPage,
  Disclosure,
  ErrorSummary,
  Input,
  PostForm,
  Radios,
  Select,
  Textarea,
  useFrame,
} from '#ui'
import { branchOf, COLUMN_KINDS, DEEPEST, depthIn } from '../columns-rules.ts'
import { COLUMNS_DESK, columnDeskPath } from '../desk-paths.ts'
import type { ColumnRow } from '../tables.ts'
import { columnOptions } from './desk-new.tsx'

type FormProps = {
  draft: Draft
  column: ColumnRow | undefined
  columns: readonly ColumnRow[]
  /** Those that can take the texts of a column that is closed. */
  takers: readonly ColumnRow[]
  organisations: readonly OrganisationRow[]
}

export function ColumnFormPage(props: FormProps) {
  const { t } = useFrame()
  const { column, draft } = props
  const title = column?.name ?? t('column.new')
  return (
    <DeskPage title={title} trail={[{ label: t('column.menu'), href: COLUMNS_DESK }, { label: title }]}>
      <DeskHead
        title={title}
        acts={column && <Button href={`/columns/${column.slug}`}>{t('column.open')}</Button>}
      />
      <PostForm action={column ? columnDeskPath(column.id) : COLUMNS_DESK} guarded>
        <ErrorSummary draft={draft} />
        <Names draft={draft} />
        <Place {...props} />
        <Kind draft={draft} />
        <Rules {...props} />
        <ButtonRow>
          <Button kind="main">{t('column.save')}</Button>
          <Button href={COLUMNS_DESK} kind="quiet">
            {t('column.leave')}
          </Button>
        </ButtonRow>
      </PostForm>
      {column && <Closing {...props} column={column} />}
    </DeskPage>
  )
}

function Names({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <>
      <Input name="name" label={t('column.name')} draft={draft} maxlength={30} width="medium" />
      <Input
        name="name_en"
        label={t('column.name-en')}
        draft={draft}
        maxlength={80}
        width="medium"
        optional
      />
      <Input
        name="slug"
        label={t('column.slug')}
        hint={t('column.slug.hint')}
        draft={draft}
        maxlength={80}
        width="medium"
      />
      <Textarea
        name="description"
        label={t('column.description')}
        hint={t('column.description.hint')}
        draft={draft}
        maxlength={300}
        rows={2}
        optional
      />
    </>
  )
}

/** Everything under which it may stand: not itself, nothing below it, nothing at the lowest level. */
function Place({ draft, column, columns }: FormProps) {
  const { t } = useFrame()
  const own = column ? branchOf(columns, column.id) : []
  const possible = columns.filter((one) => !own.includes(one) && depthIn(columns, one.id) < DEEPEST)
  const options = columnOptions(columns).filter(({ value }) => possible.some(({ id }) => id === value))
  return (
    <>
      <Select
        name="parent"
        label={t('column.parent')}
        hint={t('column.parent.hint')}
        draft={draft}
        options={[{ value: '', label: t('column.parent.none') }, ...options]}
      />
      <Checkboxes
        name="in_menu"
        label={t('column.in-menu')}
        draft={draft}
        options={[{ value: '1', label: t('column.in-menu.label'), hint: t('column.in-menu.hint') }]}
      />
    </>
  )
}

function Kind({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <>
      <Radios
        name="kind"
        label={t('column.kind')}
        draft={draft}
        options={COLUMN_KINDS.map((kind) => ({
          value: kind,
          label: t(`column.kind.${kind}`),
          hint: t(`column.kind.${kind}.hint`),
        }))}
      />
      <Input
        name="publication"
        label={t('column.publication')}
        hint={t('column.publication.hint')}
        draft={draft}
        optional
      />
      <Input name="link" label={t('column.link')} hint={t('column.link.hint')} draft={draft} optional />
    </>
  )
}

function Rules({ draft, organisations }: FormProps) {
  const { t } = useFrame()
  const isLimited = [draft.values.publishers ?? []].flat().length > 0
  return (
    <>
      <Input
        name="update_limit_days"
        label={t('column.update-limit')}
        hint={t('column.update-limit.hint')}
        draft={draft}
        width="short"
        inputmode="numeric"
        optional
      />
      <Disclosure summary={t('column.publishers.summary')} open={isLimited}>
        <Checkboxes
          name="publishers"
          label={t('column.publishers')}
          hint={t('column.publishers.hint')}
          draft={draft}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Disclosure>
    </>
  )
}

/** Its own form, below all else: what it does cannot be taken back by saving again. */
function Closing({ draft, column, takers }: FormProps & { column: ColumnRow }) {
  const { t } = useFrame()
  return (
    <Block title={t('column.close.title')} id="close" note={t('column.close.note')}>
      <PostForm action={columnDeskPath(column.id, 'close')}>
        <Select
          name="into"
          label={t('column.into')}
          draft={draft}
          options={[{ value: '', label: t('column.into.choose') }, ...columnOptions(takers)]}
        />
        <ButtonRow>
          <Button kind="late">{t('column.close')}</Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}
