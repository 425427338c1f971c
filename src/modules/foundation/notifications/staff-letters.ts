import { letterOf } from '#platform/mail'
import type { Pen, Told } from './notifying.ts'

type Words = { subject: string; text: string; html: string }

/** One notification as one mail. */
export function noticeLetter({ t, sender, absolute }: Pen, told: Told, unsubscribe: string): Words {
  const subject = t(`notifications.mail.${told.topic}`, { title: told.title })
  return {
    subject,
    ...letterOf({
      language: t.language,
      sender,
      heading: subject,
      paragraphs: [sayingInMail(t, told)],
      action: { label: t('notifications.mail.open-desk'), href: absolute(told.address) },
      foot: [
        t('notifications.mail.staff-why'),
        { label: t('notifications.mail.settings'), href: absolute('/desk/notifications/settings') },
        { label: t('notifications.mail.staff-end'), href: unsubscribe },
      ],
    }),
  }
}

/** Everything of a day that could wait until the morning. */
export function digestLetter(
  { t, sender, absolute }: Pen,
  notices: readonly Told[],
  { count, unsubscribe }: { count: number; unsubscribe: string },
): Words {
  const subject = t('notifications.mail.digest', { count })
  const items = notices.map((told) => ({
    title: told.title || t(`notifications.topic.${told.topic}`),
    href: absolute(told.address),
    note: `${t(`notifications.topic.${told.topic}`)} ${sayingInMail(t, told)}`,
  }))
  const rest = count - notices.length
  return {
    subject,
    ...letterOf({
      language: t.language,
      sender,
      heading: subject,
      items,
      paragraphs: rest > 0 ? [t('notifications.mail.more', { count: rest })] : [],
      action: { label: t('notifications.mail.open-inbox'), href: absolute('/desk/notifications') },
      foot: [
        t('notifications.mail.staff-why'),
        { label: t('notifications.mail.settings'), href: absolute('/desk/notifications/settings') },
        { label: t('notifications.mail.digest-end'), href: unsubscribe },
      ],
    }),
  }
}

/** What happened, in one sentence; a step of review is said in its own word. */
export function sayingOf(t: Pen['t'], { topic, params = {} }: Pick<Told, 'topic' | 'params'>): string {
  const { step } = params
  return t(`notifications.says.${topic}`, {
    ...params,
    ...(typeof step === 'string' ? { step: t(`notifications.step.${step}`) } : {}),
  })
}

/** What a reviewer wrote about a text that is not public stays at the desk. */
function sayingInMail(t: Pen['t'], told: Told): string {
  return told.topic === 'revision-returned'
    ? t('notifications.mail.says-returned', { who: told.params?.who ?? '' })
    : sayingOf(t, told)
}
