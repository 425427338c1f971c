import { type Draft, typed } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  dateInWords,
  ErrorSummary,
  Input,
  PasskeyForm,
  PostForm,
  SignInPage,
  useFrame,
  weekdayOf,
} from '#ui'
import type { Demo } from '../demo.ts'

/** Password and code in one form: a wrong answer never says which of them was wrong. */
export function SignInFormPage({
  draft,
  demo,
  waitSeconds,
}: {
  draft: Draft
  demo: Demo | undefined
  waitSeconds?: number | undefined
}) {
  const { address, site, t } = useFrame()
  return (
    <SignInPage
      title={t('account.sign-in.title', { site: site.name })}
      lead={t('account.sign-in.lead')}
      foot={t('account.sign-in.foot')}
      side={<Side demo={demo} />}
    >
      <PostForm action="/desk/sign-in" label={t('account.sign-in.form')}>
        <ErrorSummary draft={draft} />
        <Waiting seconds={waitSeconds} />
        <input type="hidden" name="back" value={typed(draft, 'back')} />
        <Input
          name="login"
          label={t('account.login')}
          draft={draft}
          autocomplete="username"
          maxlength={100}
        />
        <Input
          name="password"
          label={t('account.password')}
          draft={draft}
          type="password"
          autocomplete="current-password"
        />
        <Input
          name="code"
          label={t('account.code')}
          hint={t('account.code.hint')}
          draft={draft}
          width="code"
          autocomplete="one-time-code"
          maxlength={24}
        />
        <ButtonRow>
          <Button kind="main">{t('account.sign-in')}</Button>
          <a href={address('/desk/invitation')}>{t('account.invitation.have')}</a>
        </ButtonRow>
      </PostForm>
      <PasskeyForm
        action="/desk/sign-in/passkey"
        options="/desk/sign-in/passkey/options"
        ceremony="proof"
        button={t('account.passkey.sign-in')}
        failed={t('account.passkey.failed')}
      >
        <input type="hidden" name="back" value={typed(draft, 'back')} />
      </PasskeyForm>
    </SignInPage>
  )
}

export function Waiting({ seconds }: { seconds: number | undefined }) {
  const { t } = useFrame()
  return seconds ? <p>{t('account.locked.wait', { minutes: Math.ceil(seconds / 60) })}</p> : null
}

function Side({ demo }: { demo: Demo | undefined }) {
  const { site, t, today } = useFrame()
  const { language } = t
  return (
    <>
      <dl class="gate-news">
        <dt>{t('account.today')}</dt>
        <dd>
          {dateInWords(today, language)} {weekdayOf(today, language)}
        </dd>
        <dt>{t('account.help')}</dt>
        <dd>{[site.operator, site.phone].filter(Boolean).join(' ')}</dd>
      </dl>
      {demo && <DemoHint demo={demo} />}
    </>
  )
}

/** Each name puts the log-in name into the form; code and password are typed, as at a real desk. */
function DemoHint({ demo }: { demo: Demo }) {
  const { address, t } = useFrame()
  return (
    <section class="gate-box" aria-labelledby="demo">
      <h2 id="demo">{t('account.demo.title')}</h2>
      <p class="soft">{t('account.demo.text')}</p>
      <p>
        {t('account.password')} <span class="mono">{demo.password}</span>
      </p>
      <table class="table">
        <caption class="visually-hidden">{t('account.demo.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('account.name')}</th>
            <th scope="col">{t('account.post')}</th>
            <th scope="col">{t('account.code')}</th>
          </tr>
        </thead>
        <tbody>
          {demo.accounts.map(({ login, name, post, code }) => (
            <tr key={login}>
              <th scope="row">
                <a href={address(`/desk/sign-in?login=${encodeURIComponent(login)}`)}>{name}</a>
              </th>
              <td lang="zh-CN">{post}</td>
              <td class="mono">{code}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
