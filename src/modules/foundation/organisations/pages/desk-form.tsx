import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  FieldTable,
  Input,
  Notice,
  PostForm,
  Select,
  Textarea,
  useFrame,
} from '#ui'
import { depthOf } from '../rules.ts'
import { ORGANISATION_KINDS } from '../schema.ts'
import type { OrganisationRow } from '../tables.ts'

/** For a new organisation, or an existing one when `organisation` is given. */
export function OrganisationFormPage(props: {
  draft: Draft
  organisations: readonly OrganisationRow[]
  organisation?: OrganisationRow | undefined
  isSaved?: boolean | undefined
}) {
  const { t } = useFrame()
  const { draft, organisation } = props
  const title = organisation?.name ?? t('organisation.new')
  const action = organisation ? `/desk/organisations/${addressOf(organisation.id)}` : '/desk/organisations'
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('organisation.title'), href: '/desk/organisations' }, { label: title }]}
    >
      <DeskHead
        title={title}
        acts={
          organisation && (
            <>
              <Button href={`/desk/organisations/${addressOf(organisation.id)}/history`}>
                {t('organisation.history')}
              </Button>
              <Button href={`/organisations/${addressOf(organisation.id)}`}>
                {t('organisation.page-of')}
              </Button>
            </>
          )
        }
      />
      {props.isSaved && <Notice kind="good" title={t('organisation.saved')} announced />}
      <PostForm action={action} guarded>
        <ErrorSummary draft={draft} />
        <Fields draft={draft} organisations={props.organisations} own={organisation} />
        <ButtonRow>
          <Button kind="main">{t('organisation.save')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

type FieldsProps = {
  draft: Draft
  organisations: readonly OrganisationRow[]
  own: OrganisationRow | undefined
}

function Fields({ draft, organisations, own }: FieldsProps) {
  const { t } = useFrame()
  return (
    <>
      <Input name="name" label={t('organisation.name')} draft={draft} maxlength={100} />
      <Input
        name="short_name"
        label={t('organisation.short-name')}
        draft={draft}
        maxlength={40}
        width="medium"
      />
      <Input name="name_en" label={t('organisation.name-en')} draft={draft} maxlength={200} optional />
      <Select
        name="kind"
        label={t('organisation.kind')}
        draft={draft}
        width="medium"
        options={ORGANISATION_KINDS.map((kind) => ({ value: kind, label: t(`organisation.kind.${kind}`) }))}
      />
      <Parent draft={draft} organisations={organisations} own={own} />
      <Input
        name="sort_order"
        label={t('organisation.sort-order')}
        hint={t('organisation.sort-order.hint')}
        draft={draft}
        width="short"
        inputmode="numeric"
      />
      <Input
        name="credit_code"
        label={t('organisation.credit-code')}
        hint={t('organisation.credit-code.hint')}
        draft={draft}
        maxlength={18}
        width="medium"
      />
      <Input
        name="division_code"
        label={t('organisation.division-code')}
        hint={t('organisation.division-code.hint')}
        draft={draft}
        maxlength={12}
        width="short"
        inputmode="numeric"
      />
      <Input
        name="agency_mark"
        label={t('organisation.agency-mark')}
        hint={t('organisation.agency-mark.hint')}
        draft={draft}
        maxlength={20}
        width="short"
        optional
      />
      <Input
        name="head_post"
        label={t('organisation.head-post')}
        draft={draft}
        maxlength={40}
        width="medium"
        optional
      />
      <Input
        name="head_name"
        label={t('organisation.head-name')}
        draft={draft}
        maxlength={40}
        width="medium"
        optional
      />
      <Textarea
        name="functions"
        label={t('organisation.functions')}
        draft={draft}
        maxlength={4000}
        rows={4}
        optional
      />
      <Input name="address" label={t('organisation.address')} draft={draft} maxlength={200} optional />
      <Input
        name="phone"
        label={t('organisation.phone')}
        draft={draft}
        maxlength={40}
        width="medium"
        type="tel"
        optional
      />
      <Input name="hours" label={t('organisation.hours')} draft={draft} maxlength={200} optional />
      <Input
        name="email"
        label={t('organisation.email')}
        draft={draft}
        type="email"
        width="medium"
        optional
      />
      <Input
        name="postcode"
        label={t('organisation.postcode')}
        draft={draft}
        maxlength={6}
        width="short"
        inputmode="numeric"
        optional
      />
      <FieldTable
        title={t('organisation.leaders')}
        hint={t('organisation.leaders.hint')}
        draft={draft}
        columns={[
          { name: 'leader_post', label: t('organisation.leader.post') },
          { name: 'leader_name', label: t('organisation.leader.name') },
          { name: 'leader_duties', label: t('organisation.leader.duties') },
        ]}
      />
      <FieldTable
        title={t('organisation.contacts')}
        hint={t('organisation.contacts.hint')}
        draft={draft}
        columns={[
          { name: 'contact_office', label: t('organisation.contact.office') },
          { name: 'contact_phone', label: t('organisation.phone') },
        ]}
      />
    </>
  )
}

/** Everything but the organisation itself and what stands below it. */
function Parent({ draft, organisations, own }: FieldsProps) {
  const { t } = useFrame()
  const possible = organisations.filter(({ path }) => !own || !path.includes(own.id))
  const none = own && !own.parent_id ? [{ value: '', label: t('organisation.parent.none') }] : []
  return (
    <Select
      name="parent"
      label={t('organisation.parent')}
      hint={t('organisation.parent.hint')}
      draft={draft}
      options={[
        ...none,
        ...possible.map((one) => ({ value: one.id, label: '　'.repeat(depthOf(one)) + one.name })),
      ]}
    />
  )
}
