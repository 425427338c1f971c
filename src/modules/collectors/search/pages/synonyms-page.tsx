import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Block,
  Button,
  ButtonRow,
  DataTable,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  PostForm,
  Time,
  useFrame,
} from '#ui'
import type { SynonymRow } from '../synonyms.ts'

export function SynonymsPage({ groups, draft }: { groups: readonly SynonymRow[]; draft: Draft }) {
  const { t } = useFrame()
  return (
    <DeskPage
      title={t('search.desk-synonyms')}
      trail={[{ label: t('search.desk-menu'), href: '/desk/search' }, { label: t('search.desk-synonyms') }]}
    >
      <DeskHead title={t('search.desk-synonyms')} sub={t('search.desk-synonyms-note')} />
      <PostForm action="/desk/search/synonyms" label={t('search.desk-join')} guarded>
        <ErrorSummary draft={draft} />
        <Input
          name="words"
          label={t('search.desk-words')}
          hint={t('search.desk-words-hint')}
          draft={draft}
          maxlength={300}
        />
        <ButtonRow>
          <Button kind="main">{t('search.desk-join')}</Button>
        </ButtonRow>
      </PostForm>
      <Block title={t('search.desk-synonyms')} id="groups">
        {groups.length === 0 ? (
          <p class="soft">{t('search.desk-no-synonyms')}</p>
        ) : (
          <Groups groups={groups} />
        )}
      </Block>
    </DeskPage>
  )
}

function Groups({ groups }: { groups: readonly SynonymRow[] }) {
  const { t } = useFrame()
  return (
    <DataTable
      caption={t('search.desk-synonyms')}
      captionHidden
      stack
      columns={[
        { label: t('search.desk-words') },
        { label: t('search.desk-by') },
        { label: t('search.desk-at') },
        { label: t('search.desk-part'), hidden: true },
      ]}
      rows={groups.map((group) => ({
        key: group.id,
        cells: [
          group.words.join(' = '),
          group.edited_by,
          <Time key="at" at={group.edited_at} />,
          <Part key="part" group={group} />,
        ],
      }))}
    />
  )
}

function Part({ group }: { group: SynonymRow }) {
  const { t } = useFrame()
  return (
    <PostForm class="in-row" action={`/desk/search/synonyms/${addressOf(group.id)}/deletion`}>
      <button
        type="submit"
        class="as-link"
        aria-label={t('search.desk-part-of', { words: group.words.join(' = ') })}
      >
        {t('search.desk-part')}
      </button>
    </PostForm>
  )
}
