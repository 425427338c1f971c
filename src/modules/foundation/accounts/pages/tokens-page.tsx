import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
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
  ErrorSummary,
  Facts,
  Input,
  Mark,
  Notice,
  PostForm,
  Select,
  Tag,
  Time,
  useFrame,
} from '#ui'
import { SCOPE_NAMES } from '../scopes.ts'
import { isOver, lastDayOf, type TokenRow } from '../tokens.ts'

export type TokensPageProps = {
  tokens: readonly TokenRow[]
  organisations: readonly OrganisationRow[]
  offered: readonly OrganisationRow[]
  names: ReadonlyMap<string, string>
  draft: Draft
  now: Date
  done: string | undefined
}

export function TokensPage(props: TokensPageProps) {
  const { t } = useFrame()
  const title = t('account.tokens')
  return (
    <DeskPage title={title} trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: title }]}>
      <DeskHead title={title} sub={t('account.tokens.lead')} />
      {props.done === 'ended' && <Notice kind="good" title={t('account.token.ended')} announced />}
      <Block title={t('account.tokens.list')} id="tokens">
        <Tokens {...props} />
      </Block>
      <Block title={t('account.token.new')} id="new-token">
        <TokenForm {...props} />
      </Block>
    </DeskPage>
  )
}

function Tokens({ tokens, organisations, names, now }: TokensPageProps) {
  const { t } = useFrame()
  return (
    <DataTable
      caption={t('account.table', { title: t('account.tokens.list') })}
      captionHidden
      columns={[
        { label: t('account.token.name') },
        { label: t('account.organisation') },
        { label: t('account.token.scopes') },
        { label: t('account.token.made') },
        { label: t('account.token.until') },
        { label: t('account.token.used') },
        { label: t('account.state') },
      ]}
      rows={tokens.map((token) => ({
        key: token.id,
        cells: [
          token.name,
          organisations.find(({ id }) => id === token.organisation_id)?.short_name,
          token.scopes.map((scope) => <Tag key={scope}>{t(`account.scope.${scope}`)}</Tag>),
          <>
            <Time at={token.made_at} form="short" /> {names.get(token.made_by)}
          </>,
          <Time key="until" date={lastDayOf(token)} form="short" />,
          token.last_used_at ? <Time key="used" at={token.last_used_at} form="short" /> : t('account.never'),
          isOver(token, now) ? (
            <Mark key="over" kind="never">
              {t(token.ended_at ? 'account.token.is-ended' : 'account.token.is-expired')}
            </Mark>
          ) : (
            <PostForm key="end" action={`/desk/accounts/tokens/${addressOf(token.id)}/end`} class="setting">
              <Button kind="quiet">{t('account.token.end')}</Button>
            </PostForm>
          ),
        ],
      }))}
    />
  )
}

function TokenForm({ draft, offered }: TokensPageProps) {
  const { t } = useFrame()
  return (
    <PostForm action="/desk/accounts/tokens" labelledby="new-token" guarded>
      <ErrorSummary draft={draft} level={3} />
      <Input
        name="name"
        label={t('account.token.name')}
        hint={t('account.token.name-hint')}
        draft={draft}
        maxlength={60}
        width="medium"
      />
      <Select
        name="organisation"
        label={t('account.organisation')}
        draft={draft}
        options={offered.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Checkboxes
        name="scopes"
        label={t('account.token.scopes')}
        draft={draft}
        options={SCOPE_NAMES.map((scope) => ({
          value: scope,
          label: t(`account.scope.${scope}`),
          hint: t(`account.scope.${scope}.hint`),
        }))}
      />
      <DateField
        name="until"
        label={t('account.token.until')}
        hint={t('account.token.until-hint')}
        draft={draft}
      />
      <Consequences
        lines={[t('account.token.acts'), t('account.token.no-review'), t('account.token.once')]}
      />
      <ButtonRow>
        <Button kind="main">{t('account.token.make')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

/** Shown once: only its hash is kept. */
export function GivenTokenPage({ name, token }: { name: string; token: string }) {
  const { absolute, t } = useFrame()
  const title = t('account.token.given', { name })
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('account.tokens'), href: '/desk/accounts/tokens' }, { label: title }]}
    >
      <DeskHead title={title} sub={t('account.token.given-lead')} />
      <Notice kind="note" title={t('account.token.once')} announced />
      <Facts
        facts={[
          { label: t('account.token.secret'), value: <span class="mono">{token}</span> },
          { label: t('account.token.reference'), value: <a href={absolute('/api')}>{absolute('/api')}</a> },
        ]}
      />
      <ButtonRow>
        <Button kind="main" href="/desk/accounts/tokens">
          {t('account.token.kept')}
        </Button>
      </ButtonRow>
    </DeskPage>
  )
}
