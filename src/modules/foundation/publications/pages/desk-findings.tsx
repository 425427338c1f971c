import { EMPTY_DRAFT } from '#kernel/forms'
import type { Finding } from '#platform/module'
import { Button, ErrorSummary, Findings, Input, PostForm, useFrame } from '#ui'
import { revisionPath } from '../desk-paths.ts'
import { isOut, isOwnText } from '../rules.ts'
import { ChecksMark, checkOf, isPersonal } from './desk-checks.tsx'
import type { ReviewPageProps } from './desk-review.tsx'

/** Checks on top. A finding about a person stays until somebody with the right answers for it by name. */
export function FindingList(props: ReviewPageProps) {
  const { t } = useFrame()
  const { findings } = props
  return (
    <section class="block" aria-labelledby="checks">
      <div class="block-h">
        <h2 id="checks">{t('publication.checks')}</h2>
        <p>
          <ChecksMark findings={findings} />
        </p>
      </div>
      {findings.length > 0 && (
        <Findings
          findings={findings.map((finding) => ({
            ...checkOf(finding, t),
            ways: <Ways {...props} finding={finding} />,
          }))}
        />
      )}
    </section>
  )
}

function Ways(props: ReviewPageProps & { finding: Finding }) {
  const { t } = useFrame()
  const { finding, revision, drafts, me } = props
  if (!isPersonal(finding) || finding.decided) return null
  if (isOut(revision.state)) return null
  if (!props.mayDecideFindings) return <p class="faint">{t('personal-data.who-may')}</p>
  if (isOwnText(revision, me)) return <p class="faint">{t('review.own-text')}</p>
  const isHere = drafts.finding?.values.fingerprint === finding.fingerprint
  const draft = isHere && drafts.finding ? drafts.finding : EMPTY_DRAFT
  return (
    <PostForm
      action={revisionPath(revision.id, 'finding-decision')}
      label={t('personal-data.answer-for', { masked: finding.masked })}
    >
      {isHere && <ErrorSummary draft={draft} level={3} />}
      <input type="hidden" name="fingerprint" value={finding.fingerprint} />
      <Input
        name="finding_reason"
        id={isHere ? undefined : `finding-${finding.fingerprint}`}
        label={t('personal-data.reason')}
        hint={t('personal-data.reason.hint')}
        draft={draft}
        maxlength={300}
      />
      <Button kind="late">{t('personal-data.answer')}</Button>
    </PostForm>
  )
}
