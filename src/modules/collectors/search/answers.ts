import type { Id } from '#kernel/ids'
import { type Act, record, type View } from '#platform/act'
import { demandSearchEditor } from './synonyms.ts'

type Where = Pick<View, 'db' | 'site'>

export type Answer = { title: string; address: string }

export async function seekAnswer({ db, site }: Where, query: string): Promise<Answer | undefined> {
  return db
    .selectFrom('search.answer')
    .select(['title', 'address'])
    .where('site_id', '=', site)
    .where('query', '=', query)
    .executeTakeFirst()
}

export async function listAnswers({ db, site }: Where) {
  return db
    .selectFrom('search.answer')
    .select(['query', 'title', 'address', 'edited_by', 'edited_at'])
    .where('site_id', '=', site)
    .orderBy('edited_at', 'desc')
    .limit(500)
    .execute()
}

/** From now on whoever asks exactly this is led to the page. */
export async function answerQuery(act: Act, query: string, answer: Answer, by: string): Promise<void> {
  const root = await demandSearchEditor(act)
  const said = { ...answer, edited_by: by, edited_at: act.now }
  await act.tx
    .insertInto('search.answer')
    .values({ site_id: act.site, query, ...said })
    .onConflict((on) => on.columns(['site_id', 'query']).doUpdateSet(said))
    .execute()
  await record(act, { event: 'search.answered', subject: root as Id, organisation: root })
}

export async function retractAnswer(act: Act, query: string): Promise<void> {
  const root = await demandSearchEditor(act)
  await act.tx
    .deleteFrom('search.answer')
    .where('site_id', '=', act.site)
    .where('query', '=', query)
    .execute()
  await record(act, { event: 'search.answer-retracted', subject: root as Id, organisation: root })
}

/** The title under which the address can be found, so that an editor need not type it. */
export async function seekTitle({ db, site }: Where, address: string): Promise<string | undefined> {
  const card = await db
    .selectFrom('search.card')
    .select('title')
    .where('site_id', '=', site)
    .where('address', '=', address)
    .limit(1)
    .executeTakeFirst()
  if (card) return card.title
  const named = await db
    .selectFrom('search.name')
    .select('name')
    .where('site_id', '=', site)
    .where('address', '=', address)
    .limit(1)
    .executeTakeFirst()
  return named?.name
}
