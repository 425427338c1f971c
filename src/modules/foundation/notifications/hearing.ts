/** Handlers of what `publications` and the mail record. Each reads how things stand now, and tells each thing once. */
import { civilDateOf } from '#kernel/calendar'
import type { PersonId } from '#kernel/ids'
import { listWhoMay, nameColleagues } from '#modules/foundation/accounts'
import {
  type AwaitedRevision,
  listAwaited,
  listNews,
  PERMISSIONS_OF_TASKS,
} from '#modules/foundation/publications'
import type { Notice, View } from '#platform/act'
import type { JobTools } from '#platform/module'
import { notify, type Pen, penFor, type Told } from './notifying.ts'

type Handler = (tools: JobTools, notice: Notice) => Promise<void>
type Telling = { told: Told; people: PersonId[] }

const WEEK = 7 * 24 * 60 * 60 * 1000

/** After a long standstill nobody needs to hear that a text moved a week ago; what still waits is told in any case. */
function isOld(tools: JobTools, { at }: Notice): boolean {
  return tools.now().getTime() - Date.parse(at) > WEEK
}

/** On handing in and after each review: those whose turn it is, and those whose text it is. */
export const tellOfProgress: Handler = async (tools, notice) => {
  const tellings = await tools.look(notice.site, async (view) => {
    const [awaited] = await listAwaited(view, notice.subject)
    if (!awaited) return []
    const own = isOld(tools, notice) ? [] : tellingsToAuthors(awaited, notice, await whoDid(view, notice))
    return [...(await tellingsOfTasks(view, awaited)), ...own]
  })
  await tellAll(tools, notice.site, tellings)
}

export const tellOfReturn: Handler = async (tools, notice) => {
  const tellings = await tools.look(notice.site, async (view) => {
    const [awaited] = await listAwaited(view, notice.subject)
    if (awaited?.state !== 'returned' || !awaited.returned) return []
    const by = awaited.returned.by as PersonId
    const who = (await nameColleagues(view, [by])).get(by)?.name ?? ''
    const { round, title, hands, returned } = awaited
    const told: Told = {
      topic: 'revision-returned',
      cause: round,
      title,
      address: awaited.address('text'),
      params: { who, reason: returned.reason },
    }
    return [{ told, people: hands }]
  })
  await tellAll(tools, notice.site, tellings)
}

export const tellOfBlockedRelease: Handler = async (tools, notice) => {
  const tellings = await tools.look(notice.site, async (view) => {
    const [awaited] = await listAwaited(view, notice.subject)
    if (awaited?.state !== 'scheduled') return []
    const { title, hands, released_by, organisation } = awaited
    const told: Told = {
      topic: 'release-blocked',
      cause: notice.id,
      title,
      address: awaited.address('review'),
    }
    const mayRelease = [...(await listWhoMay(view, ['publication.release'], organisation)).keys()]
    const scheduler = mayRelease.filter((person) => person === released_by)
    return [{ told, people: [...new Set([...hands, ...(scheduler.length > 0 ? scheduler : mayRelease)])] }]
  })
  await tellAll(tools, notice.site, tellings)
}

/** To those whose text it is; whoever pressed the button knows. */
export const tellAuthors: Handler = async (tools, notice) => {
  if (isOld(tools, notice)) return
  const tellings = await tools.look(notice.site, async (view) => {
    const [news] = await listNews(view, [notice.subject])
    if (!news || news.source_published_on || news.author_id === news.released_by) return []
    const { revision, title, address, author_id } = news
    const told: Told = { topic: 'revision-published', cause: revision, title, address }
    return [{ told, people: [author_id as PersonId] }]
  })
  await tellAll(tools, notice.site, tellings)
}

/** Once a day, however many mails fail. */
export const tellOfFailedMail: Handler = async (tools, { site, at }) => {
  const day = civilDateOf(new Date(at))
  const told: Told = { topic: 'mail-failed', cause: day, title: '', address: '/desk/outbox', params: { day } }
  const people = await tools.look(site, (view) => listWhoMay(view, ['mail.oversee'], undefined))
  await tellAll(tools, site, [{ told, people: [...people.keys()] }])
}

export async function tellAll(
  tools: JobTools,
  site: Notice['site'],
  tellings: readonly Telling[],
): Promise<void> {
  if (tellings.length === 0) return
  const pen: Pen = await penFor(tools, site)
  await tools.perform(site, async (act) => {
    for (const { told, people } of tellings) await notify(act, pen, told, people)
  })
}

/** A person may be next for the review and for the conclusion on secrecy; the desk shows the first, and so do we. */
export async function tellingsOfTasks(view: View, awaited: AwaitedRevision): Promise<Telling[]> {
  const { organisation, round, title } = awaited
  const tellings = new Map<string, Telling>()
  for (const [person, held] of await listWhoMay(view, PERMISSIONS_OF_TASKS, organisation)) {
    const task = awaited.taskOf(person, held)
    if (!task || task.name === 'returned') continue
    const step = task.step ?? task.name
    const topic = task.name === 'release' ? 'release-due' : 'review-due'
    const telling = tellings.get(step) ?? {
      told: { topic, cause: `${round}:${step}`, title, address: awaited.address('review'), params: { step } },
      people: [],
    }
    telling.people.push(person)
    tellings.set(step, telling)
  }
  return [...tellings.values()]
}

function tellingsToAuthors(awaited: AwaitedRevision, notice: Notice, by: string): Telling[] {
  const people = awaited.hands.filter((hand) => hand !== by)
  const { title, round } = awaited
  const address = awaited.address('review')
  const step = /^revision\.passed-(.+)$/.exec(notice.event)?.[1]
  const tellings: Telling[] = []
  if (awaited.state === 'approved')
    tellings.push({ told: { topic: 'revision-approved', cause: round, title, address }, people })
  else if (step)
    tellings.push({
      told: { topic: 'revision-reviewed', cause: `${round}:${step}`, title, address, params: { step } },
      people,
    })
  return tellings
}

async function whoDid({ db, site }: View, { id }: Notice): Promise<string> {
  const row = await db
    .selectFrom('record.event')
    .select('actor_id')
    .where('site_id', '=', site)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.actor_id ?? ''
}
