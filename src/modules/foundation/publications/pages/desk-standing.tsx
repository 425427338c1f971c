import type { Draft } from '#kernel/forms'
import type { Ground } from '#platform/module'
import {
  Button,
  ButtonRow,
  Consequences,
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
import type { PublicationAct } from '../desk-acts.ts'
import { DESK, publicationPath } from '../desk-paths.ts'
import { REVISION_KINDS } from '../rules.ts'
import type { PublicationRow } from '../tables.ts'

type StandingPageProps = {
  act: PublicationAct
  publication: PublicationRow
  title: string
  /** The message key of why it cannot be done now. */
  refused: string | undefined
  grounds: readonly Ground[]
  draft: Draft
}

/** Asks once more, with everything that will follow, before where a publication stands is changed. */
export function StandingPage(props: StandingPageProps) {
  const { t } = useFrame()
  const { act, publication, title, refused, draft } = props
  const path = publicationPath(publication.id)
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
            <Consequences lines={[1, 2, 3].map((number) => t(`publication.act.${act}.after-${number}`))} />
            <ButtonRow>
              <Button kind={act === 'withdrawal' || act === 'not-public' ? 'late' : 'main'}>
                {t(`publication.act.${act}.press`)}
              </Button>
              <Button href={path}>{t('publication.leave')}</Button>
            </ButtonRow>
          </PostForm>
        </>
      )}
    </DeskPage>
  )
}

function OwnFields({ act, draft, grounds }: StandingPageProps) {
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
  if (act !== 'not-public') return null
  return (
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
  )
}
