import type { Block as Compared } from '#platform/difference'
import {
  Block,
  Button,
  ButtonRow,
  Consequences,
  DeskHead,
  DeskPage,
  Difference,
  Notice,
  Panel,
  PostForm,
  Time,
  useFrame,
  WithPanels,
} from '#ui'
import { DESK, revisionPath } from '../desk-paths.ts'
import type { AutosaveRow, RevisionRow } from '../tables.ts'
import { type Facing, FieldChanges } from './desk-conflict.tsx'
import { type Names, nameOf } from './desk-words.ts'

/** In the place of the form until the person has chosen: both texts stand beside each other, and nothing is decided. */
export function UnsavedPage(props: {
  revision: RevisionRow
  kept: AutosaveRow
  saved: Facing
  typed: Facing
  blocks: readonly Compared[]
  names: Names
}) {
  const { t } = useFrame()
  const { revision, kept, blocks } = props
  const hasTextChanged = blocks.some(({ kind }) => kind !== 'unchanged')
  return (
    <DeskPage
      title={t('publication.unsaved')}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: revision.title, href: revisionPath(revision.id, 'text') },
        { label: t('publication.unsaved') },
      ]}
    >
      <DeskHead title={t('publication.unsaved.title')} sub={t('publication.unsaved.sub')} />
      <Notice kind="wait" announced title={revision.title}>
        <p>
          {t('publication.unsaved.kept')} <Time at={kept.at} />
        </p>
        {revision.edit > kept.edit && (
          <p>{t('publication.unsaved.moved', { who: nameOf(props.names, revision.last_editor_id, t) })}</p>
        )}
      </Notice>
      <WithPanels panels={<Choice revision={revision} />}>
        <FieldChanges theirs={props.saved} mine={props.typed} />
        <Block title={t('publication.conflict.text')} id="text">
          {hasTextChanged ? (
            <Difference
              blocks={blocks}
              view="side"
              heads={{ before: t('publication.unsaved.saved'), after: t('publication.unsaved.typed') }}
            />
          ) : (
            <p>{t('publication.unsaved.same')}</p>
          )}
        </Block>
      </WithPanels>
    </DeskPage>
  )
}

function Choice({ revision }: { revision: RevisionRow }) {
  const { t } = useFrame()
  return (
    <Panel title={t('publication.conflict.ways')} id="ways">
      <Consequences lines={[t('publication.unsaved.after.take'), t('publication.unsaved.after.drop')]} />
      <ButtonRow>
        <Button kind="main" href={`${revisionPath(revision.id, 'text')}?from=autosave`}>
          {t('publication.unsaved.take')}
        </Button>
      </ButtonRow>
      <PostForm action={revisionPath(revision.id, 'autosave/removal')}>
        <ButtonRow>
          <Button>{t('publication.unsaved.drop')}</Button>
        </ButtonRow>
      </PostForm>
    </Panel>
  )
}
