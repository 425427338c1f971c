import type { FastifyRequest } from 'fastify'
import { civilDateOf } from '#kernel/calendar'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { idOfAddress } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { answerQuery, retractAnswer, seekAnswer, seekTitle } from './answers.ts'
import { countDemand, type DemandFilter, listQuestions, type Question } from './demand.ts'
import {
  AnswerForm,
  AnswerQuery,
  DemandQuery,
  RetractForm,
  SynonymForm,
  SynonymQuery,
} from './desk-schema.ts'
import { AnswerPage } from './pages/answer-page.tsx'
import { DemandPage } from './pages/demand-page.tsx'
import { SynonymsPage } from './pages/synonyms-page.tsx'
import { joinWords, listSynonyms, partWords, seekRoot } from './synonyms.ts'

const SHOWN = 100
const EXPORTED = 10_000

/** Mounted under /desk/search: what the public asks for, and the words that lead it there. */
export const desk: Surface = (pages, { house, perform, view }) => {
  pages.addHook('preHandler', (call) => demandEditor(call, view(call)))

  pages.get('/', async (call) => {
    const filter = filterOf(call, SHOWN)
    const at = view(call)
    return (
      <DemandPage
        filter={filter}
        questions={await listQuestions(at, filter)}
        totals={await countDemand(at, filter)}
      />
    )
  })

  pages.get('.csv', async (call, reply) => {
    const t = house.translate(call.modes.language)
    const questions = await listQuestions(view(call), filterOf(call, EXPORTED))
    reply.header('content-disposition', 'attachment; filename="search-demand.csv"')
    return reply.type('text/csv; charset=utf-8').send(
      csvOf<Question>(
        [
          { title: t('search.desk-query'), of: ({ query }) => query },
          { title: t('search.desk-callers'), of: ({ callers }) => callers },
          { title: t('search.desk-before'), of: ({ callers_before }) => callers_before },
          { title: t('search.desk-hits'), of: ({ hits }) => hits },
          { title: t('search.desk-last'), of: ({ last_on }) => last_on },
          { title: t('search.desk-answer'), of: ({ answer_address }) => answer_address },
        ],
        questions,
      ),
    )
  })

  pages.get('/answer', async (call) => {
    const { query, saved } = readPageQuery(AnswerQuery, call.query)
    if (!query) throw new NotFound('page.unknown')
    const standing = await seekAnswer(view(call), query)
    const draft = draftOf({ query, ...standing })
    return (
      <AnswerPage query={query} draft={draft} hasAnswer={standing !== undefined} isSaved={saved === '1'} />
    )
  })

  pages.post('/answer', async (call, reply) => {
    const form = readForm(AnswerForm, call.body)
    if (!form.ok) return reply.code(422).send(await askAgain(view(call), form.draft))
    const { query, address } = form.value
    const title = form.value.title || (await seekTitle(view(call), address))
    if (!title) {
      const draft = withErrors(draftOf(call.body as Draft['values']), { title: 'search.title-missing' })
      return reply.code(422).send(await askAgain(view(call), draft))
    }
    await perform(call, (act) => answerQuery(act, query, { address, title }, nameOf(call)))
    return reply.redirect(answerAddress(call, query), 303)
  })

  pages.post('/answer/retraction', async (call, reply) => {
    const form = readForm(RetractForm, call.body)
    if (!form.ok) throw new NotFound('page.unknown')
    await perform(call, (act) => retractAnswer(act, form.value.query))
    return reply.redirect(answerAddress(call, form.value.query), 303)
  })

  pages.get('/synonyms', async (call) => {
    const { words } = readPageQuery(SynonymQuery, call.query)
    return <SynonymsPage groups={await listSynonyms(view(call))} draft={draftOf({ words })} />
  })

  pages.post('/synonyms', async (call, reply) => {
    const form = readForm(SynonymForm, call.body)
    if (!form.ok)
      return reply.code(422).send(<SynonymsPage groups={await listSynonyms(view(call))} draft={form.draft} />)
    await perform(call, (act) => joinWords(act, form.value.words, nameOf(call)))
    return reply.redirect(addressOn(call.sitePrefix)('/desk/search/synonyms'), 303)
  })

  pages.post<{ Params: { id: string } }>('/synonyms/:id/deletion', async (call, reply) => {
    const id = idOfAddress(call.params.id)
    if (!id) throw new NotFound('search.no-such-synonyms')
    await perform(call, (act) => partWords(act, id))
    return reply.redirect(addressOn(call.sitePrefix)('/desk/search/synonyms'), 303)
  })
}

function filterOf(call: FastifyRequest, limit: number): DemandFilter {
  const { demand = 'nothing', days = 30, q = '' } = readPageQuery(DemandQuery, call.query)
  return { demand, days, text: q, today: civilDateOf(call.circumstances.now), limit }
}

/** With everything that was typed. */
async function askAgain(view: View, draft: Draft) {
  const query = String(draft.values.query ?? '')
  return (
    <AnswerPage
      query={query}
      draft={draft}
      hasAnswer={(await seekAnswer(view, query)) !== undefined}
      isSaved={false}
    />
  )
}

function answerAddress(call: FastifyRequest, query: string): string {
  return addressOn(call.sitePrefix)(`/desk/search/answer?${new URLSearchParams({ query, saved: '1' })}`)
}

function nameOf({ person }: FastifyRequest): string {
  return person?.name ?? ''
}

/** What the public asks is for those who may answer it. */
async function demandEditor(call: FastifyRequest, view: View): Promise<void> {
  const root = await seekRoot(view)
  if (!root || !call.circumstances.actor.may('search.edit', root))
    throw new Forbidden('permission.missing', { permission: 'search.edit' })
}
