import type { Draft } from '#kernel/forms'
import type { OrganisationRow } from '#modules/foundation/organisations'
import {
  Button,
  ButtonRow,
  Consequences,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  PostForm,
  Select,
  useFrame,
} from '#ui'

export function NewPersonPage({
  draft,
  organisations,
}: {
  draft: Draft
  organisations: readonly OrganisationRow[]
}) {
  const { t } = useFrame()
  const title = t('account.new')
  return (
    <DeskPage title={title} trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: title }]}>
      <DeskHead title={title} sub={t('account.new.lead')} />
      <PostForm action="/desk/accounts" label={title} guarded>
        <ErrorSummary draft={draft} />
        <Input name="name" label={t('account.name')} draft={draft} maxlength={60} width="medium" />
        <Select
          name="organisation"
          label={t('account.organisation')}
          draft={draft}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Input name="post" label={t('account.post')} draft={draft} maxlength={100} width="medium" optional />
        <Input
          name="login"
          label={t('account.login')}
          hint={t('account.login.hint')}
          draft={draft}
          maxlength={100}
          width="medium"
          autocomplete="off"
        />
        <Input
          name="email"
          label={t('account.email')}
          draft={draft}
          type="email"
          width="medium"
          autocomplete="off"
          optional
        />
        <Consequences lines={[t('account.new.code'), t('account.new.no-role')]} />
        <ButtonRow>
          <Button kind="main">{t('account.new.make')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}
