import type { FastifyRequest } from 'fastify'
import { type Cursor, DEFAULT_LIMIT, pageOf, readCursor } from '#kernel/cursors'
import { type Id, idOfAddress } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { ListQuery, readPageQuery } from '#platform/http/query'
import { type MailRow, type MailWords, mailState, openMail } from '#platform/mail'
import { findSetting } from '#platform/seeding'
import type { Surface, Tools } from '#platform/surface'
import { MailPage, OutboxPage } from './pages/outbox-page.tsx'

/** Mail is for its receiver: outside of the demo the desk knows how much goes out and what fails, never what it says. */
export const outbox: Surface = (pages, tools) => {
  pages.get('/outbox', async (call) => {
    const isDemo = await demandSight(tools, call)
    const { cursor, limit = DEFAULT_LIMIT } = readPageQuery(ListQuery, call.query)
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const view = tools.view(call)
    const { rows, next } = pageOf(await listMails(view, { isDemo, after, limit }), limit, ({ id }) => ({
      key: '',
      id,
    }))
    const mails: { mail: MailRow; words: MailWords | undefined }[] = []
    for (const mail of rows)
      mails.push({ mail, words: isDemo ? await openMail(view, tools.vault, mail) : undefined })
    const health = await mailState(tools.db, call.circumstances.now)
    return (
      <OutboxPage mails={mails} next={next} isFirst={after === undefined} health={health} isDemo={isDemo} />
    )
  })

  pages.get<ById>('/outbox/:id', async (call) => {
    const { mail, words } = await findInDemo(tools, call)
    return <MailPage mail={mail} words={words} origin={tools.publicUrl} />
  })

  // The mail as its receiver's program shows it: a page of its own, in which nothing runs and nothing is fetched.
  pages.get<ById>('/outbox/:id/html', async (call, reply) => {
    const { words } = await findInDemo(tools, call)
    reply.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    return reply.type('text/html; charset=utf-8').send(words.html ?? '')
  })
}

type ById = { Params: { id: string } }

/** In the demo everybody at the desk may read what would have been sent; else those who look after the mail. */
async function demandSight({ db }: Tools, call: FastifyRequest): Promise<boolean> {
  const isDemo = (await findSetting(db, 'demo')) === 'on'
  if (!isDemo && !call.person?.holds('mail.oversee'))
    throw new Forbidden('permission.missing', { permission: 'mail.oversee' })
  return isDemo
}

async function findInDemo(tools: Tools, call: FastifyRequest<ById>) {
  const id = idOfAddress(call.params.id)
  const view = tools.view(call)
  const mail = (await demandSight(tools, call)) && id ? await seekMail(view, id) : undefined
  const words = mail && (await openMail(view, tools.vault, mail))
  if (!mail || !words) throw new NotFound('notifications.mail-unknown')
  return { mail, words }
}

function seekMail(view: View, id: Id): Promise<MailRow | undefined> {
  return mailsOf(view).where('id', '=', id).executeTakeFirst()
}

type Page = { isDemo: boolean; after: Cursor | undefined; limit: number }

/** Newest first: all of them in the demo, else those that failed. */
function listMails(view: View, { isDemo, after, limit }: Page): Promise<MailRow[]> {
  return mailsOf(view)
    .$if(!isDemo, (query) => query.where('state', '=', 'failed'))
    .$if(after !== undefined, (query) => query.where('id', '<', after!.id))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

function mailsOf({ db, site }: View) {
  return db.selectFrom('platform.outgoing_mail').selectAll().where('site_id', '=', site)
}
