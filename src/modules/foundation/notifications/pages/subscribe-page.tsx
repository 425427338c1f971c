import type { Draft } from '#kernel/forms'
import { addressOf, type Id } from '#kernel/ids'
import {
  AsideSection,
  Button,
  ButtonRow,
  Checkboxes,
  Disclosure,
  ErrorSummary,
  Input,
  Page,
  PageHead,
  PortalPage,
  PostForm,
  Radios,
  useFrame,
  WithAside,
} from '#ui'
import { RHYTHMS } from '../schema.ts'

type Choice = { id: Id; name: string }

/** One form: what, how often, and where to. */
export function SubscribePage(props: {
  draft: Draft
  columns: readonly Choice[]
  publications: readonly Choice[]
}) {
  const { t } = useFrame()
  const { draft } = props
  return (
    <PortalPage
      title={t('notifications.subscribe')}
      description={t('notifications.subscribe.lead')}
      trail={[{ label: t('notifications.subscribe') }]}
    >
      <Page>
        <PageHead title={t('notifications.subscribe')} lead={t('notifications.subscribe.lead')} />
        <WithAside asideLabel={t('notifications.subscribe.aside')} aside={<Aside />}>
          <PostForm action="/notifications" label={t('notifications.subscribe')}>
            <ErrorSummary draft={draft} />
            <Subjects {...props} />
            <Radios
              name="rhythm"
              label={t('notifications.rhythm')}
              draft={draft}
              options={RHYTHMS.map((rhythm) => ({
                value: rhythm,
                label: t(`notifications.rhythm.${rhythm}`),
                hint: t(`notifications.rhythm.${rhythm}.hint`),
              }))}
            />
            <Input
              name="address"
              type="email"
              label={t('notifications.address')}
              hint={t('notifications.address.hint')}
              draft={draft}
              autocomplete="email"
              inputmode="email"
              width="medium"
            />
            <ButtonRow>
              <Button kind="main">{t('notifications.subscribe.send')}</Button>
            </ButtonRow>
          </PostForm>
        </WithAside>
      </Page>
    </PortalPage>
  )
}

type SubjectsProps = { draft: Draft; columns: readonly Choice[]; publications: readonly Choice[] }

/** What the link brought along stands open; the rest of the columns is one press away. */
function Subjects({ draft, columns, publications }: SubjectsProps) {
  const { t } = useFrame()
  const chosen = [draft.values.column ?? []].flat()
  const isChosen = ({ id }: Choice) => chosen.includes(addressOf(id))
  const first = columns.filter(isChosen)
  const hasSubject = publications.length > 0 || first.length > 0
  if (!hasSubject) return <ColumnChoice draft={draft} columns={columns} />
  return (
    <>
      {publications.length > 0 && (
        <Checkboxes
          name="publication"
          label={t('notifications.kind.publication')}
          hint={t('notifications.kind.publication.hint')}
          draft={draft}
          options={optionsOf(publications)}
        />
      )}
      {first.length > 0 && <ColumnChoice draft={draft} columns={first} />}
      <Disclosure summary={t('notifications.subscribe.more-columns')}>
        <ColumnChoice
          draft={draft}
          columns={columns.filter((column) => !isChosen(column))}
          id="more-columns"
        />
      </Disclosure>
    </>
  )
}

function ColumnChoice(props: { draft: Draft; columns: readonly Choice[]; id?: string }) {
  const { t } = useFrame()
  return (
    <Checkboxes
      name="column"
      id={props.id}
      label={t('notifications.kind.column')}
      hint={t('notifications.kind.column.hint')}
      draft={props.draft}
      options={optionsOf(props.columns)}
    />
  )
}

function optionsOf(choices: readonly Choice[]) {
  return choices.map(({ id, name }) => ({ value: addressOf(id), label: name }))
}

function Aside() {
  const { address, t } = useFrame()
  return (
    <>
      <AsideSection title={t('notifications.subscribe.have')}>
        <p>{t('notifications.subscribe.have-text')}</p>
        <p>
          <a href={address('/notifications/manage')}>{t('notifications.manage')}</a>
        </p>
      </AsideSection>
      <AsideSection title={t('notifications.privacy')}>
        <p class="soft">{t('notifications.privacy-text')}</p>
      </AsideSection>
      <AsideSection title={t('notifications.feeds')} secondary>
        <p class="soft">{t('notifications.feeds-text')}</p>
      </AsideSection>
    </>
  )
}
