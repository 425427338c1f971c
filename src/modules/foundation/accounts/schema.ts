import { z } from 'zod'
import { readId } from '#kernel/ids'
import { plainCode } from './second-factor.ts'

/** Log-in names are addresses of the office, compared without regard to case. */
const Login = z
  .string()
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.string().min(1, 'account.login-missing').max(100, 'account.too-long'))

/** Never trimmed, never kept: it goes from the form to the hash. */
const Password = z
  .string('account.password-missing')
  .min(1, 'account.password-missing')
  .max(600, 'account.password-long')

const Code = z
  .string('account.code-missing')
  .max(60, 'account.code-wrong')
  .transform(plainCode)
  .pipe(z.string().min(1, 'account.code-missing'))

const OrganisationField = z.string('account.organisation-missing').transform((text, context) => {
  const id = readId(text.trim())
  if (id) return id
  context.addIssue({ code: 'custom', message: 'account.organisation-missing' })
  return z.NEVER
})

export const SignInForm = z.object({ login: Login, password: Password, code: Code })
export type SignInForm = z.output<typeof SignInForm>

export const CodeForm = z.object({ code: Code })

export const PersonForm = z.object({
  login: Login.pipe(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*(@[a-z0-9][a-z0-9.-]*)?$/, 'account.login-wrong')
      .min(3, 'account.login-wrong'),
  ),
  name: z.string().trim().min(1, 'account.name-missing').max(60, 'account.too-long'),
  post: z.string().trim().max(100, 'account.too-long'),
  email: z.union([z.literal(''), z.email('account.email-wrong')], 'account.email-wrong'),
  organisation: OrganisationField,
})
export type PersonForm = z.output<typeof PersonForm>

export const InvitationForm = z.object({ login: Login, invitation: Code })
export const AcceptanceForm = z.object({ login: Login, invitation: Code, password: Password, code: Code })
export type AcceptanceForm = z.output<typeof AcceptanceForm>

export const PasswordForm = z.object({ present: Password, password: Password })
export type PasswordForm = z.output<typeof PasswordForm>

export const GrantForm = z.object({
  role: z.string('account.role-missing').trim().min(1, 'account.role-missing'),
  organisation: OrganisationField,
})
export type GrantForm = z.output<typeof GrantForm>
