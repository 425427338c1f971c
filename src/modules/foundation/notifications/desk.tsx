import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readCursor } from '#kernel/cursors'
import { draftOf, readForm } from '#kernel/forms'
import { type Id, idOfAddress, type PersonId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import { findSetting } from '#platform/seeding'
import type { Surface } from '#platform/surface'
import {
  choose,
  countUnread,
  findPreferences,
  pageNotifications,
  readAll,
  readNotification,
} from './inbox.ts'
import { outbox } from './outbox.tsx'
import { InboxPage } from './pages/inbox-page.tsx'
import { PreferencesPage } from './pages/preferences-page.tsx'
import { InboxQuery, PreferenceForm } from './schema.ts'
import { type Topic, topicsFor } from './topics.ts'

const Done = z.object({ done: z.enum(['read', 'saved']).optional() })

/** Mounted under /desk: everybody's own notifications, and the outbox. */
export const desk: Surface = (pages, tools) => {
  pages.get('/notifications', async (call) => {
    const query = readPageQuery(InboxQuery, call.query)
    const person = personOf(call)
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
    const { rows, next } = await tools.look(call, (view) => pageNotifications(view, person, query, after))
    return (
      <InboxPage
        rows={rows}
        next={next}
        isFirst={after === undefined}
        query={query}
        unread={await countUnread(tools.view(call), person)}
        isDemo={(await findSetting(tools.db, 'demo')) === 'on'}
        done={readPageQuery(Done, call.query).done}
      />
    )
  })

  pages.get<{ Params: { id: string } }>('/notifications/:id', async (call, reply) => {
    const id = readAddress(call.params.id)
    const address = await tools.perform(call, (act) => readNotification(act, id))
    return reply.redirect(addressOn(call.sitePrefix)(address), 303)
  })

  pages.post('/notifications/read', async (call, reply) => {
    await tools.perform(call, readAll)
    return reply.redirect(addressOn(call.sitePrefix)('/desk/notifications?done=read'), 303)
  })

  pages.get('/notifications/settings', async (call) => {
    const preferences = await tools.look(call, (view) => findPreferences(view, personOf(call)))
    const isSaved = readPageQuery(Done, call.query).done === 'saved'
    return <PreferencesPage topics={topicsOf(call)} draft={draftOf(preferences)} isSaved={isSaved} />
  })

  pages.post('/notifications/settings', async (call, reply) => {
    const topics = topicsOf(call)
    const form = readForm(PreferenceForm, only(topics, call.body))
    if (!form.ok)
      return reply.code(422).send(<PreferencesPage topics={topics} draft={form.draft} isSaved={false} />)
    await tools.perform(call, (act) => choose(act, form.value))
    return reply.redirect(addressOn(call.sitePrefix)('/desk/notifications/settings?done=saved'), 303)
  })

  outbox(pages, tools)
}

function topicsOf(call: FastifyRequest): Topic[] {
  return topicsFor((permission) => call.person?.holds(permission) ?? false)
}

function only(topics: readonly Topic[], body: unknown): Record<string, unknown> {
  const given = Object.entries(body ?? {})
  return Object.fromEntries(given.filter(([name]) => (topics as readonly string[]).includes(name)))
}

function personOf(call: FastifyRequest): PersonId {
  if (!call.person) throw new Error('unreachable: the desk is behind the door')
  return call.person.id
}

function readAddress(text: string): Id {
  const id = idOfAddress(text)
  if (!id) throw new NotFound('notifications.unknown')
  return id
}
