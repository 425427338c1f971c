import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import type { Ground } from '#platform/module'
import {
  Button,
  ButtonRow,
  Consequences,
  DateField,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  PostForm,
  Radios,
  Refusal,
  Textarea,
  useFrame,
} from '#ui'
import type { StandingAct } from '../desk-acts.ts'
import { DESK, publicationPath } from '../desk-paths.ts'
import type { Erasable } from '../proposals.ts'
import { REVISION_KINDS } from '../rules.ts'
import type { PublicationRow } from '../tables.ts'

type StandingPageProps = {
  act: StandingAct
  publication: PublicationRow
  title: string
  /** The message key of why it cannot be done now. */
  refused: string | undefined
  grounds: readonly Ground[]
  /** Earlier texts that may be erased alone. */
  texts: readonly Erasable[]
  draft: Draft
}

/** Asks once more, with everything that will follow, before where a publication stands is changed. */
export function StandingPage(props: StandingPageProps) {
  const { t } = useFrame()
  const { act, publication, title, refused, draft } = props
  const path = publicationPath(publication.id)
  // A policy document is only asked for here; its disclosure office consents.
  const wording = act === 'not-public' && publication.kind === 'document' ? 'not-public-asked' : act
  return (
    <DeskPage
      title={t(`publication.act.${act}`)}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: title, href: path },
        { label: t(`publication.act.${act}`) },
      ]}
    >
      {refused ? (
        <Refusal status={409} title={t('standing.refused')} message={t(refused)}>
          <Button href={path}>{t('publication.back')}</Button>
        </Refusal>
      ) : (
        <>
          <DeskHead title={t(`publication.act.${act}`)} sub={<span class="song">{title}</span>} />
          <PostForm action={`${path}/${act}`}>
            <ErrorSummary draft={draft} />
            <OwnFields {...props} />
            <Textarea
              name="reason"
              label={t(`publication.act.${act}.reason`)}
              hint={t(`publication.act.${act}.reason.hint`)}
              draft={draft}
              rows={3}
              maxlength={300}
            />
            <Consequences
              lines={[1, 2, 3].map((number) => t(`publication.act.${wording}.after-${number}`))}
            />
            <ButtonRow>
              <Button kind={GRAVE.has(act) ? 'late' : 'main'}>{t(`publication.act.${wording}.press`)}</Button>
              <Button href={path}>{t('publication.leave')}</Button>
            </ButtonRow>
          </PostForm>
        </>
      )}
    </DeskPage>
  )
}

const GRAVE: ReadonlySet<StandingAct> = new Set(['withdrawal', 'leaving', 'not-public', 'erasure'])

function OwnFields({ act, draft, grounds, texts }: StandingPageProps) {
  const { t } = useFrame()
  if (act === 'revision') {
    return (
      <Radios
        name="kind"
        label={t('revision.kind')}
        draft={draft}
        options={REVISION_KINDS.map((value) => ({
          value,
          label: t(`revision.kind.${value}`),
          hint: t(`revision.kind.${value}.hint`),
        }))}
      />
    )
  }
  if (act === 'redirection') {
    return (
      <Input
        name="redirects_to"
        label={t('standing.address')}
        hint={t('standing.address.hint')}
        draft={draft}
        maxlength={500}
      />
    )
  }
  if (act === 'leaving') {
    return (
      <Input
        name="leaves_at"
        label={t('leaving.time')}
        hint={t('leaving.time.hint')}
        draft={draft}
        type="datetime-local"
        width="medium"
      />
    )
  }
  if (act === 'erasure') return <ErasureFields draft={draft} grounds={grounds} texts={texts} />
  if (act !== 'not-public') return null
  return (
    <>
      <Radios
        name="ground"
        label={t('standing.ground')}
        hint={t('standing.ground.hint')}
        draft={draft}
        options={grounds.map(({ code, title, law, strength }) => ({
          value: code,
          label: title,
          hint: `${law} · ${t(`standing.strength.${strength}`)}`,
        }))}
      />
      <DateField
        name="next_review_on"
        label={t('publication.next-review')}
        hint={t('not-public.next-review.hint')}
        draft={draft}
      />
    </>
  )
}

function ErasureFields({ draft, grounds, texts }: Pick<StandingPageProps, 'draft' | 'grounds' | 'texts'>) {
  const { t } = useFrame()
  const parts = texts.flatMap(({ id, number, parts }) => [
    { value: addressOf(id), label: t('erasure.scope.text', { number }) },
    ...(parts.length > 1 ? parts : []).map((part) => ({
      value: `${addressOf(id)}/${part}`,
      label: t('erasure.scope.part', { number, part: t(`erasure.part.${part}`) }),
    })),
  ])
  return (
    <>
      <Radios
        name="scope"
        label={t('erasure.scope')}
        hint={t('erasure.scope.hint')}
        draft={draft}
        options={[{ value: 'all', label: t('erasure.scope.all') }, ...parts]}
      />
      <Radios
        name="ground"
        label={t('standing.ground')}
        hint={t('erasure.ground.hint')}
        draft={draft}
        options={grounds.map(({ code, title, law }) => ({ value: code, label: title, hint: law }))}
      />
    </>
  )
}
