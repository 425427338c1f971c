import type { Draft } from '#kernel/forms'
import {
  Block,
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  More,
  Notice,
  PostForm,
  useFrame,
} from '#ui'

type Props = { query: string; draft: Draft; hasAnswer: boolean; isSaved: boolean }

export function AnswerPage({ query, draft, hasAnswer, isSaved }: Props) {
  const { t } = useFrame()
  const title = t('search.desk-answering', { query })
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('search.desk-menu'), href: '/desk/search' }, { label: title }]}
    >
      <DeskHead title={title} />
      {isSaved && <Notice kind="good" title={t('search.desk-saved')} announced />}
      <Block title={t('search.desk-answer-page')} id="page" note={t('search.desk-answer-page-note')}>
        <PostForm action="/desk/search/answer" labelledby="page" guarded>
          <ErrorSummary draft={draft} level={3} />
          <input type="hidden" name="query" value={query} />
          <Input
            name="address"
            label={t('search.desk-address')}
            hint={t('search.desk-address-hint')}
            draft={draft}
            maxlength={400}
          />
          <Input
            name="title"
            label={t('search.desk-title')}
            hint={t('search.desk-title-hint')}
            draft={draft}
            maxlength={100}
            optional
          />
          <ButtonRow>
            <Button kind="main">{t('search.desk-save')}</Button>
          </ButtonRow>
        </PostForm>
        {hasAnswer && (
          <PostForm action="/desk/search/answer/retraction">
            <input type="hidden" name="query" value={query} />
            <Button kind="quiet">{t('search.desk-retract')}</Button>
          </PostForm>
        )}
      </Block>
      <Block title={t('search.desk-answer-words')} id="words" note={t('search.desk-answer-words-note')}>
        <More
          href={`/desk/search/synonyms?${new URLSearchParams({ words: `${query}，` })}`}
          label={t('search.desk-synonyms')}
        />
      </Block>
    </DeskPage>
  )
}
