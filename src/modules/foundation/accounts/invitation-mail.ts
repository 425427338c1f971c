import type { FastifyRequest } from 'fastify'
import type { Act } from '#platform/act'
import { letterOf, sendMail } from '#platform/mail'
import type { Door } from './door.ts'

type Invited = { name: string; login: string; email: string; code: string }

/**
 * The code goes to the person alone, so that not even the administrator who invites could accept in their name. It
 * opens nothing without the log-in name, works once and for seven days, and never gets past an existing second factor.
 */
export async function mailInvitation(
  act: Act,
  { vault, house }: Door,
  call: FastifyRequest,
  { name, login, email, code }: Invited,
): Promise<void> {
  const t = house.translate(call.modes.language)
  const { site, modes, absolute } = call
  await sendMail(act, vault, {
    to: email,
    subject: t('account.mail.subject', { site: site.name }),
    topic: 'invitation',
    ...letterOf({
      language: modes.language,
      sender: modes.language === 'en' ? site.name_en : site.name,
      heading: t('account.mail.heading', { name }),
      paragraphs: [
        t('account.mail.text'),
        t('account.mail.login', { login }),
        t('account.mail.code', { code }),
      ],
      action: { label: t('account.mail.accept'), href: absolute('/desk/invitation') },
      foot: [t('account.mail.foot')],
    }),
  })
}
