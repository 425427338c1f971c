import { type Draft, draftOf } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Block,
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  DataTable,
  DateField,
  DeskHead,
  DeskPage,
  dateInWords,
  ErrorSummary,
  Input,
  Notice,
  PostForm,
  Time,
  useFrame,
} from '#ui'
import type { FormerName, Related } from '../history.ts'
import type { OrganisationRow } from '../tables.ts'

export type HistoryDrafts = { renaming?: Draft; closing?: Draft }
export type HistoryPageProps = {
  organisation: OrganisationRow
  formerNames: readonly FormerName[]
  successors: readonly Related[]
  possible: readonly OrganisationRow[]
  drafts: HistoryDrafts
  done: string | undefined
}

/** Names it bore, and its end. */
export function HistoryPage(props: HistoryPageProps) {
  const { t } = useFrame()
  const { organisation, done } = props
  const title = t('organisation.history')
  const own = `/desk/organisations/${addressOf(organisation.id)}`
  const trail = [
    { label: t('organisation.title'), href: '/desk/organisations' },
    { label: organisation.name, href: own },
    { label: title },
  ]
  return (
    <DeskPage title={`${organisation.name} ${title}`} trail={trail}>
      <DeskHead title={organisation.name} sub={title} />
      {done && ['renamed', 'closed', 'reopened'].includes(done) && (
        <Notice kind="good" title={t(`organisation.done.${done}`)} announced />
      )}
      <Names {...props} />
      {organisation.closed_on ? <Closed {...props} /> : <Renaming {...props} />}
      {!organisation.closed_on && organisation.parent_id && <Closing {...props} />}
    </DeskPage>
  )
}

function Names({ formerNames }: HistoryPageProps) {
  const { t } = useFrame()
  if (formerNames.length === 0) return null
  return (
    <Block title={t('organisation.former-names')} id="former-names">
      <DataTable
        caption={t('organisation.former-names.table')}
        captionHidden
        columns={[
          { label: t('organisation.name') },
          { label: t('organisation.until') },
          { label: t('organisation.basis') },
        ]}
        rows={formerNames.map(({ name, until, basis }) => ({
          key: `${name} ${until}`,
          cells: [name, <Time key="until" date={until} />, basis],
        }))}
      />
    </Block>
  )
}

function Renaming({ organisation, drafts }: HistoryPageProps) {
  const { t } = useFrame()
  const { name, short_name, name_en } = organisation
  const draft = drafts.renaming ?? draftOf({ name, short_name, name_en })
  return (
    <Block title={t('organisation.renaming')} id="renaming" note={t('organisation.renaming.note')}>
      <PostForm action={actionOf(organisation, 'renaming')} labelledby="renaming">
        <ErrorSummary draft={draft} level={3} />
        <Input name="name" label={t('organisation.name.new')} draft={draft} maxlength={100} />
        <Input
          name="short_name"
          label={t('organisation.short-name')}
          draft={draft}
          maxlength={40}
          width="medium"
        />
        <Input name="name_en" label={t('organisation.name-en')} draft={draft} maxlength={200} optional />
        <DateField name="until" label={t('organisation.until')} draft={draft} />
        <Input
          name="basis"
          label={t('organisation.basis')}
          hint={t('organisation.basis.hint')}
          draft={draft}
          maxlength={200}
        />
        <ButtonRow>
          <Button>{t('organisation.rename')}</Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}

function Closing({ organisation, possible, drafts }: HistoryPageProps) {
  const { t } = useFrame()
  const draft = drafts.closing
  return (
    <Block title={t('organisation.closing')} id="closing">
      <PostForm action={actionOf(organisation, 'closing')} labelledby="closing">
        {draft && <ErrorSummary draft={draft} level={3} />}
        <DateField name="closed_on" label={t('organisation.closed-on')} draft={draft} />
        <Input
          name="basis"
          id="closing-basis"
          label={t('organisation.basis')}
          hint={t('organisation.basis.hint')}
          draft={draft}
          maxlength={200}
        />
        <Checkboxes
          name="successors"
          label={t('organisation.successors')}
          hint={t('organisation.successors.hint')}
          draft={draft}
          options={possible.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Checkboxes
          name="sends_on"
          label={t('organisation.sends-on')}
          draft={draft}
          options={[{ value: 'on', label: t('organisation.sends-on.label') }]}
        />
        <Consequences lines={[t('organisation.closing.stays'), t('organisation.closing.list')]} />
        <ButtonRow>
          <Button kind="late">{t('organisation.close')}</Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}

function Closed({ organisation, successors }: HistoryPageProps) {
  const { t } = useFrame()
  return (
    <Block title={t('organisation.closing')} id="closing">
      <p>
        {t('organisation.closed', { date: dateInWords(organisation.closed_on ?? '', t.language) })}{' '}
        {organisation.closing_basis}
      </p>
      {successors.length > 0 && (
        <p>
          {t('organisation.successors')}
          {t('organisation.colon')}
          {successors.map(({ name }) => name).join(t('organisation.comma'))}
        </p>
      )}
      <PostForm action={actionOf(organisation, 'reopening')} label={t('organisation.reopen')}>
        <ButtonRow>
          <Button>{t('organisation.reopen')}</Button>
        </ButtonRow>
      </PostForm>
    </Block>
  )
}

function actionOf({ id }: OrganisationRow, act: string): string {
  return `/desk/organisations/${addressOf(id)}/${act}`
}
