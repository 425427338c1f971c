import { isCivilDate } from '#kernel/calendar'
import { draftOf } from '#kernel/forms'
import type { Language } from '#kernel/messages'
import type { Placed } from '#platform/house'
import { phrasesOf } from '#platform/segmentation'
import {
  AsideSection,
  Button,
  Changed,
  type Crumb,
  Difference,
  DifferenceLegend,
  Downloads,
  dateInWords,
  Facts,
  HistoryVersions,
  Page,
  PageHead,
  Phrased,
  PortalPage,
  SectionHead,
  Select,
  Tag,
  Time,
  Timeline,
  useFrame,
  WithAside,
} from '#ui'
import type { AmendmentRow } from '../lifecycle-tables.ts'
import type { Comparison } from '../portal-history.ts'
import type { Registered } from '../portal-queries.ts'
import type { listStandingChanges, PublicRevision } from '../queries.ts'
import type { ColumnRow } from '../tables.ts'
import { amendmentLine } from './amendment-words.ts'
import { FilesChanged } from './attachments-portal.tsx'

export type HistoryView = {
  address: string
  registered: Registered
  /** Newest first. */
  revisions: readonly PublicRevision[]
  standings: Awaited<ReturnType<typeof listStandingChanges>>
  /** Changes beside the text that readers are told. */
  amendments: readonly AmendmentRow[]
  columns: readonly ColumnRow[]
  titles: ReadonlyMap<string, string>
  /** Undefined while there is one text only, and where the texts are not public any more. */
  comparison: Comparison | undefined
  side: boolean
  panels: readonly Placed[]
  trail: readonly Crumb[]
}

/** Every text that was ever public, what changed from one to the next, and why. */
export function HistoryPage({ history }: { history: HistoryView }) {
  const { t } = useFrame()
  const { address, registered, revisions, comparison } = history
  const isPublic = registered.standing === 'public'
  const title =
    isPublic || registered.standing === 'withdrawn'
      ? (registered.title ?? '')
      : t('publications.notice.erased-title')
  const changes = Math.max(0, revisions.length - 1)
  return (
    <PortalPage
      title={`${t('publications.history')} - ${title}`}
      trail={[
        ...history.trail,
        { label: registered.document_number ?? t('publications.text'), href: address },
        { label: t('publications.history') },
      ]}
      hidden={!isPublic}
    >
      <Page>
        <PageHead
          kicker={t('publications.history')}
          title={<Title text={title} />}
          lead={
            changes === 0
              ? t('publications.history.lead-none')
              : t('publications.history.lead', { times: changes })
          }
        />
        <WithAside
          form="first"
          navigation
          asideLabel={t('publications.history.versions')}
          aside={<Versions history={history} />}
        >
          {comparison && <Compared history={history} comparison={comparison} />}
          <AllChanges history={history} />
          <Downloads
            links={[{ href: `${address}/history.json`, label: t('publications.machine'), icon: 'data' }]}
          />
        </WithAside>
      </Page>
    </PortalPage>
  )
}

function Title({ text }: { text: string }) {
  return (
    <span lang="zh-CN">
      <Phrased words={phrasesOf(text)} />
    </span>
  )
}

function Compared({ history, comparison }: { history: HistoryView; comparison: Comparison }) {
  const { t } = useFrame()
  const { address, side } = history
  const { from, to, facts, blocks } = comparison
  const query = `from=${from.number}&to=${to.number}`
  return (
    <section aria-labelledby="compared">
      <SectionHead id="compared" title={t('publications.history.pair', { from: from.number, to: to.number })}>
        {to.number === history.revisions[0]?.number && (
          <Tag kind="note" icon="dot">
            {t('publications.history.newest')}
          </Tag>
        )}
      </SectionHead>
      <Facts
        facts={[
          { label: t('publications.history.when'), value: to.published_at && <Time at={to.published_at} /> },
          { label: t('publications.history.kind'), value: <KindOf revision={to} /> },
          {
            label: t('publications.history.reason'),
            value: to.reason && <span lang="zh-CN">{to.reason}</span>,
          },
          ...facts.map(({ key, before, after }) => ({
            label: t(key),
            value: (
              <>
                {before && <Changed kind="removed">{inWords(before, t.language)}</Changed>}{' '}
                {after && <Changed kind="added">{inWords(after, t.language)}</Changed>}
              </>
            ),
          })),
        ]}
      />
      {blocks ? (
        <Texts comparison={comparison} side={side} />
      ) : (
        <p class="soft">{t('publications.history.erased')}</p>
      )}
      <FilesChanged changes={comparison.files} />
      <div class="button-row diff-more">
        <Button href={`${address}/history?${query}${side ? '' : '&view=side'}#compared`}>
          {t(side ? 'publications.history.merged' : 'publications.history.side')}
        </Button>
        <OlderText history={history} number={from.number} />
      </div>
      {history.panels.map(({ panel: { component: Panel }, loaded }, at) => (
        <Panel key={at} loaded={loaded} />
      ))}
    </section>
  )
}

/** Days as the reader writes them; numbers and titles as they are. */
function inWords(fact: string, language: Language): string {
  return isCivilDate(fact) ? dateInWords(fact, language) : fact
}

function Texts({ comparison, side }: { comparison: Comparison; side: boolean }) {
  const { t } = useFrame()
  const { from, to, blocks = [], added, removed } = comparison
  if (added + removed === 0) return <p class="soft">{t('publications.history.same-text')}</p>
  return (
    <>
      <DifferenceLegend added={added} removed={removed} />
      <div lang="zh-CN">
        <Difference
          blocks={blocks}
          view={side ? 'side' : 'merged'}
          heads={{
            before: t('publications.version.number', { number: from.number }),
            after: t('publications.version.number', { number: to.number }),
          }}
        />
      </div>
    </>
  )
}

function OlderText({ history, number }: { history: HistoryView; number: number }) {
  const { address, t } = useFrame()
  return (
    <a href={address(`${history.address}/revisions/${number}`)}>
      {t('publications.history.as-it-stood', { number })}
    </a>
  )
}

function KindOf({ revision }: { revision: PublicRevision }) {
  const { t } = useFrame()
  return (
    <>
      {t(`publications.revision.${revision.number === 1 ? 'first' : revision.kind}`)}
      {revision.emergency && t('publications.revision.emergency')}
    </>
  )
}

/** Texts and standings in one line of time, newest first. */
function AllChanges({ history }: { history: HistoryView }) {
  const { address, t } = useFrame()
  const { revisions, standings, registered } = history
  const texts = revisions.map((revision) => ({
    at: revision.published_at!,
    what: (
      <>
        {t('publications.version.number', { number: revision.number })} <KindOf revision={revision} />
        {registered.standing === 'public' && revision.number > 1 && (
          <>
            {' '}
            <a href={address(`${history.address}/history?to=${revision.number}#compared`)}>
              {t('publications.history.what', { number: revision.number })}
            </a>
          </>
        )}
      </>
    ),
    why: revision.reason && <span lang="zh-CN">{revision.reason}</span>,
    state: undefined,
  }))
  const changes = standings.map((change) => ({
    at: change.at,
    what: t(`publications.standing.${change.to_standing}`),
    why: <span lang="zh-CN">{change.reason}</span>,
    state: change.to_standing === 'public' ? undefined : ('late' as const),
  }))
  const beside = history.amendments.map((amendment) => ({
    at: amendment.at,
    what: amendmentLine(amendment, t, history),
    why: amendment.reason && <span lang="zh-CN">{amendment.reason}</span>,
    state: undefined,
  }))
  const all = [...texts, ...changes, ...beside].sort((one, other) => other.at.getTime() - one.at.getTime())
  return (
    <section class="section" aria-labelledby="all-changes">
      <SectionHead id="all-changes" title={t('publications.history.all')} />
      <Timeline happenings={all.map(({ at, ...happening }) => ({ when: <Time at={at} />, ...happening }))} />
    </section>
  )
}

function Versions({ history }: { history: HistoryView }) {
  const { t } = useFrame()
  const { address, revisions, registered, comparison } = history
  const link = (number: number) =>
    number > 1 ? `${address}/history?to=${number}#compared` : `${address}/revisions/1`
  return (
    <>
      <AsideSection title={t('publications.history.versions')}>
        <HistoryVersions
          versions={revisions.map(({ number, published_at, reason }) => ({
            label: t('publications.version.number', { number }),
            href: registered.standing === 'public' ? link(number) : undefined,
            at: published_at!,
            note: reason ?? t('publications.revision.first'),
            current: number === registered.number,
          }))}
        />
      </AsideSection>
      {comparison && revisions.length > 2 && <ChoosePair history={history} comparison={comparison} />}
    </>
  )
}

function ChoosePair({ history, comparison }: { history: HistoryView; comparison: Comparison }) {
  const { address, t } = useFrame()
  const options = history.revisions.map(({ number }) => ({
    value: String(number),
    label: t('publications.version.number', { number }),
  }))
  const draft = draftOf({ from: String(comparison.from.number), to: String(comparison.to.number) })
  return (
    <AsideSection title={t('publications.history.choose')}>
      <form class="stack" action={address(`${history.address}/history`)}>
        <Select name="from" label={t('publications.history.from')} options={options.slice(1)} draft={draft} />
        <Select name="to" label={t('publications.history.to')} options={options.slice(0, -1)} draft={draft} />
        <Button>{t('publications.history.compare')}</Button>
      </form>
    </AsideSection>
  )
}
