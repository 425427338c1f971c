import type { Draft } from '#kernel/forms'
import type { Translate } from '#kernel/messages'
import type { Ground } from '#platform/module'
import {
  Button,
  ButtonRow,
  Consequences,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Facts,
  Notice,
  PostForm,
  Radios,
  Textarea,
  Time,
  useFrame,
} from '#ui'
import type { Attributes } from '../commands/amending.ts'
import { DESK, publicationPath } from '../desk-paths.ts'
import type { ProposalRow } from '../lifecycle-tables.ts'
import type { ColumnRow, PublicationRow } from '../tables.ts'
import { columnOptions } from './desk-new.tsx'
import { type Names, nameOf } from './desk-words.ts'

type ProposalPageProps = {
  publication: PublicationRow
  proposal: ProposalRow
  title: string
  ground: Ground | undefined
  /** Of the text that is to be erased, where it is not everything. */
  number: number | undefined
  columns: readonly ColumnRow[]
  names: Names
  isAsker: boolean
  mayDecide: boolean
  draft: Draft
}

/** What was asked for, by whom and why, before the eyes of the person who decides. */
export function ProposalPage(props: ProposalPageProps) {
  const { t } = useFrame()
  const { publication, proposal, title, isAsker, mayDecide } = props
  const path = publicationPath(publication.id)
  const heading = t(`proposal.${proposal.kind}`)
  return (
    <DeskPage
      title={heading}
      trail={[{ label: t('publication.desk'), href: DESK }, { label: title, href: path }, { label: heading }]}
    >
      <DeskHead title={heading} sub={<span class="song">{title}</span>} />
      <Asked {...props} />
      {isAsker && <TakingBack path={path} />}
      {!isAsker && mayDecide && <Deciding {...props} path={path} />}
      {!isAsker && !mayDecide && <Notice kind="note">{t('publication.no-right.second')}</Notice>}
    </DeskPage>
  )
}

function Asked({ proposal, ground, number, columns, names }: ProposalPageProps) {
  const { t } = useFrame()
  const change = proposal.kind === 'narrowing' ? (proposal.change as Attributes) : undefined
  return (
    <Facts
      facts={[
        { label: t('proposal.asked-by'), value: nameOf(names, proposal.asked_by, t) },
        { label: t('proposal.asked-at'), value: <Time at={proposal.asked_at} /> },
        { label: t('proposal.reason'), value: proposal.reason },
        { label: t('standing.ground'), value: ground && `${ground.title}（${ground.law}）` },
        {
          label: t('publication.next-review'),
          value: proposal.next_review_on && <Time date={proposal.next_review_on} />,
        },
        {
          label: t('erasure.scope'),
          value: proposal.kind === 'erasure' && scopeInWords(proposal, number, t),
        },
        {
          label: t('publication.attribute'),
          value: change && t(`publication.attribute.${change.disclosure_attribute}`),
        },
        { label: t('publication.attribute.reason'), value: change?.disclosure_reason },
        { label: t('publication.legal-basis'), value: change?.legal_basis },
        { label: t('attributes.audience'), value: change && t(`attributes.audience.${change.audience}`) },
        {
          label: t('publication.columns'),
          value:
            change &&
            columnOptions(columns)
              .filter(({ value }) => change.columns.includes(value))
              .map(({ label }) => label)
              .join(t('amended.comma')),
        },
      ]}
    />
  )
}

function Deciding({ proposal, draft, path }: ProposalPageProps & { path: string }) {
  const { t } = useFrame()
  return (
    <PostForm action={`${path}/proposal`}>
      <ErrorSummary draft={draft} />
      <Radios
        name="decision"
        label={t('proposal.decision')}
        draft={draft}
        options={(['confirm', 'refuse'] as const).map((value) => ({
          value,
          label: t(`proposal.decision.${value}`),
        }))}
      />
      <Textarea
        name="reason"
        label={t('proposal.decision-reason')}
        hint={t('proposal.decision-reason.hint')}
        draft={draft}
        rows={3}
        maxlength={300}
      />
      <Consequences lines={[1, 2].map((line) => t(`proposal.${proposal.kind}.after-${line}`))} />
      <ButtonRow>
        <Button kind={proposal.kind === 'erasure' ? 'late' : 'main'}>{t('proposal.press')}</Button>
        <Button href={path}>{t('publication.leave')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

function TakingBack({ path }: { path: string }) {
  const { t } = useFrame()
  return (
    <PostForm action={`${path}/proposal/taking-back`}>
      <p class="soft">{t('proposal.yours')}</p>
      <ButtonRow>
        <Button>{t('proposal.take-back')}</Button>
        <Button href={path}>{t('publication.back')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

/** On the page of the publication: something waits for a second hand. */
export function ProposalNotice(props: { proposals: readonly ProposalRow[]; names: Names }) {
  const { address, t } = useFrame()
  const open = props.proposals.find(({ outcome }) => outcome === null)
  if (!open) return null
  return (
    <Notice
      kind="note"
      title={t(`proposal.${open.kind}.waits`, { who: nameOf(props.names, open.asked_by, t) })}
    >
      <p>{open.reason}</p>
      <p>
        <a href={address(`${publicationPath(open.publication_id)}/proposal`)}>{t('proposal.open')}</a>
      </p>
    </Notice>
  )
}

export function LeavingNotice({ publication }: { publication: PublicationRow }) {
  const { t } = useFrame()
  return (
    <Notice kind="note" title={t('leaving.waits')}>
      <p>
        <Time at={publication.leaves_at!} /> · {publication.leaves_reason}
      </p>
    </Notice>
  )
}

/** Asked for, and decided: two lines of the history. */
export function proposalLines(proposal: ProposalRow, t: Translate, nameFor: (id: string | null) => string) {
  const what = t(`proposal.${proposal.kind}`)
  const asked = {
    at: proposal.asked_at,
    what: t('proposal.line.asked', { who: nameFor(proposal.asked_by), what }),
    why: proposal.reason,
    isLate: false,
  }
  if (!proposal.outcome || !proposal.decided_at) return [asked]
  const decided = {
    at: proposal.decided_at,
    what: t(`proposal.line.${proposal.outcome}`, { who: nameFor(proposal.decided_by), what }),
    why: proposal.decision_reason ?? '',
    isLate: proposal.outcome === 'refused',
  }
  return [decided, asked]
}

function scopeInWords({ revision_id, part }: ProposalRow, number: number | undefined, t: Translate): string {
  if (!revision_id) return t('erasure.scope.all')
  const words = { number: number ?? 0 }
  return part
    ? t('erasure.scope.part', { ...words, part: t(`erasure.part.${part}`) })
    : t('erasure.scope.text', words)
}
