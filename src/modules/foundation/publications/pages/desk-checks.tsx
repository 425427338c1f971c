import type { Translate } from '#kernel/messages'
import type { Finding } from '#platform/module'
import { type Finding as Check, Findings, Mark, useFrame } from '#ui'
import { blocking, type PersonalDataFinding } from '../gates.ts'

const PLACES = ['title', 'body', 'meta']

/** What the machine found, with its place and the ways out; in the editor there is one way: to change the text. */
export function Checks({ findings }: { findings: readonly Finding[] }) {
  const { t } = useFrame()
  if (findings.length === 0)
    return <Findings findings={[{ level: 'passed', title: t('publication.checks.none') }]} />
  return <Findings findings={findings.map((finding) => checkOf(finding, t))} />
}

export function checkOf(finding: Finding, t: Translate): Check {
  const place = finding.part && t('publication.checks.place', { place: placeOf(finding, t) })
  const decided =
    isPersonal(finding) && finding.decided
      ? t('publication.checks.decided', { reason: finding.reason ?? '' })
      : undefined
  return {
    level: finding.weight === 'blocks' ? 'must' : 'hint',
    title: t(finding.code, finding.params),
    text: [place, decided ?? t(wayOf(finding))].filter(Boolean).join(' '),
  }
}

/** The state of all checks in a word, for the head of a panel. */
export function ChecksMark({ findings }: { findings: readonly Finding[] }) {
  const { t } = useFrame()
  const count = blocking(findings).length
  if (count > 0) return <Mark kind="late">{t('publication.checks.must', { count })}</Mark>
  if (findings.length > 0)
    return <Mark kind="soon">{t('publication.checks.hint', { count: findings.length })}</Mark>
  return <Mark kind="ok">{t('publication.checks.passed')}</Mark>
}

export function isPersonal(finding: Finding): finding is PersonalDataFinding {
  return 'fingerprint' in finding
}

function wayOf(finding: Finding): string {
  if (isPersonal(finding)) return 'publication.checks.way.personal'
  return finding.weight === 'blocks' ? 'publication.checks.way.must' : 'publication.checks.way.hint'
}

function placeOf({ part = '', file }: Finding, t: Translate): string {
  if (file) return t('attachment.in-file', { file })
  if (PLACES.includes(part)) return t(`publication.part.${part}`)
  return t('publication.part.file', { number: part.replace('file/', '') })
}
