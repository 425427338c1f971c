import type { ComponentChildren } from 'preact'
import type { CivilDate } from '#kernel/calendar'
import { EMPTY_DRAFT } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  Checkboxes,
  Consequences,
  ErrorSummary,
  Input,
  Mark,
  Panel,
  PostForm,
  Radios,
  Textarea,
  useFrame,
} from '#ui'
import type { OfferedDecision } from '../desk-acts.ts'
import { fieldIdIn, RETURN_REASONS } from '../desk-forms.ts'
import { revisionPath } from '../desk-paths.ts'
import { blocking } from '../gates.ts'
import { isOut } from '../rules.ts'
import type { ReviewPageProps } from './desk-review.tsx'
import { dueMark } from './desk-words.ts'

type Props = ReviewPageProps & { decision: OfferedDecision }

/** The decisions that are due now. One that this person may not take stays visible and says why. */
export function Decisions(props: ReviewPageProps) {
  const { t } = useFrame()
  const { decisions, acts, revision } = props
  return (
    <>
      {decisions.map((decision) => (
        <Decision key={decision.name} {...props} decision={decision} />
      ))}
      {acts.some(({ name }) => name === 'taking-back') && <TakeBack {...props} />}
      {acts.some(({ name }) => name === 'text') && (
        <Panel title={t('review.nothing-due')} id="nothing-due">
          <Button href={revisionPath(revision.id, 'text')}>{t('publication.open-editor')}</Button>
        </Panel>
      )}
    </>
  )
}

function Decision(props: Props) {
  const { t } = useFrame()
  const { name, step, refused } = props.decision
  const title = step
    ? t('review.decision.step', { step: t(`review.step.${step}`) })
    : t(`review.decision.${name}`)
  return (
    <Panel
      title={title}
      id={`decision-${name}`}
      say={<Due revision={props.revision} />}
      folded={name === 'emergency' ? props.drafts.emergency === undefined : undefined}
    >
      {refused ? <p class="soft">{t(refused)}</p> : <Form {...props} />}
    </Panel>
  )
}

function Due({ revision }: Pick<Props, 'revision'>) {
  const { t, today } = useFrame()
  const due = dueMark(revision.due_on, today as CivilDate, t)
  return due ? <Mark kind={due.kind}>{due.word}</Mark> : null
}

function Form(props: Props) {
  const { name } = props.decision
  if (name === 'review') return <Review {...props} />
  if (name === 'secrecy') return <Secrecy {...props} />
  if (name === 'release') return <Release {...props} />
  if (name === 'unscheduling') return <Unschedule {...props} />
  return <Emergency {...props} />
}

function Review({ decision, revision, drafts, route, isElevated }: Props) {
  const { t } = useFrame()
  const draft = drafts.review ?? EMPTY_DRAFT
  const isLast = decision.step === route.at(-1)
  const next = isLast
    ? t('review.next.release')
    : t(`review.step.${route[route.indexOf(decision.step!) + 1]}`)
  return (
    <PostForm action={revisionPath(revision.id, 'review')} class="form decide">
      <ErrorSummary draft={draft} level={3} />
      <input type="hidden" name="content_hash" value={revision.content_hash} />
      {decision.step && <input type="hidden" name="step" value={decision.step} />}
      <Radios
        name="conclusion"
        id={fieldIdIn(drafts, 'review', 'conclusion')}
        label={t('review.conclusion')}
        draft={draft}
        options={[
          { value: 'passed', label: t('review.conclusion.passed', { next }) },
          {
            value: 'returned',
            label: t(isOut(revision.state) ? 'review.conclusion.objection' : 'review.conclusion.returned'),
          },
        ]}
      />
      <Checkboxes
        name="preset"
        label={t('review.preset')}
        draft={draft}
        options={RETURN_REASONS.map((value) => ({ value, label: t(`review.preset.${value}`) }))}
        optional
      />
      <Textarea
        name="reason"
        id={fieldIdIn(drafts, 'review', 'reason')}
        label={t('review.reason')}
        hint={t('review.reason.hint')}
        draft={draft}
        rows={3}
        maxlength={500}
      />
      <Consequences
        lines={[t('review.after.passed', { next }), t('review.after.returned'), t('review.after.named')]}
      />
      {isLast && !isElevated && <ProofHint revision={revision} />}
      <ButtonRow>
        <Button kind="main">{t('review.conclude')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

function Secrecy({ revision, drafts, isElevated }: Props) {
  const { t } = useFrame()
  const draft = drafts.secrecy ?? EMPTY_DRAFT
  return (
    <PostForm action={revisionPath(revision.id, 'secrecy')} class="form decide">
      <ErrorSummary draft={draft} level={3} />
      <input type="hidden" name="content_hash" value={revision.content_hash} />
      <Radios
        name="conclusion"
        id={fieldIdIn(drafts, 'secrecy', 'conclusion')}
        label={t('review.secrecy.conclusion')}
        draft={draft}
        options={[
          { value: 'open', label: t('review.secrecy.open') },
          { value: 'not-open', label: t('review.secrecy.not-open') },
        ]}
      />
      <Textarea
        name="reason"
        id={fieldIdIn(drafts, 'secrecy', 'reason')}
        label={t('review.reason')}
        hint={t('review.secrecy.reason.hint')}
        draft={draft}
        rows={2}
        maxlength={500}
      />
      <Consequences lines={[t('review.secrecy.after.open'), t('review.secrecy.after.not-open')]} />
      {!isElevated && <ProofHint revision={revision} />}
      <ButtonRow>
        <Button kind="main">{t('review.secrecy.conclude')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

/** Two forms, because two acts: now, or at a named time. */
function Release({ revision, drafts, findings, isElevated, changes }: Props) {
  const { t } = useFrame()
  const count = blocking(findings).length
  if (count > 0) return <p class="soft">{t('release.blocked-by', { count })}</p>
  const hash = <input type="hidden" name="content_hash" value={revision.content_hash} />
  return (
    <>
      <PostForm action={revisionPath(revision.id, 'release')}>
        <ErrorSummary draft={drafts.release ?? EMPTY_DRAFT} level={3} />
        {hash}
        <Consequences
          lines={[
            t('release.after.public'),
            t(changes.base ? 'release.after.history' : 'release.after.number'),
            t('release.after.withdraw'),
          ]}
        />
        {!isElevated && <ProofHint revision={revision} />}
        <ButtonRow>
          <Button kind="main" icon="publish">
            {t('release.now')}
          </Button>
        </ButtonRow>
      </PostForm>
      <div class="panel-rule">
        <PostForm action={revisionPath(revision.id, 'schedule')}>
          <ErrorSummary draft={drafts.schedule ?? EMPTY_DRAFT} level={3} />
          {hash}
          <Input
            name="scheduled_at"
            type="datetime-local"
            label={t('release.at')}
            hint={t('release.at.hint')}
            draft={drafts.schedule ?? EMPTY_DRAFT}
            width="medium"
          />
          <ButtonRow>
            <Button icon="clock">{t('release.schedule')}</Button>
          </ButtonRow>
        </PostForm>
      </div>
    </>
  )
}

function Unschedule({ revision }: Props): ComponentChildren {
  const { t } = useFrame()
  return (
    <PostForm action={revisionPath(revision.id, 'unscheduling')}>
      <Consequences lines={[t('release.unschedule.after')]} />
      <ButtonRow>
        <Button kind="late">{t('release.unschedule')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

function Emergency({ revision, drafts, isElevated }: Props) {
  const { t } = useFrame()
  const draft = drafts.emergency ?? EMPTY_DRAFT
  return (
    <PostForm action={revisionPath(revision.id, 'emergency')}>
      <ErrorSummary draft={draft} level={3} />
      <Textarea
        name="reason"
        id={fieldIdIn(drafts, 'emergency', 'reason')}
        label={t('review.emergency.reason')}
        draft={draft}
        rows={2}
        maxlength={300}
      />
      <Consequences
        lines={[
          t('review.emergency.after.secrecy'),
          t('review.emergency.after.reviews'),
          t('review.emergency.after.seen'),
        ]}
      />
      {!isElevated && <ProofHint revision={revision} />}
      <ButtonRow>
        <Button kind="late">{t('review.emergency.declare')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

function TakeBack({ revision, acts }: ReviewPageProps) {
  const { t } = useFrame()
  const refused = acts.find(({ name }) => name === 'taking-back')?.refused
  if (refused) return null
  return (
    <Panel title={t('publication.take-back')} id="take-back">
      <PostForm action={revisionPath(revision.id, 'taking-back')}>
        <Consequences lines={[t('publication.take-back.after')]} />
        <ButtonRow>
          <Button>{t('publication.take-back.press')}</Button>
        </ButtonRow>
      </PostForm>
    </Panel>
  )
}

/** Said before anything is typed: the proof comes between, and a form has to be sent again afterwards. */
function ProofHint({ revision }: Pick<Props, 'revision'>) {
  const { address, t } = useFrame()
  return (
    <p>
      <a href={address(`/desk/elevate?back=${encodeURIComponent(revisionPath(revision.id, 'review'))}`)}>
        {t('publication.prove-first')}
      </a>{' '}
      <span class="faint">{t('publication.prove-first.why')}</span>
    </p>
  )
}
