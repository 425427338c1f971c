import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm } from '#kernel/forms'
import { addressOf, type Id, idOfAddress, readId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { columnName, columnPath, listColumns, listNews } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import { limitRate } from '#platform/http/rate-limits'
import type { Surface, Tools } from '#platform/surface'
import { linkRoutes } from './links-portal.tsx'
import { penOf } from './page-pen.ts'
import { ManageRequestPage } from './pages/manage-page.tsx'
import { MailSentPage } from './pages/said-page.tsx'
import { SubscribePage } from './pages/subscribe-page.tsx'
import { AddressForm, SubjectQuery, SubscriptionForm } from './schema.ts'
import { type Subject, sendManageLink, subscribe } from './subscribing.ts'

/** Public pages under /notifications: 订阅. Whether an address is known never shows on any of them. */
export const portal: Surface = (pages, tools) => {
  pages.get('/', { config: { cache: ['column', 'publication'] } }, async (call) => {
    const view = tools.view(call)
    return <SubscribePage {...(await choicesFor(view, await chosenBy(view, call.query)))} />
  })

  pages.get('/sent', { config: { cache: [] } }, async () => <MailSentPage />)

  pages.get('/manage', { config: { cache: [] } }, async () => <ManageRequestPage draft={draftOf({})} />)

  pages.register(async (bounded) => mailRoutes(bounded, tools))
  pages.register(async (linked) => linkRoutes(linked, tools))
}

/** Every one of these may send a mail to somebody who did not ask for it: few a minute from one place. */
function mailRoutes(pages: FastifyInstance, tools: Tools): void {
  limitRate(pages, { perMinute: 10, code: 'notifications.too-often' })

  pages.post('/', async (call, reply) => {
    const form = readForm(SubscriptionForm, call.body)
    const view = tools.view(call)
    if (!form.ok)
      return reply.code(422).send(<SubscribePage {...(await choicesFor(view, inOrder(form.draft)))} />)
    const subjects = await namesOf(view, form.value)
    const { address, rhythm } = form.value
    const { language } = call.modes
    await tools.perform(call, (act) =>
      subscribe(act, penOf(tools, call), { address, rhythm, language, subjects }),
    )
    return goToSent(call, reply)
  })

  pages.post('/manage', async (call, reply) => {
    const form = readForm(AddressForm, call.body)
    if (!form.ok) return reply.code(422).send(<ManageRequestPage draft={form.draft} />)
    await tools.perform(call, (act) => sendManageLink(act, penOf(tools, call), form.value.address))
    return goToSent(call, reply)
  })
}

/** The rule about both sorts of subjects speaks last, and its field stands first. */
function inOrder({ values, errors }: Draft): Draft {
  const fields = ['column', 'publication', 'rhythm', 'address'].filter((field) => field in errors)
  return { values, errors: Object.fromEntries(fields.map((field) => [field, errors[field]!])) }
}

function goToSent(call: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(addressOn(call.sitePrefix)('/notifications/sent'), 303)
}

/** What a link on a column or a publication brings along. */
async function chosenBy(view: View, given: unknown): Promise<Draft> {
  const { column, publication } = readPageQuery(SubjectQuery, given)
  const found = column && (await listColumns(view)).find(({ slug }) => slug === column)
  const id = publication === undefined ? undefined : readId(publication.toLowerCase())
  return draftOf({
    column: found ? [addressOf(found.id)] : [],
    publication: id ? [addressOf(id)] : [],
    rhythm: 'at-once',
  })
}

/** Columns in their tree, and the publication that was asked for, if the public may know of it. */
async function choicesFor(view: View, draft: Draft) {
  const columns = await listColumns(view)
  const asked = [draft.values.publication ?? []].flat().flatMap((text) => idOfAddress(text) ?? [])
  for (const id of asked) view.reads.add(`publication:${id}`)
  const publications = (await listNews(view, asked)).map(({ publication, title }) => ({
    id: publication,
    name: title,
  }))
  return {
    draft,
    publications,
    columns: columns.map((column) => ({
      id: column.id,
      name: columnPath(columns, column.id)
        .reverse()
        .map((one) => columnName(view, one))
        .join(' / '),
    })),
  }
}

type Ids = { column: readonly Id[]; publication: readonly Id[] }

/** Only what is there: an address that nobody gave out names nothing. */
async function namesOf(view: View, { column, publication }: Ids): Promise<Subject[]> {
  const columns = (await listColumns(view)).filter(({ id }) => column.includes(id))
  const publications = await listNews(view, publication)
  const subjects: Subject[] = [
    ...columns.map((one) => ({ kind: 'column' as const, id: one.id, name: columnName(view, one) })),
    ...publications.map((one) => ({ kind: 'publication' as const, id: one.publication, name: one.title })),
  ]
  if (subjects.length === 0) throw new NotFound('notifications.subject-wrong')
  return subjects
}
