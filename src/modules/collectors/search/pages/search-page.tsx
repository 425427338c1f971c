import {
  AsideSection,
  Chips,
  Downloads,
  EmptyState,
  Facets,
  Hidden,
  Icon,
  More,
  Page,
  Pagination,
  PortalPage,
  SearchBox,
  useFrame,
  WithAside,
} from '#ui'
import type { Answered } from '../finding.ts'
import { type SearchQuery, searchAddress } from '../schema.ts'
import { Also, First, Meant } from './first.tsx'
import { Hits } from './hits.tsx'
import { chipsOf, facetsOf } from './narrowing.ts'

type Props = { query: SearchQuery; found: Answered }

export function SearchPage({ query, found }: Props) {
  const { t, site } = useFrame()
  const q = query.q ?? ''
  const title = q ? t('search.title-of', { query: q }) : t('search.title')
  const feed = {
    href: searchAddress(query, { limit: undefined }, '/search.atom'),
    type: 'application/atom+xml' as const,
  }
  return (
    <PortalPage
      title={title}
      search={false}
      hidden
      feeds={[{ ...feed, title: t('search.feed-title', { site: site.name, query: q }) }]}
    >
      <Page>
        <div class="search-head">
          <h1>
            <Hidden>{t('search.title')}</Hidden>
          </h1>
          <SearchBox large value={q} />
          {found.matched === 'some' && found.hits.length > 0 && <Hint query={query} found={found} />}
          <First query={query} found={found} />
        </div>
      </Page>
      <Page>
        {found.hits.length > 0 || isNarrowed(query) ? (
          <WithAside
            form="first"
            asideLabel={t('search.narrowing')}
            aside={<Aside query={query} found={found} />}
          >
            <Answer query={query} found={found} />
          </WithAside>
        ) : (
          <Nothing query={query} found={found} />
        )}
      </Page>
    </PortalPage>
  )
}

function Hint({ query, found }: Props) {
  const { t } = useFrame()
  return (
    <>
      <p class="search-hint">{t('search.some')}</p>
      <Meant query={query} found={found} />
    </>
  )
}

function Answer({ query, found }: Props) {
  return (
    <>
      <State query={query} found={found} />
      <Also query={query} found={found} />
      {found.hits.length > 0 ? (
        <Hits hits={found.hits} query={query} />
      ) : (
        <Nothing query={query} found={found} />
      )}
      <Onwards query={query} found={found} />
    </>
  )
}

function State({ query, found }: Props) {
  const { address, t } = useFrame()
  const chips = chipsOf(query, found.facets, useFrame())
  return (
    <div class="list-state">
      <Count query={query} found={found} />
      <Chips chips={chips} />
      <a class="chip only-phone" href="#facets">
        <Icon name="filter" /> {t('search.narrowing')}
      </a>
      {query.q && (
        // biome-ignore lint/a11y/useSemanticElements: two links, not fields of a form
        <p class="sorts" role="group" aria-label={t('search.order')}>
          {(['relevance', 'date'] as const).map((order) => (
            <a
              key={order}
              href={address(searchAddress(query, { order }))}
              aria-current={(query.order ?? 'relevance') === order ? 'true' : undefined}
            >
              {t(`search.order.${order}`)}
            </a>
          ))}
        </p>
      )}
    </div>
  )
}

function Count({ query, found }: Props) {
  const { t } = useFrame()
  const { count, isAtLeast } = found.count
  const number = `${count.toLocaleString('en')}${isAtLeast ? '+' : ''}`
  const key = query.q ? 'search.count' : 'search.count-newest'
  const [before, after] = t(key, { count: '\n' }).split('\n')
  return (
    <p>
      {before}
      <b class="numeral">{number}</b>
      {after}
    </p>
  )
}

/** What lies beyond this page: the next one, or for a common word the rest by date. */
function Onwards({ query, found }: Props) {
  const { t } = useFrame()
  const { cursor, q } = query
  const { next } = found
  return (
    <>
      <Pagination
        previous={cursor ? searchAddress(query) : undefined}
        next={next && searchAddress(query, { cursor: next })}
        labels={{ previous: t('search.first'), next: t('search.more') }}
      />
      {!next && found.isRankedInPart && (
        <p class="soft">
          {t('search.ranked-in-part')}{' '}
          <More href={searchAddress(query, { order: 'date' })} label={t('search.all-by-date')} />
        </p>
      )}
      {found.isSampled && q && <p class="soft">{t('search.sampled')}</p>}
    </>
  )
}

function Aside({ query, found }: Props) {
  const frame = useFrame()
  const { t } = frame
  return (
    <>
      <Facets facets={facetsOf(query, found.facets, frame)} />
      {query.older !== '1' && (
        <More href={searchAddress(query, { older: '1' })} label={t('search.older-too')} />
      )}
      {query.q && (
        <AsideSection title={t('search.follow')} secondary>
          <p class="soft">{t('search.follow-text')}</p>
          <Downloads
            links={[
              {
                href: searchAddress(query, { limit: undefined, order: undefined }, '/search.atom'),
                label: t('search.feed'),
                icon: 'feed',
              },
              { href: searchAddress(query, {}, '/search.json'), label: t('search.machine'), icon: 'data' },
            ]}
          />
        </AsideSection>
      )}
    </>
  )
}

function isNarrowed({ publisher, column, kind, validity, year }: SearchQuery): boolean {
  return [publisher, column, kind, validity, year].some((value) => value !== undefined)
}

/** Never only that there is nothing: what is like it, and what to try. */
function Nothing({ query, found }: Props) {
  const { address, t } = useFrame()
  if (!query.q && !isNarrowed(query)) {
    return (
      <EmptyState title={t('search.empty-index')}>
        <p>{t('search.empty-index-text')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={query.q ? t('search.nothing', { query: query.q }) : t('search.nothing-here')}>
      <Meant query={query} found={found} />
      <p>{t('search.try')}</p>
      <ul>
        <li>{t('search.try-fewer')}</li>
        <li>{t('search.try-number')}</li>
        {isNarrowed(query) && (
          <li>
            <a href={address(searchAddress({ q: query.q, older: query.older }))}>
              {t('search.try-everywhere')}
            </a>
          </li>
        )}
        {query.older !== '1' && (
          <li>
            <a href={address(searchAddress(query, { older: '1' }))}>{t('search.try-older')}</a>
          </li>
        )}
      </ul>
    </EmptyState>
  )
}
