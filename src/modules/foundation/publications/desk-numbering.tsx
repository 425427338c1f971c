import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { civilDateOf } from '#kernel/calendar'
import { type Draft, draftOf, readForm, typed } from '#kernel/forms'
import { readPageQuery } from '#platform/http/query'
import type { Surface, Tools } from '#platform/surface'
import { mayArrange } from './arrangers.ts'
import {
  findTemplate,
  foreseeNumbers,
  isTemplate,
  listTemplates,
  setIndexTemplate,
} from './commands/numbering.ts'
import { attempt, doneOf, elevate, goTo, isElevated, namesOf } from './desk-call.ts'
import { DESK } from './desk-paths.ts'
import { NumberingPage } from './pages/desk-numbering.tsx'
import { StandingForm } from './schema.ts'

const PATH = `${DESK}/numbering`

const TemplateForm = StandingForm.extend({
  template: z.string('index-number.template').trim().refine(isTemplate, 'index-number.template'),
})
const PreviewQuery = z.object({ template: z.string().max(80, 'list.bad-parameters').optional() })

/** The form of index numbers of this site: tried out first, set with a reason, every earlier form on record. */
export const numberingDesk: Surface = (pages, tools) => {
  pages.get('/numbering', async (call) => {
    const { template } = readPageQuery(PreviewQuery, call.query)
    return numberingPage(call, tools, template === undefined ? undefined : draftOf({ template }))
  })

  pages.post('/numbering', async (call, reply) => {
    if (!isElevated(call)) return elevate(call, reply, PATH)
    const form = readForm(TemplateForm, call.body)
    if (!form.ok) return reply.code(422).send(await numberingPage(call, tools, form.draft))
    const result = await attempt(call.body, () =>
      tools.perform(call, (act) => setIndexTemplate(act, form.value)),
    )
    if (!result.ok) return reply.code(422).send(await numberingPage(call, tools, result.draft))
    return goTo(call, reply, PATH, 'numbering')
  })
}

async function numberingPage(call: FastifyRequest, { look }: Tools, draft: Draft | undefined) {
  const today = civilDateOf(call.circumstances.now)
  return look(call, async (view) => {
    const current = await findTemplate(view)
    const tried = draft ? typed(draft, 'template') : current
    const templates = await listTemplates(view)
    return (
      <NumberingPage
        current={current}
        tried={tried}
        preview={isTemplate(tried) ? await foreseeNumbers(view, tried, today) : undefined}
        templates={templates}
        names={
          await namesOf(
            view,
            templates.map(({ set_by }) => set_by),
          )
        }
        maySet={await mayArrange(view, call.circumstances.actor)}
        draft={draft ?? draftOf({ template: current })}
        done={doneOf(call)}
      />
    )
  })
}
