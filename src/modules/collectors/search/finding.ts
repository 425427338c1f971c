import type { OrganisationId } from '#kernel/ids'
import type { View } from '#platform/act'
import { seekAnswer } from './answers.ts'
import { normalised } from './asked.ts'
import type { Asked, Found, Option, SearchEngine, SearchFacets } from './engine.ts'
import { SearchTooSlow } from './engine.ts'
import {
  listNamed,
  listNamedExactly,
  listWithin,
  type NamedHit,
  nameAddresses,
  nameOrganisations,
} from './naming.ts'
import { listSynonymsIn } from './synonyms.ts'
import { correct } from './words.ts'

/** What the page says beside what the engine found. */
export type Answered = Found & {
  /** Agencies, columns … whose name was typed. */
  named: NamedHit[]
  /** What an editor answers to exactly this question. */
  answer: { title: string; address: string } | undefined
  /** What was probably meant, and is there. */
  meant: string | undefined
}

type Where = Pick<View, 'db' | 'site' | 'language'>

const MOST_NAMED = 3

export async function findAnswered(engine: SearchEngine, at: Where, asked: Asked): Promise<Answered> {
  const { text, cursor } = asked
  const found = await engine.search(at, await prepared(at, asked))
  const isFirst = cursor === undefined && text !== ''
  const [named, answer, meant, facets] = await Promise.all([
    isFirst ? namedBy(at, text, found) : [],
    isFirst ? seekAnswer(at, normalised(text)) : undefined,
    isFirst && isPoor(found) ? meantBy(engine, at, asked) : undefined,
    namedFacets(at, found.facets),
  ])
  return { ...found, facets, named, answer, meant }
}

async function prepared(at: Where, asked: Asked): Promise<Asked> {
  const { publisher } = asked.filters
  const [synonyms, within] = await Promise.all([
    asked.text === '' ? [] : listSynonymsIn(at, asked.text),
    publisher && (listWithin(at, publisher) as Promise<OrganisationId[]>),
  ])
  return { ...asked, synonyms, filters: { ...asked.filters, within } }
}

function isPoor({ count, matched }: Found): boolean {
  return count.count === 0 || matched === 'some'
}

/** The name itself; or what begins so, where nothing else has these letters. */
async function namedBy(at: Where, text: string, found: Found): Promise<NamedHit[]> {
  const exactly = await listNamedExactly(at, text, MOST_NAMED)
  return exactly.length > 0 || !isPoor(found) ? exactly : listNamed(at, text, MOST_NAMED)
}

async function meantBy(engine: SearchEngine, at: Where, asked: Asked): Promise<string | undefined> {
  const meant = await correct(at, asked.text)
  if (meant === undefined) return undefined
  try {
    const { count, matched } = await engine.search(at, { ...asked, text: meant, filters: {}, limit: 1 })
    return count.count > 0 && matched === 'all' ? meant : undefined
  } catch (error) {
    if (error instanceof SearchTooSlow) return undefined
    throw error
  }
}

async function namedFacets(at: Where, facets: SearchFacets): Promise<SearchFacets> {
  const [columns, publishers] = await Promise.all([
    nameAddresses(
      at,
      facets.column.map(({ value }) => `/columns/${value}`),
    ),
    nameOrganisations(
      at,
      facets.publisher.map(({ value }) => value),
    ),
  ])
  const named = <Value>(options: Option<Value>[], nameOf: (value: Value) => string | undefined) =>
    options.map((option) => ({ ...option, label: nameOf(option.value) ?? option.label }))
  return {
    ...facets,
    column: named(facets.column, (slug) => columns.get(`/columns/${slug}`)),
    publisher: named(facets.publisher, (id) => publishers.get(id)),
  }
}
