import { civilDateOf } from '#kernel/calendar'
import type { News } from '#modules/foundation/publications'
import { type LetterItem, letterOf } from '#platform/mail'
import type { Pen } from './notifying.ts'
import type { Rhythm } from './schema.ts'
import type { Subject } from './subscribing.ts'

type Words = { subject: string; text: string; html: string }
type Links = { manage: string; unsubscribe: string }

export function confirmationLetter(
  { t, sender }: Pen,
  { href, subjects, rhythm }: { href: string; subjects: readonly Subject[]; rhythm: Rhythm },
): Words {
  const subject = t('notifications.mail.confirm', { site: sender })
  const letter = letterOf({
    language: t.language,
    sender,
    heading: subject,
    paragraphs: [t('notifications.mail.confirm-text', { rhythm: t(`notifications.rhythm.${rhythm}`) })],
    items: subjects.map(({ name, kind }) => ({ title: name, note: t(`notifications.kind.${kind}`) })),
    action: { label: t('notifications.mail.confirm-button'), href },
    foot: [t('notifications.mail.confirm-not-you')],
  })
  return { subject, ...letter }
}

export function alreadyLetter({ t, sender }: Pen, href: string): Words {
  const subject = t('notifications.mail.already', { site: sender })
  const letter = letterOf({
    language: t.language,
    sender,
    heading: subject,
    paragraphs: [t('notifications.mail.already-text')],
    action: { label: t('notifications.manage'), href },
    foot: [t('notifications.mail.not-you')],
  })
  return { subject, ...letter }
}

export function manageLetter({ t, sender }: Pen, href: string): Words {
  const subject = t('notifications.mail.manage', { site: sender })
  const letter = letterOf({
    language: t.language,
    sender,
    heading: subject,
    paragraphs: [t('notifications.mail.manage-text')],
    action: { label: t('notifications.manage'), href },
    foot: [t('notifications.mail.not-you')],
  })
  return { subject, ...letter }
}

/** One text that became public or changed. */
export function newsLetter(pen: Pen, news: News, links: Links): Words {
  const { t, sender, absolute } = pen
  const subject = t(news.number === 1 ? 'notifications.mail.new' : 'notifications.mail.changed', {
    title: news.title,
  })
  const letter = letterOf({
    language: t.language,
    sender,
    heading: news.title,
    paragraphs: [noteOf(pen, news), news.summary].filter((text) => text !== ''),
    action: { label: t('notifications.mail.read'), href: absolute(news.address) },
    foot: footOf(pen, links),
  })
  return { subject, ...letter }
}

export function newsDigest(
  pen: Pen,
  all: readonly News[],
  { count, ...links }: Links & { count: number },
): Words {
  const { t, sender, absolute } = pen
  const subject = t('notifications.mail.news', { site: sender, count })
  const items: LetterItem[] = all.map((news) => ({
    title: news.title,
    href: absolute(news.address),
    note: noteOf(pen, news),
  }))
  const letter = letterOf({
    language: t.language,
    sender,
    heading: subject,
    items,
    paragraphs: count > all.length ? [t('notifications.mail.more', { count: count - all.length })] : [],
    foot: footOf(pen, links),
  })
  return { subject, ...letter }
}

function noteOf({ t }: Pen, { publisher, published_at, number, reason }: News): string {
  const words = { publisher, date: civilDateOf(published_at), reason: reason ?? '' }
  return t(number > 1 ? 'notifications.mail.note-changed' : 'notifications.mail.note-new', words)
}

function footOf({ t }: Pen, { manage, unsubscribe }: Links) {
  return [
    t('notifications.mail.reader-why'),
    { label: t('notifications.manage'), href: manage },
    { label: t('notifications.end-all'), href: unsubscribe },
  ]
}
