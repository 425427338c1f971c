import type { Placed } from '#platform/house'
import type { Finding } from '#platform/module'
import {
  Block,
  Button,
  Changed,
  DeskHead,
  DeskPage,
  Difference,
  DifferenceLegend,
  Facts,
  Mark,
  Notice,
  Panel,
  RichText,
  useFrame,
} from '#ui'
import type { FileInContent } from '../attachments.ts'
import type { Offered, OfferedDecision, RevisionAct } from '../desk-acts.ts'
import type { Drafts } from '../desk-forms.ts'
import { DESK, publicationPath, REVIEW_VIEWS, type ReviewView, revisionPath } from '../desk-paths.ts'
import type { Changes } from '../desk-shown.ts'
import type { ReviewStep } from '../rules.ts'
import type { PublicationRow, ReviewRow, RevisionRow } from '../tables.ts'
import { FileChanges } from './attachments-desk.tsx'
import { Decisions } from './desk-decisions.tsx'
import { countChanges, factWord } from './desk-difference.ts'
import { FindingList } from './desk-findings.tsx'
import { PlacedPanels } from './desk-panels.tsx'
import { RouteOf } from './desk-route.tsx'
import { type Names, nameOf, stateMark } from './desk-words.ts'

export type ReviewPageProps = {
  publication: PublicationRow
  revision: RevisionRow
  organisation: string
  findings: readonly Finding[]
  changes: Changes
  /** A file of the draft, for whoever opened this page. */
  hrefOf: (file: FileInContent) => string
  /** Absent: as fits the text. */
  view: ReviewView | undefined
  reviews: readonly ReviewRow[]
  route: readonly ReviewStep[]
  decisions: readonly OfferedDecision[]
  acts: readonly Offered<RevisionAct>[]
  mayDecideFindings: boolean
  isElevated: boolean
  names: Names
  me: string
  now: Date
  drafts: Drafts
  panels: readonly Placed[]
  done: string | undefined
}

/** Everything that a decision about a revision needs, in the order in which it is judged. */
export function ReviewPage(props: ReviewPageProps) {
  const { t } = useFrame()
  const { publication, revision } = props
  const first = props.decisions.find(({ refused }) => !refused)
  return (
    <DeskPage
      title={revision.title}
      focus
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: revision.title, href: publicationPath(publication.id) },
        { label: t('publication.review') },
      ]}
      phoneActs={first && <PhoneAct decision={first.name} />}
    >
      <DeskHead
        title={revision.title}
        song
        mark={<Mark {...stateMark(revision.state, t)}>{stateMark(revision.state, t).word}</Mark>}
        sub={<Line {...props} />}
        acts={<Button href={revisionPath(revision.id, 'preview')}>{t('publication.preview')}</Button>}
      />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      {revision.emergency && <Emergency {...props} />}
      <FindingList {...props} />
      <div class="cols cols-side ed-more">
        <div>
          <Text {...props} />
          <FileChanges changes={props.changes.files} hrefOf={props.hrefOf} />
        </div>
        <div>
          <Decisions {...props} />
          <Panel title={t('review.route')} id="route">
            <RouteOf {...props} />
            <p class="faint">{t('review.route.bound')}</p>
          </Panel>
          <PlacedPanels panels={props.panels} />
        </div>
      </div>
    </DeskPage>
  )
}

function PhoneAct({ decision }: { decision: string }) {
  const { t } = useFrame()
  return (
    <a class="button button-main" href={`#decision-${decision}`}>
      {t('review.decide')}
    </a>
  )
}

function Line({ publication, revision, organisation, changes, names }: ReviewPageProps) {
  const { t } = useFrame()
  const parts = [
    `${t(`publication.kind.${publication.kind}`)} ${revision.document_number ?? ''}`.trim(),
    t('review.written-by', { who: nameOf(names, revision.author_id, t), organisation }),
    t('review.fingerprint', {
      edit: revision.edit,
      hash: `${revision.content_hash.slice(0, 4)} ${revision.content_hash.slice(4, 8)}`,
    }),
    changes.base ? t('review.against', { number: changes.base.number }) : t('review.against-nothing'),
  ]
  return <>{parts.join(' · ')}</>
}

function Emergency({ revision, names }: ReviewPageProps) {
  const { t } = useFrame()
  return (
    <Notice kind="late" title={t('review.emergency.title', { who: nameOf(names, revision.emergency_by, t) })}>
      <p>{t('review.emergency.text')}</p>
    </Notice>
  )
}

function Text(props: ReviewPageProps) {
  const { t } = useFrame()
  const { changes, revision } = props
  if (!changes.base) {
    return (
      <Block title={t('review.new-text')} id="new-text">
        <RichText html={changes.body} />
      </Block>
    )
  }
  const view = props.view ?? 'side'
  const heads = {
    before: t('review.head.before', { number: changes.base.number }),
    after: t('review.head.after', { number: revision.number }),
  }
  return (
    <>
      <Reason {...props} />
      <ViewSwitch revision={revision} view={view} />
      <FactChanges {...props} />
      {view === 'new' ? (
        <RichText html={changes.body} />
      ) : (
        <>
          <DifferenceLegend {...countChanges(changes.blocks)} />
          <Difference blocks={changes.blocks} view={view} heads={heads} />
        </>
      )}
    </>
  )
}

/** What the public will be told about the change. */
function Reason({ revision }: ReviewPageProps) {
  const { t } = useFrame()
  if (!revision.reason) return null
  return (
    <p>
      <strong>{t(`revision.kind.${revision.kind}`)}</strong>{' '}
      {t('review.reason-of', { reason: revision.reason })}
    </p>
  )
}

function ViewSwitch({ revision, view }: { revision: RevisionRow; view: ReviewView }) {
  const { address, t } = useFrame()
  return (
    <nav aria-label={t('review.views')}>
      <span class="seg">
        {REVIEW_VIEWS.map((one) => (
          <a
            key={one}
            class="button button-second"
            href={address(`${revisionPath(revision.id, 'review')}?view=${one}`)}
            aria-current={one === view ? 'page' : undefined}
          >
            {t(`review.view.${one}`)}
          </a>
        ))}
      </span>
    </nav>
  )
}

function FactChanges({ changes }: ReviewPageProps) {
  const { t } = useFrame()
  if (changes.facts.length === 0) return null
  return (
    <Block title={t('review.facts', { count: changes.facts.length })} id="facts">
      <Facts
        facts={changes.facts.map(({ name, before, after }) => ({
          label: t(`publication.fact.${name}`),
          value: (
            <>
              {before && <Changed kind="removed">{factWord(name, before, t)}</Changed>}{' '}
              {after && <Changed kind="added">{factWord(name, after, t)}</Changed>}
            </>
          ),
        }))}
      />
    </Block>
  )
}
