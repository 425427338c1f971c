import type { Translate } from '#kernel/messages'
import type { Facet, Frame } from '#ui'
import type { Option, SearchFacets } from '../engine.ts'
import { type Changes, type SearchQuery, searchAddress } from '../schema.ts'

const NAMES = ['kind', 'validity', 'publisher', 'column', 'year'] as const
type Name = (typeof NAMES)[number]
type Words = Pick<Frame, 't'>

/** The facets as links; the one that is chosen leads back to all. */
export function facetsOf(query: SearchQuery, facets: SearchFacets, words: Words): Facet[] {
  const shown = NAMES.map((name) => ({
    title: words.t(`search.facet.${name}`),
    options: optionsOf(facets, name).map((option) => {
      const current = query[name] === option.value
      return {
        label: labelOf(name, option, words),
        href: searchAddress(query, { [name]: current ? undefined : option.value } as Changes),
        count: option.count,
        current,
      }
    }),
  }))
  // A facet with one option that nobody chose narrows nothing.
  return shown.filter(({ options }) => options.length > 1 || options.some(({ current }) => current))
}

/** Conditions in force; each leads to the search without it. */
export function chipsOf(
  query: SearchQuery,
  facets: SearchFacets,
  words: Words,
): { label: string; href: string }[] {
  const chips = NAMES.filter((name) => query[name] !== undefined).map((name) => {
    const option = optionsOf(facets, name).find(({ value }) => value === query[name])
    const named = option ?? { value: query[name]!, label: String(query[name]), count: 0 }
    return { label: labelOf(name, named, words), href: searchAddress(query, { [name]: undefined }) }
  })
  if (query.older !== '1') return chips
  return [...chips, { label: words.t('search.older'), href: searchAddress(query, { older: undefined }) }]
}

function optionsOf(facets: SearchFacets, name: Name): readonly Option<string | number>[] {
  return facets[name]
}

function labelOf(name: Name, { value, label }: Option<string | number>, { t }: Words): string {
  if (name === 'year') return t('search.year', { year: value })
  if (name === 'validity') return t(`ui.validity.${value}`)
  if (name === 'kind') return kindWord(t, String(value))
  return label
}

/** The module that has the kind names it; one without a name shows what it is called inside. */
export function kindWord(t: Translate, kind: string): string {
  for (const key of [`search.kind.${kind}`, `publication.kind.${kind}`]) {
    const word = t(key)
    if (word !== key) return word
  }
  return kind
}
