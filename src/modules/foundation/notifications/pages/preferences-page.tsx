import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  EmptyState,
  ErrorSummary,
  Notice,
  PostForm,
  Radios,
  useFrame,
} from '#ui'
import { MAIL_CHOICES, type Topic } from '../topics.ts'

/** The inbox has everything; by mail comes what one wants, when one wants it. */
export function PreferencesPage(props: { topics: readonly Topic[]; draft: Draft; isSaved: boolean }) {
  const { t } = useFrame()
  const { topics, draft, isSaved } = props
  return (
    <DeskPage
      title={t('notifications.settings')}
      trail={[
        { label: t('notifications.menu'), href: '/desk/notifications' },
        { label: t('notifications.settings') },
      ]}
    >
      <DeskHead title={t('notifications.settings')} sub={t('notifications.settings.sub')} />
      {isSaved && <Notice kind="good" title={t('notifications.settings.saved')} announced />}
      {topics.length === 0 ? (
        <EmptyState title={t('notifications.settings.none')} />
      ) : (
        <PostForm action="/desk/notifications/settings" label={t('notifications.settings')}>
          <ErrorSummary draft={draft} />
          {topics.map((topic) => (
            <Radios
              key={topic}
              name={topic}
              label={t(`notifications.topic.${topic}`)}
              hint={t(`notifications.when.${topic}`)}
              draft={draft}
              inline
              options={MAIL_CHOICES.map((choice) => ({
                value: choice,
                label: t(`notifications.choice.${choice}`),
              }))}
            />
          ))}
          <ButtonRow>
            <Button kind="main">{t('notifications.save')}</Button>
          </ButtonRow>
        </PostForm>
      )}
    </DeskPage>
  )
}
