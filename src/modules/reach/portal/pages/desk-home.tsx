import type { ColumnRow } from '#modules/foundation/publications'
import {
  Button,
  ButtonRow,
  DataTable,
  DeskHead,
  DeskPage,
  Notice,
  Block as Part,
  PostForm,
  Select,
  useFrame,
} from '#ui'
import { HOME_DESK } from '../desk-paths.ts'
import type { Arrangement } from '../home-arranging.ts'
import { BLOCK_KINDS, type Block } from '../home-blocks.ts'
import type { Giver } from './desk-block.tsx'
import { SiteViews } from './desk-portal-views.tsx'

type ArrangeProps = {
  arrangement: Arrangement
  columns: readonly ColumnRow[]
  givers: readonly Giver[]
  done: string | undefined
}

/** Blocks in order, each with its own buttons; below, how the public gets to see them. */
export function ArrangePage({ arrangement, columns, givers, done }: ArrangeProps) {
  const { t } = useFrame()
  const { draft, edit, isChanged } = arrangement
  return (
    <DeskPage title={t('portal.desk.home')}>
      <DeskHead
        title={t('portal.desk.home')}
        sub={t(isChanged ? 'portal.desk.home.changed' : 'portal.desk.home.as-shown')}
        acts={
          <>
            <Button href="/">{t('portal.desk.home.open')}</Button>
            <Button href={`${HOME_DESK}/preview`}>{t('portal.desk.home.preview')}</Button>
            {isChanged && (
              <PostForm action={`${HOME_DESK}/show`} class="inline-form">
                <Edit edit={edit} />
                <Button kind="main">{t('portal.desk.home.show')}</Button>
              </PostForm>
            )}
          </>
        }
      />
      <SiteViews current="home" />
      {done && <Notice kind="good" title={t(`portal.desk.home.done.${done}`)} announced />}
      <DataTable
        caption={t('portal.desk.home.blocks')}
        captionHidden
        stack
        columns={[
          { label: t('portal.block.kind') },
          { label: t('portal.block.what') },
          { label: t('portal.block.acts'), hidden: true },
        ]}
        rows={draft.map((block, at) => ({
          key: block.id,
          cells: [
            t(`portal.block.kind.${block.kind}`),
            whatOf(block, { columns, givers }, t),
            <Acts key="acts" block={block} edit={edit} isFirst={at === 0} isLast={at === draft.length - 1} />,
          ],
        }))}
      />
      <Adding edit={edit} />
      <Leaving edit={edit} isChanged={isChanged} />
    </DeskPage>
  )
}

function Edit({ edit }: { edit: number }) {
  return <input type="hidden" name="edit" value={String(edit)} />
}

type Known = Pick<ArrangeProps, 'columns' | 'givers'>

function whatOf(
  { kind, title, column, module, links }: Block,
  { columns, givers }: Known,
  t: (key: string) => string,
) {
  const giver = givers.find(({ name }) => name === module)
  const named = columns.find(({ id }) => id === column)?.name
  const words = [title, named, giver && t(giver.key), links.map(({ label }) => label).join('、')]
  return words.filter(Boolean).join(' · ') || t(`portal.block.kind.${kind}.hint`)
}

function Acts({
  block,
  edit,
  isFirst,
  isLast,
}: {
  block: Block
  edit: number
  isFirst: boolean
  isLast: boolean
}) {
  const { address, t } = useFrame()
  const name = t(`portal.block.kind.${block.kind}`)
  const at = `${HOME_DESK}/blocks/${block.id}`
  return (
    <div class="line-acts">
      <a href={address(at)}>
        {t('portal.block.edit')}
        <span class="visually-hidden"> {name}</span>
      </a>
      {!isFirst && <Act at={`${at}/up`} word="up" name={name} edit={edit} />}
      {!isLast && <Act at={`${at}/down`} word="down" name={name} edit={edit} />}
      <Act at={`${at}/remove`} word="remove" name={name} edit={edit} />
    </div>
  )
}

function Act({ at, word, name, edit }: { at: string; word: string; name: string; edit: number }) {
  const { t } = useFrame()
  return (
    <PostForm action={at} class="inline-form">
      <Edit edit={edit} />
      <button type="submit" class="as-link">
        {t(`portal.block.${word}`)}
        <span class="visually-hidden"> {name}</span>
      </button>
    </PostForm>
  )
}

function Adding({ edit }: { edit: number }) {
  const { t } = useFrame()
  return (
    <Part title={t('portal.block.add')} id="add">
      <PostForm action={`${HOME_DESK}/blocks`}>
        <Edit edit={edit} />
        <Select
          name="kind"
          label={t('portal.block.kind')}
          width="medium"
          options={BLOCK_KINDS.map((kind) => ({ value: kind, label: t(`portal.block.kind.${kind}`) }))}
        />
        <ButtonRow>
          <Button>{t('portal.block.add-it')}</Button>
        </ButtonRow>
      </PostForm>
    </Part>
  )
}

function Leaving({ edit, isChanged }: { edit: number; isChanged: boolean }) {
  const { t } = useFrame()
  return (
    <Part title={t('portal.desk.home.back')} id="back">
      <div class="button-row">
        {isChanged && (
          <PostForm action={`${HOME_DESK}/drop`} class="inline-form">
            <Edit edit={edit} />
            <Button>{t('portal.desk.home.drop')}</Button>
          </PostForm>
        )}
        <PostForm action={`${HOME_DESK}/anew`} class="inline-form">
          <Edit edit={edit} />
          <Button>{t('portal.desk.home.anew')}</Button>
        </PostForm>
      </div>
    </Part>
  )
}
