import type { Draft } from '#kernel/forms'
import type { Placed } from '#platform/house'
import type { Finding } from '#platform/module'
import {
  Button,
  ButtonRow,
  Consequences,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Mark,
  Notice,
  Panel,
  PostForm,
  Time,
  useFrame,
  WithPanels,
} from '#ui'
import type { Offered, RevisionAct } from '../desk-acts.ts'
import type { AlikeTitle } from '../desk-alike.ts'
import { DESK, publicationPath, revisionPath } from '../desk-paths.ts'
import type { PublicationRow, ReviewRow, RevisionRow } from '../tables.ts'
import { type AttachmentsProps, AttachmentsSection } from './attachments-desk.tsx'
import { Checks, ChecksMark } from './desk-checks.tsx'
import { TextFields } from './desk-fields.tsx'
import { PlacedPanels } from './desk-panels.tsx'
import { type Names, nameOf, stateMark } from './desk-words.ts'

export type TextPageProps = {
  publication: PublicationRow
  revision: RevisionRow
  draft: Draft
  /** Kinds of other modules are written in their own place. */
  isOwnKind: boolean
  acts: readonly Offered<RevisionAct>[]
  findings: readonly Finding[]
  reviews: readonly ReviewRow[]
  names: Names
  panels: readonly Placed[]
  attachments: AttachmentsProps
  alike: readonly AlikeTitle[]
  /** Who else is at this text now, each as a sentence. */
  others: readonly string[]
  done: string | undefined
}

export function TextPage(props: TextPageProps) {
  const { t } = useFrame()
  const { publication, revision, draft, acts, names } = props
  const title = revision.title
  const refused = acts.find(({ name }) => name === 'text')?.refused
  return (
    <DeskPage
      title={title}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: title, href: publicationPath(publication.id) },
        { label: t('publication.editing') },
      ]}
    >
      <DeskHead
        title={title}
        song
        mark={<Mark {...stateMark(revision.state, t)}>{t(`revision.state.${revision.state}`)}</Mark>}
        sub={
          <>
            {t('revision.number-of', { number: revision.number })} ·{' '}
            {t('publication.saved-by', {
              who: nameOf(names, revision.last_editor_id, t),
              edit: revision.edit,
            })}{' '}
            <Time at={revision.updated_at} />
          </>
        }
        acts={<Button href={revisionPath(revision.id, 'preview')}>{t('publication.preview')}</Button>}
      />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      <Returned {...props} />
      <p class="others-here" role="status" data-behaviour="others-here" hidden={props.others.length === 0}>
        {props.others.join(' ')}
      </p>
      <WithPanels panels={<Sides {...props} />}>
        {props.isOwnKind ? (
          <PostForm action={revisionPath(revision.id, 'text')} guarded>
            <ErrorSummary draft={draft} />
            <input type="hidden" name="edit" value={String(draft.values.edit ?? revision.edit)} />
            <TextFields draft={draft} alike={props.alike} publication={publication.id} />
            <Kept revision={revision} />
            <ButtonRow>
              <Button kind="main" {...(refused ? { refused: t(refused) } : {})}>
                {t('publication.save')}
              </Button>
              {!refused && (
                <Button name="then" value="preview">
                  {t('publication.save-and-preview')}
                </Button>
              )}
            </ButtonRow>
            {!refused && <AttachmentsSection attachments={props.attachments} draft={draft} />}
          </PostForm>
        ) : (
          <Notice kind="note" title={t('revision.other-editor')} />
        )}
      </WithPanels>
    </DeskPage>
  )
}

/** Where the script says that what is typed was kept; nothing without it. */
function Kept({ revision }: { revision: RevisionRow }) {
  const { address, t } = useFrame()
  return (
    <p
      class="faint"
      role="status"
      data-behaviour="autosave"
      data-address={address(revisionPath(revision.id, 'autosave'))}
      data-saved={t('publication.autosave.saved', { time: '{time}' })}
      data-failed={t('publication.autosave.failed')}
      data-stale={t('publication.autosave.stale')}
    />
  )
}

/** Why it came back stands above the text until it is handed in again. */
function Returned({ revision, reviews, names }: TextPageProps) {
  const { t } = useFrame()
  const last = reviews.findLast(({ conclusion }) => conclusion === 'returned' || conclusion === 'not-open')
  if (revision.state !== 'returned' || !last) return null
  return (
    <Notice
      kind="wait"
      heading={2}
      title={t('publication.returned-by', {
        who: nameOf(names, last.reviewer_id, t),
        step: t(`review.step.${last.step}`),
      })}
    >
      <p>{last.reason}</p>
      <p class="faint">
        <Time at={last.at} />
      </p>
    </Notice>
  )
}

function Sides({ revision, findings, acts, panels }: TextPageProps) {
  const { t } = useFrame()
  const hand = acts.find(({ name }) => name === 'submission')
  return (
    <>
      <Panel title={t('publication.hand-in')} id="hand-in">
        <PostForm action={revisionPath(revision.id, 'submission')}>
          <Consequences
            lines={[
              t('publication.hand-in.after.fixed'),
              t('publication.hand-in.after.route'),
              t('publication.hand-in.after.back'),
            ]}
          />
          <p class="faint">{t('publication.hand-in.saved-only')}</p>
          <ButtonRow>
            <Button kind="main" icon="send" {...(hand?.refused ? { refused: t(hand.refused) } : {})}>
              {t('publication.hand-in.press')}
            </Button>
          </ButtonRow>
        </PostForm>
      </Panel>
      <Panel title={t('publication.checks')} id="checks" say={<ChecksMark findings={findings} />}>
        <p class="faint">{t('publication.checks.of-saved')}</p>
        <Checks findings={findings} />
      </Panel>
      <PlacedPanels panels={panels} />
    </>
  )
}
