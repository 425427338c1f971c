import type { Placed } from '#platform/house'
import {
  Block,
  Button,
  ButtonRow,
  DataTable,
  DeskHead,
  DeskPage,
  Facts,
  Mark,
  Notice,
  Panel,
  Time,
  Timeline,
  useFrame,
  WithPanels,
} from '#ui'
import type { Offered, PublicationAct, RevisionAct } from '../desk-acts.ts'
import { DESK, publicationPath, revisionPath } from '../desk-paths.ts'
import type { AmendmentRow, ProposalRow } from '../lifecycle-tables.ts'
import type { listStandingChanges } from '../queries.ts'
import type { DeskRelation } from '../relations-queries.ts'
import type { ColumnRow, PublicationRow, ReviewRow, RevisionRow } from '../tables.ts'
import { amendmentLine } from './amendment-words.ts'
import { PlacedPanels } from './desk-panels.tsx'
import { LeavingNotice, ProposalNotice, proposalLines } from './desk-proposal.tsx'
import { RelationsPanel } from './desk-relations.tsx'
import { type Names, nameOf, standingMark, stateMark } from './desk-words.ts'

export type PublicationPageProps = {
  publication: PublicationRow
  revisions: readonly RevisionRow[]
  reviews: readonly ReviewRow[]
  changes: Awaited<ReturnType<typeof listStandingChanges>>
  proposals: readonly ProposalRow[]
  amendments: readonly AmendmentRow[]
  relations: readonly DeskRelation[]
  columns: readonly ColumnRow[]
  titles: ReadonlyMap<string, string>
  /** Each column with those above it, from the top down. */
  places: readonly (readonly ColumnRow[])[]
  organisation: string
  address: string
  acts: readonly Offered<PublicationAct>[]
  pending: { revision: RevisionRow; acts: readonly Offered<RevisionAct>[] } | undefined
  names: Names
  panels: readonly Placed[]
  done: string | undefined
}

/** The publication as a whole: its texts, what happened to them, and what may be done now. */
export function PublicationPage(props: PublicationPageProps) {
  const { t } = useFrame()
  const { publication, revisions } = props
  const title = revisions[0]?.title || t('erasure.untitled')
  const mark = standingMark(publication.standing, t)
  return (
    <DeskPage title={title} trail={[{ label: t('publication.desk'), href: DESK }, { label: title }]}>
      <DeskHead
        title={title}
        song
        mark={<Mark kind={mark.kind}>{mark.word}</Mark>}
        sub={[t(`publication.kind.${publication.kind}`), props.organisation, publication.index_number]
          .filter(Boolean)
          .join(' · ')}
        acts={
          publication.first_published_at && (
            <Button href={props.address}>{t('publication.public-page')}</Button>
          )
        }
      />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      <ProposalNotice {...props} />
      {publication.leaves_at && <LeavingNotice publication={publication} />}
      <WithPanels panels={<Sides {...props} />}>
        <Revisions {...props} />
        <History {...props} />
      </WithPanels>
    </DeskPage>
  )
}

function Revisions({ revisions, names }: PublicationPageProps) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={t('publication.revisions')}
      columns={[
        { label: t('revision.number') },
        { label: t('revision.state') },
        { label: t('revision.kind') },
        { label: t('revision.reason') },
        { label: t('revision.last-editor') },
        { label: t('revision.published-at') },
      ]}
      rows={revisions.map((revision) => ({
        key: revision.id,
        cells: [
          revision.erased_at ? (
            t('erasure.revision', { number: revision.number })
          ) : (
            <a key="number" href={address(revisionPath(revision.id, 'review'))}>
              {t('revision.number-of', { number: revision.number })}
            </a>
          ),
          <Mark key="state" kind={stateMark(revision.state, t).kind}>
            {stateMark(revision.state, t).word}
          </Mark>,
          t(`revision.kind.${revision.kind}`),
          revision.reason,
          nameOf(names, revision.last_editor_id, t),
          revision.published_at && <Time key="at" at={revision.published_at} />,
        ],
      }))}
    />
  )
}

/** Reviews, changes of standing, of attributes, and what was asked for: all together, newest first. */
function History({
  reviews,
  revisions,
  changes,
  names,
  proposals,
  amendments,
  columns,
  titles,
}: PublicationPageProps) {
  const { t } = useFrame()
  const numbers = new Map(revisions.map(({ id, number }) => [id, number]))
  const happenings = [
    ...reviews.map((review) => ({
      at: review.at,
      what: t('publication.history.review', {
        who: nameOf(names, review.reviewer_id, t),
        step: t(`review.step.${review.step}`),
        number: numbers.get(review.revision_id) ?? '',
        conclusion: t(`review.conclusion.${review.conclusion}.short`),
      }),
      why: review.reason,
      isLate: review.conclusion === 'returned' || review.conclusion === 'not-open',
    })),
    ...changes.map((change) => ({
      at: change.at,
      what: t('publication.history.standing', { to: t(`standing.${change.to_standing}`) }),
      why: change.reason,
      isLate: change.to_standing === 'withdrawn',
    })),
    ...proposals.flatMap((proposal) => proposalLines(proposal, t, (id) => nameOf(names, id, t))),
    ...amendments.map((amendment) => ({
      at: amendment.at,
      what: `${nameOf(names, amendment.by, t)} ${amendmentLine(amendment, t, { columns, titles })}`.trim(),
      why: amendment.reason,
      isLate: false,
    })),
  ].sort((one, other) => other.at.getTime() - one.at.getTime())
  return (
    <Block
      title={t('publication.history')}
      id="history"
      note={happenings.length === 0 ? t('publication.history.none') : undefined}
    >
      <Timeline
        happenings={happenings.map(({ at, what, why, isLate }) => ({
          when: <Time at={at} />,
          what,
          why,
          state: isLate ? 'late' : undefined,
        }))}
      />
    </Block>
  )
}

function Sides(props: PublicationPageProps) {
  const { t } = useFrame()
  return (
    <>
      {props.pending && <Pending {...props} pending={props.pending} />}
      <Panel title={t('publication.acts')} id="acts">
        <Acts {...props} />
      </Panel>
      <Panel title={t('publication.about')} id="about">
        <About {...props} />
      </Panel>
      <RelationsPanel relations={props.relations} />
      <PlacedPanels panels={props.panels} />
    </>
  )
}

function Pending({ pending }: { pending: NonNullable<PublicationPageProps['pending']> }) {
  const { t } = useFrame()
  const { revision, acts } = pending
  const mark = stateMark(revision.state, t)
  const isWriting = acts.some(({ name }) => name === 'text')
  return (
    <Panel
      title={t('publication.pending', { number: revision.number })}
      id="pending"
      say={<Mark kind={mark.kind}>{mark.word}</Mark>}
    >
      <ButtonRow>
        {isWriting && (
          <Button href={revisionPath(revision.id, 'text')} kind="main">
            {t('publication.open-editor')}
          </Button>
        )}
        <Button href={revisionPath(revision.id, 'review')}>{t('publication.open-review')}</Button>
      </ButtonRow>
    </Panel>
  )
}

/** What each act will do stands beside it; one that is not allowed now says why. */
function Acts({ acts, publication }: PublicationPageProps) {
  const { t } = useFrame()
  if (acts.length === 0) return <p class="faint">{t('publication.acts.none')}</p>
  return (
    <>
      {acts.map(({ name, refused }) => (
        <div key={name} class="act">
          <p class="soft">{t(`publication.act.${name}.will`)}</p>
          <p>
            <Button
              href={`${publicationPath(publication.id)}/${name}`}
              {...(refused ? { refused: t(refused) } : {})}
            >
              {t(`publication.act.${name}`)}
            </Button>
          </p>
        </div>
      ))}
    </>
  )
}

function About({ publication, organisation, places }: PublicationPageProps) {
  const { address, t } = useFrame()
  const { stage, statutory_category, disclosure_attribute } = publication
  return (
    <Facts
      facts={[
        { label: t('publication.organisation'), value: organisation },
        {
          label: t('publication.index-number'),
          value: publication.index_number ?? t('publication.index-number.later'),
        },
        { label: t('publication.attribute'), value: t(`publication.attribute.${disclosure_attribute}`) },
        { label: t('publication.attribute.reason'), value: publication.disclosure_reason },
        { label: t('publication.legal-basis'), value: publication.legal_basis },
        { label: t('publication.stage'), value: stage && t(`publication.stage.${stage}`) },
        {
          label: t('publication.category'),
          value: statutory_category && t(`publication.category.${statutory_category}`),
        },
        {
          label: t('publication.columns'),
          value: places.length > 0 && (
            <ul>
              {places.map((place) => (
                <li key={place.at(-1)?.id}>{place.map(({ name }) => name).join(' / ')}</li>
              ))}
            </ul>
          ),
        },
        { label: t('publication.standing-reason'), value: publication.standing_reason },
        {
          label: t('publication.next-review'),
          value: publication.next_review_on && <Time date={publication.next_review_on} />,
        },
        {
          label: t('publication.redirects-to'),
          value: publication.redirects_to && (
            <a href={address(publication.redirects_to)}>{publication.redirects_to}</a>
          ),
        },
      ]}
    />
  )
}
