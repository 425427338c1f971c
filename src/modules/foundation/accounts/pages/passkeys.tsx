import { addressOf } from '#kernel/ids'
import { Block, Button, DataTable, Input, PasskeyForm, PostForm, Time, useFrame } from '#ui'
import type { listPasskeys } from '../passkeys.ts'

export type Passkey = Awaited<ReturnType<typeof listPasskeys>>[number]

/** The keys of one's own devices. */
export function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('account.passkeys')} id="passkeys" note={t('account.passkeys.note')}>
      {passkeys.length > 0 && (
        <DataTable
          caption={t('account.table', { title: t('account.passkeys') })}
          captionHidden
          columns={[
            { label: t('account.passkey.name') },
            { label: t('account.passkey.made') },
            { label: t('account.token.used') },
            { label: t('account.session.act'), hidden: true },
          ]}
          rows={passkeys.map(({ id, name, made_at, last_used_at }) => ({
            key: id,
            cells: [
              name,
              <Time key="made" at={made_at} form="short" />,
              last_used_at ? <Time key="used" at={last_used_at} /> : t('account.never'),
              <PostForm
                key="remove"
                action={`/desk/account/passkeys/${addressOf(id)}/removal`}
                class="setting"
              >
                <Button kind="quiet">{t('account.passkey.remove')}</Button>
              </PostForm>,
            ],
          }))}
        />
      )}
      <PasskeyForm
        action="/desk/account/passkeys"
        options="/desk/account/passkeys/options"
        ceremony="enrolment"
        button={t('account.passkey.add')}
        failed={t('account.passkey.failed')}
      >
        <Input
          name="name"
          label={t('account.passkey.name')}
          hint={t('account.passkey.name-hint')}
          maxlength={40}
          width="medium"
        />
      </PasskeyForm>
    </Block>
  )
}
