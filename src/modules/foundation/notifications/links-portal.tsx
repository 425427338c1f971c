import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { draftOf, readForm } from '#kernel/forms'
import { type Id, idOfAddress, type PersonId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { addressOn } from '#platform/http/call'
import type { Surface, Tools } from '#platform/surface'
import { endStaffMail } from './inbox.ts'
import { type Purpose, readToken } from './links.ts'
import { penOf } from './page-pen.ts'
import { ManagePage } from './pages/manage-page.tsx'
import { AskPage, SaidPage } from './pages/said-page.tsx'
import { listNamed, seekRhythm } from './readers.ts'
import { RhythmForm } from './schema.ts'
import { changeRhythm, confirm, endAll, endSubscription, manageLink } from './subscribing.ts'
import { isTopic } from './topics.ts'

type ByToken = { Params: { token: string } }
type ByTokenAndId = { Params: { token: string; id: string } }

/** Where links of mails lead. Programs that look mail through open links, so that only a button changes anything. */
export const linkRoutes: Surface = (pages, tools) => {
  pages.addHook('onRequest', async (_call, reply) => {
    reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex')
  })
  confirmation(pages, tools)
  management(pages, tools)
  ending(pages, tools)
  endingOfStaff(pages, tools)
}

function confirmation(pages: FastifyInstance, tools: Tools): void {
  pages.get<ByToken>('/confirm/:token', async (call) => {
    readLink(tools, call, 'confirm')
    return <AskPage ask="confirm" action={here(call)} />
  })

  pages.post<ByToken>('/confirm/:token', async (call, reply) => {
    const { id } = readLink(tools, call, 'confirm')
    const link = await tools.perform(call, async (act) =>
      manageLink(act, penOf(tools, call), await confirm(act, id)),
    )
    return reply.redirect(`${link}?done=confirmed`, 303)
  })
}

function management(pages: FastifyInstance, tools: Tools): void {
  pages.get<ByToken & { Querystring: { done?: string } }>('/manage/:token', async (call) => {
    const { id } = readLink(tools, call, 'manage')
    return managePage(tools, call, id, call.query.done)
  })

  pages.post<ByToken>('/manage/:token/rhythm', async (call, reply) => {
    const { id } = readLink(tools, call, 'manage')
    const form = readForm(RhythmForm, call.body)
    if (!form.ok) return reply.code(422).send(await managePage(tools, call, id))
    await tools.perform(call, (act) => changeRhythm(act, id, form.value.rhythm))
    return backToManage(call, reply, 'rhythm')
  })

  pages.post<ByTokenAndId>('/manage/:token/subscriptions/:id/end', async (call, reply) => {
    const { id } = readLink(tools, call, 'manage')
    const subscription = idOfAddress(call.params.id)
    if (!subscription) throw new NotFound('notifications.link-wrong')
    await tools.perform(call, (act) => endSubscription(act, tools, id, subscription))
    return backToManage(call, reply, 'ended')
  })

  pages.post<ByToken>('/manage/:token/end', async (call, reply) => {
    const { id } = readLink(tools, call, 'manage')
    await tools.perform(call, (act) => endAll(act, tools, id))
    return backToManage(call, reply, 'ended')
  })
}

/** RFC 8058: one POST by the mail program, without cookies and without a question, ends it. */
function ending(pages: FastifyInstance, tools: Tools): void {
  pages.get<ByToken>('/unsubscribe/:token', async (call) => {
    readLink(tools, call, 'unsubscribe')
    return <AskPage ask="end" action={here(call)} />
  })

  pages.post<ByToken>('/unsubscribe/:token', async (call) => {
    const { id } = readLink(tools, call, 'unsubscribe')
    await tools.perform(call, (act) => endAll(act, tools, id))
    return <SaidPage said="ended" />
  })
}

function endingOfStaff(pages: FastifyInstance, tools: Tools): void {
  pages.get<ByToken>('/staff/:token', async (call) => {
    const { word } = readLink(tools, call, 'staff')
    return <AskPage ask={isTopic(word) ? 'end-topic' : 'end-digest'} topic={word} action={here(call)} />
  })

  pages.post<ByToken>('/staff/:token', async (call) => {
    const { id, word } = readLink(tools, call, 'staff')
    await tools.perform(call, (act) => endStaffMail(act, id as PersonId, word))
    return <SaidPage said="ended-staff" />
  })
}

function readLink({ vault }: Tools, call: FastifyRequest<ByToken>, purpose: Purpose) {
  const { site, now } = call.circumstances
  return readToken(vault, call.params.token, { purpose, site, now })
}

/** The same address takes the answer. */
function here(call: FastifyRequest): string {
  return call.url.split('?', 1)[0]!
}

function backToManage(call: FastifyRequest<ByToken>, reply: FastifyReply, done: string): FastifyReply {
  return reply.redirect(
    addressOn(call.sitePrefix)(`/notifications/manage/${call.params.token}?done=${done}`),
    303,
  )
}

async function managePage(tools: Tools, call: FastifyRequest<ByToken>, id: Id, done?: string) {
  const view = tools.view(call)
  const rhythm = await seekRhythm(view, id)
  // The link outlives what it manages: then that is the answer.
  if (!rhythm) return <SaidPage said="ended" />
  return (
    <ManagePage
      base={`/notifications/manage/${call.params.token}`}
      subscriptions={await listNamed(view, id)}
      draft={draftOf({ rhythm })}
      done={done}
    />
  )
}
