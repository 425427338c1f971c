import type { Draft } from '#kernel/forms'
import { type ColumnRow, columnPath } from '#modules/foundation/publications'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  PostForm,
  Select,
  Textarea,
  useFrame,
} from '#ui'
import { HOME_DESK } from '../desk-paths.ts'
import { type Block, FIELDS } from '../home-blocks.ts'

type BlockProps = {
  block: Block
  edit: number
  draft: Draft
  columns: readonly ColumnRow[]
  givers: readonly Giver[]
}

/** A module that has something for the home page. */
export type Giver = { name: string; key: string }

export function BlockPage(props: BlockProps) {
  const { t } = useFrame()
  const { block, draft, edit } = props
  const title = t(`portal.block.kind.${block.kind}`)
  return (
    <DeskPage title={title} trail={[{ label: t('portal.desk.home'), href: HOME_DESK }, { label: title }]}>
      <DeskHead title={title} sub={t(`portal.block.kind.${block.kind}.hint`)} />
      <PostForm action={`${HOME_DESK}/blocks/${block.id}`} guarded>
        <ErrorSummary draft={draft} />
        <input type="hidden" name="edit" value={String(edit)} />
        <Fields {...props} />
        <ButtonRow>
          <Button kind="main">{t('portal.block.save')}</Button>
          <Button href={HOME_DESK} kind="quiet">
            {t('portal.block.leave')}
          </Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

function Fields({ block, draft, columns, givers }: BlockProps) {
  const { t } = useFrame()
  const has = (field: (typeof FIELDS)[Block['kind']][number]) => FIELDS[block.kind].includes(field)
  const lists = columns.filter(({ kind }) => kind === 'list')
  const pathOf = ({ id }: ColumnRow) =>
    columnPath(columns, id)
      .map(({ name }) => name)
      .reverse()
      .join(' / ')
  return (
    <>
      {has('title') && <Words name="title" draft={draft} />}
      {has('text') && <LongWords draft={draft} />}
      {has('column') && (
        <Select
          name="column"
          label={t('portal.block.column')}
          draft={draft}
          options={[
            {
              value: '',
              label: t(block.kind === 'column' ? 'portal.block.column.choose' : 'portal.block.column.any'),
            },
            ...lists.map((column) => ({ value: column.id, label: pathOf(column) })),
          ]}
        />
      )}
      {has('module') && (
        <Select
          name="module"
          label={t('portal.block.module')}
          draft={draft}
          options={[
            { value: '', label: t('portal.block.module.rest') },
            ...givers.map(({ name, key }) => ({ value: name, label: t(key) })),
          ]}
        />
      )}
      {has('rows') && (
        <Input
          name="rows"
          label={t('portal.block.rows')}
          hint={t('portal.block.rows.hint')}
          draft={draft}
          width="short"
          inputmode="numeric"
          optional
        />
      )}
      {has('links') && (
        <Textarea
          name="links"
          label={t('portal.block.links')}
          hint={t('portal.block.links.hint')}
          draft={draft}
          rows={8}
        />
      )}
    </>
  )
}

function Words({ name, draft }: { name: string; draft: Draft }) {
  const { t } = useFrame()
  return (
    <>
      <Input name={name} label={t('portal.block.title')} draft={draft} maxlength={60} optional />
      <Input name={`${name}_en`} label={t('portal.block.title-en')} draft={draft} maxlength={120} optional />
    </>
  )
}

function LongWords({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <>
      <Textarea name="text" label={t('portal.block.text')} draft={draft} rows={4} maxlength={1000} optional />
      <Textarea
        name="text_en"
        label={t('portal.block.text-en')}
        draft={draft}
        rows={4}
        maxlength={2000}
        optional
      />
    </>
  )
}
