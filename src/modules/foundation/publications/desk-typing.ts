import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { civilTimeOf } from '#kernel/calendar'
import { type Id, idOfAddress } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import type { View } from '#platform/act'
import { readStrictQuery } from '#platform/http/query'
import type { Tools } from '#platform/surface'
import { forgetTyping, keepTyping } from './commands/autosave.ts'
import { bodyOf } from './content.ts'
import { listAlikeTitles, listTypingOthers } from './desk-alike.ts'
import { type ById, goTo, idOf, namesOf, openRevision } from './desk-call.ts'
import { publicationPath, revisionPath } from './desk-paths.ts'
import { DocumentForm, FORMATS } from './schema.ts'

const TypedText = z.object({
  text: z.string('publication.text-missing').max(400_000, 'publication.text-long'),
  format: z.enum(FORMATS, 'publication.format-unknown'),
})
const Typing = z.record(z.string().max(80), z.union([z.string(), z.array(z.string()).max(100)]))
const HintsQuery = z.object({
  title: z.string().max(200).optional(),
  document_number: z.string().max(100).optional(),
  except: z.string().max(26).optional(),
})

/** What the script of the editing page asks while somebody types; every page works without it. */
export function typingRoutes(pages: FastifyInstance, tools: Tools): void {
  const { house, look, perform } = tools

  pages.post('/text-as-html', async (call) => {
    const form = TypedText.safeParse(call.body)
    if (!form.success) throw new Invalid('publication.text-long', { text: 'publication.text-long' })
    return { html: bodyOf(form.data) }
  })

  pages.post<ById>('/revisions/:id/autosave', async (call) => {
    const id = idOf(call.params.id, 'revision.unknown')
    const typed = Typing.safeParse(call.body)
    const edit = Number(typed.data?.edit)
    if (!typed.success || !Number.isInteger(edit))
      throw new Invalid('list.bad-parameters', { edit: 'list.bad-parameters' })
    const kept = await perform(call, (act) => keepTyping(act, id, { edit, typed: typed.data }))
    return {
      kept,
      at: civilTimeOf(call.circumstances.now),
      others: await look(call, (view) => othersHere(view, call, tools, id)),
    }
  })

  pages.post<ById>('/revisions/:id/autosave/removal', async (call, reply) => {
    const { actor } = call.circumstances
    const { revision } = await look(call, (view) => openRevision(view, actor, call.params.id))
    await perform(call, (act) => forgetTyping(act, revision.id))
    return goTo(call, reply, revisionPath(revision.id, 'text'))
  })

  pages.get('/hints', async (call) => {
    const { title, document_number, except } = readStrictQuery(HintsQuery, call.query)
    const t = house.translate(call.modes.language)
    const alike = title ? await look(call, (view) => listAlikeTitles(view, title, idIn(except))) : []
    return {
      alike: alike.map((one) => ({
        title: one.title,
        href: `${call.sitePrefix}${publicationPath(one.publication_id)}`,
        say: t(`publication.alike.${one.is_shown ? 'shown' : 'pending'}`),
      })),
      ...(document_number === undefined ? {} : { document_number: numberHint(document_number, t) }),
    }
  })
}

/** Who else is at this text now, each as a sentence. */
export async function othersHere(
  view: View,
  call: FastifyRequest,
  { house }: Tools,
  id: Id,
): Promise<string[]> {
  const t = house.translate(call.modes.language)
  const { actor, now } = call.circumstances
  const others = await listTypingOthers(view, id, { except: actor.id, now })
  const names = await namesOf(
    view,
    others.map(({ person_id }) => person_id),
  )
  return others.map(({ person_id, begun_at }) =>
    t('publication.others-here', {
      who: names.get(person_id as Id) ?? t('publication.somebody'),
      since: civilTimeOf(begun_at),
    }),
  )
}

function numberHint(text: string, t: (key: string) => string): { text?: string; wrong?: string } {
  const reading = DocumentForm.shape.document_number.safeParse(text)
  if (!reading.success) return { wrong: t(reading.error.issues[0]?.message ?? '') }
  return reading.data ? { text: reading.data } : {}
}

function idIn(address: string | undefined): Id | undefined {
  return address ? idOfAddress(address) : undefined
}
