import type { Draft } from '#kernel/forms'
import {
  Block,
  Button,
  ButtonRow,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  Downloads,
  ErrorSummary,
  Mark,
  Notice,
  Pagination,
  PostForm,
  Textarea,
  useFrame,
} from '#ui'
import { ADDRESSES_DESK } from '../desk-paths.ts'
import type { ListedMove, ReadLine } from '../moved-addresses.ts'
import { SiteViews } from './desk-portal-views.tsx'

/** What a typed list was read as; a fault of the whole where it could not be read at all. */
export type ReadList = { lines: ReadLine[]; fault?: string }

type AddressesProps = {
  rows: readonly ListedMove[]
  next: string | undefined
  search: string | undefined
  total: number
  done: 'imported' | 'removed' | undefined
  added: number | undefined
  draft: Draft
  /** After a check: line by line what would be brought in. */
  list: ReadList | undefined
}

export function AddressesPage(props: AddressesProps) {
  const { t } = useFrame()
  const { done, added = 0, total, list } = props
  return (
    <DeskPage title={t('portal.desk.addresses')}>
      <DeskHead title={t('portal.desk.addresses')} sub={t('portal.moved.sub', { count: total })} />
      <SiteViews current="addresses" />
      {done && <Notice kind="good" title={t(`portal.moved.done.${done}`, { count: added })} announced />}
      <Bringing {...props} />
      {!list && total > 0 && <Known {...props} />}
    </DeskPage>
  )
}

function Bringing({ draft, list }: AddressesProps) {
  const { t } = useFrame()
  const isReady = list !== undefined && list.lines.length > 0 && list.lines.every(({ fault }) => !fault)
  return (
    <Block title={t('portal.moved.bring')} id="bring" note={t('portal.moved.bring.note')}>
      <PostForm action={ADDRESSES_DESK}>
        <ErrorSummary draft={draft} level={3} />
        <Textarea
          name="rows"
          label={t('portal.moved.rows')}
          hint={t('portal.moved.rows.hint')}
          draft={draft}
          rows={8}
        />
        {list && <Report list={list} />}
        <ButtonRow>
          {isReady && (
            <Button kind="main" name="act" value="import">
              {t('portal.moved.import', { count: list.lines.length })}
            </Button>
          )}
          <Button name="act" value="check">
            {t('portal.moved.check')}
          </Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}

const MOST_LINES = 200

/** Faults first: they are what there is to do. */
function Report({ list: { lines } }: { list: ReadList }) {
  const { t } = useFrame()
  const faulty = lines.filter(({ fault }) => fault)
  const shown = [...faulty, ...lines.filter(({ fault }) => !fault)].slice(0, MOST_LINES)
  return (
    <DataTable
      caption={t('portal.moved.read', { count: lines.length, faults: faulty.length })}
      columns={[
        { label: t('portal.moved.line'), number: true },
        { label: t('portal.moved.path') },
        { label: t('portal.moved.target') },
        { label: t('portal.moved.verdict') },
      ]}
      rows={shown.map(({ line, path, target, fault }) => ({
        key: String(line),
        cells: [
          line,
          path,
          target,
          <Mark key="verdict" kind={fault ? 'late' : 'ok'}>
            {t(fault ?? 'portal.moved.good')}
          </Mark>,
        ],
      }))}
    />
  )
}

function Known({ rows, next, search }: AddressesProps) {
  const { address, t } = useFrame()
  const query = search ? `q=${encodeURIComponent(search)}&` : ''
  return (
    <Block title={t('portal.moved.known')} id="known">
      <DeskFilters action={ADDRESSES_DESK} label={t('portal.moved.find')} value={search} />
      <DataTable
        caption={t('portal.moved.known')}
        captionHidden
        stack
        columns={[
          { label: t('portal.moved.path') },
          { label: t('portal.moved.target') },
          { label: t('portal.moved.remove'), hidden: true },
        ]}
        rows={rows.map(({ path, target }) => ({
          key: path,
          cells: [
            path,
            <a key="target" href={address(target)}>
              {target}
            </a>,
            <PostForm key="remove" action={`${ADDRESSES_DESK}/remove`} class="inline-form">
              <input type="hidden" name="path" value={path} />
              <button type="submit" class="as-link">
                {t('portal.moved.remove')}
                <span class="visually-hidden"> {path}</span>
              </button>
            </PostForm>,
          ],
        }))}
        downloads={<Downloads links={[{ href: `${ADDRESSES_DESK}.csv`, label: 'CSV', icon: 'download' }]} />}
      />
      <Pagination
        next={next && `${ADDRESSES_DESK}?${query}after=${encodeURIComponent(next)}`}
        labels={{ previous: '', next: t('portal.moved.next') }}
      />
    </Block>
  )
}
