import { addressOf } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
import { columnLink, PublicationRow, rowDay, type ShownRow } from '#modules/foundation/publications'
import {
  Band,
  Columns,
  dateInWords,
  EmptyState,
  Hero,
  Icon,
  type IconName,
  Page,
  Phrased,
  PortalPage,
  Row,
  Rows,
  Section,
  SectionHead,
  Time,
  useFrame,
  weekdayOf,
} from '#ui'
import type { Home, HomeColumn } from '../home.ts'

/** What was opened last, in one sentence; then the newest of each kind. Nothing moves, nothing floats. */
export function HomePage({ home }: { home: Home }) {
  const { site } = useFrame()
  const { lead, documents, others, panels } = home
  return (
    <PortalPage
      title={site.name}
      search={false}
      feeds={[{ href: '/feeds/newest.atom', title: site.name, type: 'application/atom+xml' }]}
    >
      <Hero over={<Today date={home.today} />} title={<Sentence home={home} />}>
        <Shortcuts home={home} />
      </Hero>
      <BigLinks home={home} />
      {lead && <Lead lead={lead} />}
      {(documents.length > 0 || others.length > 0) && <Documents home={home} />}
      {panels.map(({ panel: { component: Panel }, loaded }, at) => (
        <Panel key={at} loaded={loaded} />
      ))}
      {others.length > 1 && <Others columns={others.slice(1)} />}
      {home.newest === undefined && <NothingYet />}
      {home.organisations.length > 0 && <Organisations organisations={home.organisations} />}
    </PortalPage>
  )
}

function Today({ date }: { date: string }) {
  const { t } = useFrame()
  return (
    <>
      <Time date={date} /> {weekdayOf(date, t.language)}
    </>
  )
}

function Sentence({ home: { newest, today } }: { home: Home }) {
  const { address, t } = useFrame()
  if (!newest) return <span>{t('portal.home.nothing')}</span>
  const isToday = newest.day === today
  return (
    <>
      {!isToday && <span>{t('portal.home.last', { date: dateInWords(newest.day, t.language) })}</span>}{' '}
      <span>
        {t(isToday ? 'portal.home.today' : 'portal.home.opened')}
        <a href={address('/publications')}>
          {t(newest.count === 1 ? 'portal.home.thing' : 'portal.home.things', {
            count: newest.count.toLocaleString('en'),
          })}
        </a>
        {t('portal.home.stop')}
      </span>
    </>
  )
}

const SHORTCUTS = 4

/** The lists below the columns of the menu: one press to where most people want to go. */
function Shortcuts({ home: { columns } }: { home: Home }) {
  const { address, t } = useFrame()
  const links = columns.filter(({ parent_id }) => parent_id !== null).slice(0, SHORTCUTS)
  if (links.length === 0) return null
  return (
    <>
      {t('portal.home.shortcuts')}
      {links.map((column) => {
        const { href, label } = columnLink({ language: t.language }, column)
        return (
          <a key={href} href={address(href)}>
            {label}
          </a>
        )
      })}
    </>
  )
}

const BIG_ICONS: readonly IconName[] = ['comment', 'file', 'calendar']

/** Six large entries for those who chose the simple mode. */
function BigLinks({ home: { columns } }: { home: Home }) {
  const { t } = useFrame()
  const tops = columns.filter(({ parent_id, in_menu }) => parent_id === null && in_menu).slice(0, 3)
  const links = [
    ...tops.map((column, at) => ({
      ...columnLink({ language: t.language }, column),
      icon: BIG_ICONS[at] ?? 'file',
    })),
    { href: '/organisations', label: t('portal.home.big.organisations'), icon: 'phone' as const },
    { href: '/search', label: t('portal.home.big.search'), icon: 'search' as const },
    { href: '/settings', label: t('portal.home.big.settings'), icon: 'size' as const },
  ]
  return (
    <section class="section page only-simple" aria-labelledby="big">
      <h2 id="big" class="visually-hidden">
        {t('portal.home.big')}
      </h2>
      <ul class="big-links">
        {links.map((link) => (
          <BigLink key={link.href} {...link} />
        ))}
      </ul>
    </section>
  )
}

function BigLink({ href, label, icon }: { href: string; label: string; icon: IconName }) {
  const { address } = useFrame()
  return (
    <li>
      <a href={address(href)}>
        <Icon name={icon} />
        {label}
        <Icon name="next" />
      </a>
    </li>
  )
}

const BELOW_LEAD = 2

/** Without a picture the story at the left is short: two more stand below it, and both columns end together. */
function Lead({ lead: { column, rows } }: { lead: HomeColumn }) {
  const { address, t } = useFrame()
  const { href, label } = columnLink({ language: t.language }, column)
  const first = rows.find(({ summary }) => summary !== '') ?? rows[0]
  if (!first) return null
  const rest = rows.filter((row) => row !== first)
  return (
    <Section labelledby="lead">
      <SectionHead id="lead" title={label} more={{ href, label: t('portal.home.all-of', { name: label }) }} />
      <Columns form="7-5">
        <div>
          <article class="lead-story" lang="zh-CN">
            <h3>
              <a href={address(`/publications/${addressOf(first.publication_id)}`)}>
                <Phrased words={first.title_phrases} />
              </a>
            </h3>
            {first.summary && <p>{first.summary}</p>}
            <p class="row-meta">
              <span>{first.publisher}</span>
              {rowDay(first)}
            </p>
          </article>
          <NewestRows rows={rest.slice(0, BELOW_LEAD)} />
        </div>
        <NewestRows rows={rest.slice(BELOW_LEAD)} />
      </Columns>
    </Section>
  )
}

function NewestRows({ rows }: { rows: readonly ShownRow[] }) {
  if (rows.length === 0) return null
  return (
    <Rows plain>
      {rows.map((row) => (
        <Newest key={row.publication_id} row={row} />
      ))}
    </Rows>
  )
}

function Newest({ row }: { row: ShownRow }) {
  return (
    <Row
      title={row.title}
      href={`/publications/${addressOf(row.publication_id)}`}
      lang="zh-CN"
      meta={[rowDay(row)]}
    />
  )
}

/** Documents with whether they hold; beside them the first column that has something of its own. */
function Documents({ home: { documents, documentsAt, others } }: { home: Home }) {
  const { t } = useFrame()
  const beside = others[0]
  return (
    <div class="section page">
      <Columns form={beside && documents.length > 0 ? '7-5' : '2'}>
        {documents.length > 0 && (
          <section aria-labelledby="documents">
            <SectionHead
              id="documents"
              title={t('portal.home.documents')}
              more={{ href: documentsAt, label: t('portal.home.all-documents') }}
            />
            <Rows>
              {documents.map((row) => (
                <PublicationRow key={row.publication_id} row={row} />
              ))}
            </Rows>
          </section>
        )}
        {beside && <OneColumn {...beside} />}
      </Columns>
    </div>
  )
}

function OneColumn({ column, rows }: HomeColumn) {
  const { t } = useFrame()
  const { href, label } = columnLink({ language: t.language }, column)
  const id = `column-${column.slug.replaceAll('/', '-')}`
  return (
    <section aria-labelledby={id}>
      <SectionHead id={id} title={label} more={{ href, label: t('portal.home.all-of', { name: label }) }} />
      <Rows>
        {rows.map((row) => (
          <Newest key={row.publication_id} row={row} />
        ))}
      </Rows>
    </section>
  )
}

function Others({ columns }: { columns: readonly HomeColumn[] }) {
  return (
    <div class="section page not-simple">
      <Columns form={columns.length > 2 ? '3' : '2'}>
        {columns.map((one) => (
          <OneColumn key={one.column.id} {...one} />
        ))}
      </Columns>
    </div>
  )
}

function NothingYet() {
  const { t } = useFrame()
  return (
    <Page>
      <EmptyState title={t('portal.home.empty')}>
        <p>{t('portal.home.empty-text')}</p>
      </EmptyState>
    </Page>
  )
}

function Organisations({ organisations }: { organisations: readonly OrganisationRow[] }) {
  const { t } = useFrame()
  return (
    <Band labelledby="organisations">
      <SectionHead
        id="organisations"
        title={t('portal.home.organisations')}
        note={t('portal.home.organisations-note')}
        more={{ href: '/organisations', label: t('portal.home.all-organisations') }}
      />
      <Columns form="3">
        {inColumns(organisations, 3).map((some) => (
          <Rows key={some[0]?.id} plain>
            {some.map(({ id, name, short_name, name_en, functions }) => (
              <Row
                key={id}
                title={t.language === 'en' && name_en ? name_en : short_name || name}
                href={`/organisations/${addressOf(id)}`}
                meta={[functions && <span lang="zh-CN">{firstOf(functions)}</span>]}
              />
            ))}
          </Rows>
        ))}
      </Columns>
    </Band>
  )
}

function inColumns<Each>(all: readonly Each[], columns: number): Each[][] {
  const height = Math.ceil(all.length / columns)
  return Array.from({ length: columns }, (_, at) => all.slice(at * height, (at + 1) * height)).filter(
    ({ length }) => length > 0,
  )
}

/** A row has room for a line: the first clause of what the organisation is for. */
function firstOf(functions: string): string {
  return functions.split(/[，；。,;]/, 1)[0] ?? functions
}
