import type { ComponentChildren } from 'preact'
import { draftOf } from '#kernel/forms'
import { FEED_FORMS, FEED_TYPES } from '#platform/feed-forms'
import type { Placed } from '#platform/house'
import {
  AsideSection,
  Chips,
  type Column,
  type Crumb,
  Downloads,
  EmptyState,
  Facets,
  type Feed,
  FilterBar,
  ListState,
  Page,
  PageHead,
  Pagination,
  PortalPage,
  Select,
  useFrame,
  WithAside,
} from '#ui'
import { listAddress, type PublicationList } from '../portal-list.ts'
import type { Choice, FacetName } from '../portal-queries.ts'
import { dayInWords, PublicationRows } from './portal-rows.tsx'

export type ListPageProps = {
  base: string
  title: string
  lead?: string | undefined
  column?: Column | undefined
  trail: readonly Crumb[]
  list: PublicationList
  /** Above the facets: the neighbours of a column. */
  navigation?: ComponentChildren
  /** What other modules have to say of the list, such as how to be told of what is new. */
  panels?: readonly Placed[] | undefined
  /** Said where the list has nothing at all. */
  empty: { title: string; text: string }
}

/** Filters in the address, rows by month, and the same list for machines: every list of publications is this one. */
export function PublicationListPage({
  base,
  title,
  lead,
  column,
  trail,
  list,
  navigation,
  empty,
  panels = [],
}: ListPageProps) {
  const { t } = useFrame()
  return (
    <PortalPage
      title={title}
      description={lead}
      column={column}
      trail={trail}
      feeds={feedsOf(base, title, list)}
    >
      <Page>
        <PageHead title={title} lead={lead} />
        <WithAside
          form="first"
          navigation
          asideLabel={t('publications.list.aside')}
          aside={<Aside base={base} list={list} navigation={navigation} />}
        >
          <Filters base={base} list={list} />
          <State base={base} list={list} panels={panels} />
          {list.rows.length === 0 ? (
            <Nothing base={base} list={list} empty={empty} />
          ) : (
            <PublicationRows rows={list.rows} />
          )}
          <Pages base={base} list={list} />
        </WithAside>
      </Page>
    </PortalPage>
  )
}

type ListProps = { base: string; list: PublicationList }

function feedsOf(base: string, title: string, { filter }: PublicationList): Feed[] {
  return [
    ...FEED_FORMS.map((form) => ({
      href: listAddress(`${base}.${form}`, filter),
      title,
      type: FEED_TYPES[form],
    })),
    { href: listAddress(`${base}.json`, filter), title, type: 'application/json' },
    { href: listAddress(`${base}.csv`, filter), title, type: 'text/csv' },
  ]
}

const FACETS: readonly FacetName[] = ['publisher', 'kind', 'year', 'validity']

/** A facet with one value that everything has says nothing; one that is chosen stays, to be given up. */
function shownFacets({ choices, filter }: PublicationList): FacetName[] {
  return FACETS.filter(
    (name) => filter[name] !== undefined || choices.filter(({ facet }) => facet === name).length > 1,
  )
}

function Filters({ base, list }: ListProps) {
  const { t } = useFrame()
  const { publisher, kind, validity, year } = list.filter
  const facets = shownFacets(list)
  if (facets.length === 0) return null
  const draft = draftOf({
    publisher,
    kind,
    validity,
    year: year === undefined ? undefined : String(year),
  })
  return (
    <FilterBar action={base} label={t('publications.list.filter')}>
      {facets.map((name) => (
        <Select
          key={name}
          name={name}
          label={t(`publications.facet.${name}`)}
          draft={draft}
          options={[
            { value: '', label: t('publications.facet.any') },
            ...optionsOf(list, name).map(({ value, label, count }) => ({
              value,
              label: t('publications.facet.counted', { label, count: inFigures(count) }),
            })),
          ]}
        />
      ))}
    </FilterBar>
  )
}

/** The choices of a facet, and the chosen one even where nothing has it. */
function optionsOf({ choices, filter }: PublicationList, name: FacetName) {
  const { t } = useFrame()
  const found = choices.filter(({ facet }) => facet === name)
  const chosen = filter[name]
  const missing = chosen !== undefined && !found.some(({ value }) => value === String(chosen))
  const all: Choice[] = missing
    ? [...found, { facet: name, value: String(chosen), name: String(chosen), count: 0 }]
    : found
  return all.map((choice) => ({
    value: choice.value,
    label: labelOf(t, choice),
    count: choice.count,
    choice,
  }))
}

function labelOf(
  t: (key: string, params?: Record<string, string | number>) => string,
  { facet, value, name }: Choice,
): string {
  if (facet === 'year') return t('publications.facet.of-year', { year: value })
  if (facet === 'validity') return t(`ui.validity.${value}`)
  return facet === 'kind' ? t(`publications.kind.${value}`) : name
}

function State({ base, list, panels }: ListProps & { panels: readonly Placed[] }) {
  const { t } = useFrame()
  const { filter } = list
  const chips = FACETS.filter((name) => filter[name] !== undefined).map((name) => ({
    label: optionsOf(list, name).find(({ choice }) => choice.value === String(filter[name]))?.label ?? '',
    href: listAddress(base, { ...filter, [name]: undefined }),
  }))
  return (
    <ListState
      count={
        <>
          <b class="numeral">{inFigures(list.count)}</b> {t('publications.list.items')}
        </>
      }
      chips={<Chips chips={chips} />}
      downloads={
        <>
          <Downloads
            links={[
              { href: listAddress(`${base}.csv`, filter), label: 'CSV', icon: 'table' },
              { href: listAddress(`${base}.json`, filter), label: 'JSON' },
              {
                href: listAddress(`${base}.atom`, filter),
                label: t('publications.list.subscribe'),
                icon: 'feed',
              },
              { href: listAddress(`${base}.rss`, filter), label: 'RSS' },
            ]}
          />
          {panels.map(({ panel: { component: Panel }, loaded }, at) => (
            <Panel key={at} loaded={loaded} />
          ))}
        </>
      }
    />
  )
}

const FACET_LINKS = 12

function Aside({ base, list, navigation }: ListProps & { navigation: ComponentChildren }) {
  const { address, t } = useFrame()
  const facets = shownFacets(list).map((name) => ({
    title: t(`publications.facet.${name}`),
    options: optionsOf(list, name)
      .slice(0, FACET_LINKS)
      .map(({ label, count, choice }) => {
        const isChosen = String(list.filter[name]) === choice.value
        const filter = { ...list.filter, [name]: isChosen ? undefined : filterValue(choice) }
        return { label, count, current: isChosen, href: listAddress(base, filter) }
      }),
  }))
  return (
    <>
      {navigation}
      {facets.length > 0 && <Facets facets={facets} />}
      <AsideSection title={t('publications.list.not-found')} secondary>
        <p class="soft">
          {t('publications.list.not-found-text')}{' '}
          <a href={address('/search')}>{t('publications.list.search')}</a>
        </p>
      </AsideSection>
    </>
  )
}

function filterValue({ facet, value }: Choice) {
  return facet === 'year' ? Number(value) : value
}

/** Nothing under these conditions, or nothing at all: what is near is named in both cases. */
function Nothing({ base, list, empty }: ListProps & { empty: ListPageProps['empty'] }) {
  const { address, t } = useFrame()
  const isFiltered = FACETS.some((name) => list.filter[name] !== undefined)
  if (!isFiltered) {
    return (
      <EmptyState title={empty.title}>
        <p>{empty.text}</p>
        <p>
          <a href={address('/publications')}>{t('publications.list.see-all')}</a>
        </p>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('publications.list.none')}>
      <p>{t('publications.list.none-text')}</p>
      <p>
        <a href={address(base)}>{t('publications.list.without-filter')}</a>
      </p>
    </EmptyState>
  )
}

function Pages({ base, list }: ListProps) {
  const { t } = useFrame()
  const { rows, filter, older, newer } = list
  const days = [rows.at(-1), rows[0]].flatMap((row) => (row ? [dayInWords(row, t)] : []))
  return (
    <Pagination
      previous={newer && listAddress(base, filter, { newer })}
      next={older && listAddress(base, filter, { cursor: older })}
      range={days.length > 0 && t('publications.list.range', { from: days[0]!, to: days[1]! })}
    />
  )
}

function inFigures(count: number): string {
  return count.toLocaleString('en')
}
