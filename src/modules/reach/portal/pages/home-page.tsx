import { columnLink } from '#modules/foundation/publications'
import { FEED_FORMS, FEED_TYPES } from '#platform/feed-forms'
import {
  dateInWords,
  EmptyState,
  Hero,
  Icon,
  type IconName,
  Page,
  PageHead,
  PortalPage,
  Section,
  Time,
  useFrame,
  weekdayOf,
} from '#ui'
import type { Home, ShownBlock } from '../home.ts'
import { Documents, Lead, Links, OneColumn, Organisations, Others, Words } from './home-blocks.tsx'

/** The blocks in the order that an editor gave them. Nothing moves, nothing floats. */
export function HomePage({ home }: { home: Home }) {
  const { site } = useFrame()
  return (
    <PortalPage title={site.name} search={false} feeds={feedsOf(site.name)}>
      <HomeBlocks home={home} />
    </PortalPage>
  )
}

function feedsOf(title: string) {
  return FEED_FORMS.map((form) => ({ href: `/feeds/newest.${form}`, title, type: FEED_TYPES[form] }))
}

/** In the preview of the desk too: the same components, and nobody else sees it. */
export function HomeBlocks({ home }: { home: Home }) {
  return (
    <>
      {home.blocks.every(({ block }) => block.kind !== 'hero') && <Plain />}
      {home.blocks.map(({ id, block }) => (
        <OneBlock key={id} id={id} block={block} home={home} />
      ))}
      {home.newest === undefined && <NothingYet />}
    </>
  )
}

/** Without the first block the page still says whose it is. */
function Plain() {
  const { site } = useFrame()
  return (
    <Page>
      <PageHead title={site.name} />
    </Page>
  )
}

function OneBlock({ id, block, home }: { id: string; block: ShownBlock; home: Home }) {
  switch (block.kind) {
    case 'hero':
      return <First home={home} title={block.title} text={block.text} />
    case 'lead':
      return <Lead lead={block.lead} />
    case 'documents':
      return <Documents block={block} />
    case 'columns':
      return <Others columns={block.columns} />
    case 'column':
      return (
        <Section>
          <OneColumn {...block.one} title={block.title} id={id} />
        </Section>
      )
    case 'text':
      return <Words id={id} title={block.title} paragraphs={block.paragraphs} />
    case 'links':
      return <Links id={id} title={block.title} links={block.links} />
    case 'panels':
      return (
        <>
          {block.panels.map(({ panel: { component: Panel }, loaded }, at) => (
            <Panel key={at} loaded={loaded} />
          ))}
        </>
      )
    case 'organisations':
      return <Organisations organisations={block.organisations} />
  }
}

function First({ home, title, text }: { home: Home; title: string; text: string }) {
  return (
    <>
      <Hero
        over={<Today date={home.today} />}
        title={title === '' ? <Sentence home={home} /> : title}
        lead={text === '' ? undefined : text}
      >
        <Shortcuts home={home} />
      </Hero>
      <BigLinks home={home} />
    </>
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

/** A date is not broken in two. */
function Last({ day }: { day: string }) {
  const { t } = useFrame()
  const [before, after] = t('portal.home.last').split('{date}')
  return (
    <span>
      {before}
      <span class="nowrap">
        {dateInWords(day, t.language)}
        {after}
      </span>
    </span>
  )
}

function Sentence({ home: { newest, today } }: { home: Home }) {
  const { address, t } = useFrame()
  if (!newest) return <span>{t('portal.home.nothing')}</span>
  const isToday = newest.day === today
  return (
    <>
      {!isToday && <Last day={newest.day} />}{' '}
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
