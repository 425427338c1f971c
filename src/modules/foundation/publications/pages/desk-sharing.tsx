import { civilDateOf } from '#kernel/calendar'
import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Block,
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  dateInWords,
  ErrorSummary,
  instantInWords,
  Mark,
  Notice,
  PostForm,
  Radios,
  useFrame,
} from '#ui'
import { SHARING_DESK } from '../desk-paths.ts'
import { columnName } from '../portal-load.ts'
import type { Sharable, Shared } from '../sharing-queries.ts'
import type { ColumnRow } from '../tables.ts'
import { type Names, nameOf } from './desk-words.ts'

type SharingProps = {
  shared: readonly Shared[]
  search: string | undefined
  candidates: readonly Sharable[]
  columns: readonly ColumnRow[]
  names: Names
  draft: Draft
  done: string | undefined
}

/** What the site takes in from others: first looked for, then placed; both work without a script. */
export function SharingPage(props: SharingProps) {
  const { t } = useFrame()
  const { done, search, shared } = props
  return (
    <DeskPage title={t('sharing.menu')}>
      <DeskHead title={t('sharing.menu')} sub={t('sharing.sub')} />
      {done && <Notice kind="good" title={t(`sharing.done.${done}`)} announced />}
      <Block title={t('sharing.add')} id="add" note={t('sharing.add.how')}>
        <DeskFilters action={SHARING_DESK} label={t('sharing.find')} value={search} />
        {search && <Found {...props} search={search} />}
      </Block>
      <Block title={t('sharing.known')} id="known">
        {shared.length === 0 ? <p class="faint">{t('sharing.none')}</p> : <Known {...props} />}
      </Block>
    </DeskPage>
  )
}

function Found({ candidates, columns, draft, search }: SharingProps & { search: string }) {
  const { t } = useFrame()
  if (candidates.length === 0) return <p class="faint">{t('sharing.no-hit', { search })}</p>
  return (
    <PostForm action={SHARING_DESK}>
      <ErrorSummary draft={draft} level={3} />
      <input type="hidden" name="q" value={search} />
      <Radios
        name="publication"
        label={t('sharing.publication')}
        draft={draft}
        options={candidates.map((row) => ({
          value: addressOf(row.publication_id),
          label: row.title,
          hint: [
            t('publications.shared-from', { name: row.source_name }),
            row.publisher,
            row.document_number,
            row.index_number,
            dateInWords(civilDateOf(row.listed_at), t.language),
          ]
            .filter(Boolean)
            .join(' · '),
        }))}
      />
      <Checkboxes
        name="columns"
        label={t('sharing.columns')}
        draft={draft}
        options={columns.map((column) => ({
          value: column.id,
          label: `${columnName({ language: t.language }, column)} (${column.slug})`,
        }))}
      />
      <Consequences lines={[1, 2, 3].map((line) => t(`sharing.after-${line}`))} />
      <ButtonRow>
        <Button kind="main">{t('sharing.press')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

function Known({ shared, columns, names }: SharingProps) {
  const { t } = useFrame()
  return (
    <DataTable
      caption={t('sharing.known')}
      columns={[
        { label: t('publication.title') },
        { label: t('sharing.source') },
        { label: t('sharing.columns') },
        { label: t('sharing.since') },
        { label: t('sharing.act') },
      ]}
      rows={shared.map((row) => ({
        key: row.publication_id,
        cells: [
          <Named key="title" row={row} />,
          row.source_name,
          row.columns
            .flatMap((id) => columns.find((column) => column.id === id) ?? [])
            .map((column) => columnName({ language: t.language }, column))
            .join(t('amended.comma')),
          `${instantInWords(row.shared_at, t.language)} ${nameOf(names, row.shared_by, t)}`,
          <Ways key="ways" row={row} />,
        ],
      }))}
    />
  )
}

function Named({ row }: { row: Shared }) {
  const { address, t } = useFrame()
  return (
    <>
      <a class="song" href={address(`/publications/${addressOf(row.publication_id)}`)}>
        {row.title ?? row.index_number}
      </a>{' '}
      {row.standing !== 'public' && <Mark kind="late">{t(`standing.${row.standing}`)}</Mark>}
    </>
  )
}

function Ways({ row }: { row: Shared }) {
  const { address, t } = useFrame()
  const own = addressOf(row.publication_id)
  return (
    <>
      {row.standing === 'public' && (
        <a href={address(`${SHARING_DESK}?q=${own}`)}>
          {t('sharing.move')}
          <span class="visually-hidden"> {row.title}</span>
        </a>
      )}
      <PostForm action={`${SHARING_DESK}/${own}/end`}>
        <Button kind="quiet">
          {t('sharing.end')}
          <span class="visually-hidden"> {row.title}</span>
        </Button>
      </PostForm>
    </>
  )
}
