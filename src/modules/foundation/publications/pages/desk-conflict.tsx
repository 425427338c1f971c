import type { Draft } from '#kernel/forms'
import type { Block as Compared } from '#platform/difference'
import {
  Block,
  Button,
  ButtonRow,
  Changed,
  Consequences,
  DeskHead,
  DeskPage,
  Difference,
  Facts,
  Notice,
  Panel,
  PostForm,
  Time,
  useFrame,
  WithPanels,
} from '#ui'
import { DESK, revisionPath } from '../desk-paths.ts'
import type { DocumentForm } from '../schema.ts'
import type { RevisionRow } from '../tables.ts'
import { factWord } from './desk-difference.ts'
import { TextFields } from './desk-fields.tsx'
import { type Names, nameOf } from './desk-words.ts'

export type ConflictProps = {
  /** As the other person saved it. */
  revision: RevisionRow
  names: Names
  draft: Draft
  theirs: DocumentForm
  mine: DocumentForm
  blocks: readonly Compared[]
}

/** Fields of two texts that face each other, as typed. */
export type Facing = Partial<Record<(typeof FIELDS)[number], string | null | undefined>>

const FIELDS = [
  'title',
  'summary',
  'document_number',
  'signed_on',
  'effective_on',
  'expires_on',
  'subject_category',
  'issuer',
  'source',
  'editor',
  'keywords',
  'format',
] as const

/** Two at one text. Nothing was written over: theirs is saved, mine stands in the form below, the difference is in words. */
export function ConflictPage(props: ConflictProps) {
  const { t } = useFrame()
  const { revision, names, draft, blocks } = props
  const who = nameOf(names, revision.last_editor_id, t)
  return (
    <DeskPage
      title={t('publication.conflict')}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: revision.title, href: revisionPath(revision.id, 'text') },
        { label: t('publication.conflict') },
      ]}
    >
      <DeskHead title={t('publication.conflict.title', { who })} sub={t('publication.conflict.sub')} />
      <Notice kind="wait" announced title={t('publication.conflict.kept')}>
        <p>
          {t('publication.conflict.theirs', { who, edit: revision.edit })} <Time at={revision.updated_at} />
        </p>
      </Notice>
      <FieldChanges theirs={props.theirs} mine={props.mine} />
      <Block title={t('publication.conflict.text')} id="text">
        <Difference
          blocks={blocks}
          view="side"
          heads={{ before: t('publication.conflict.of', { who }), after: t('publication.conflict.mine') }}
        />
      </Block>
      <div class="ed-more">
        <WithPanels panels={<Ways revision={revision} who={who} />}>
          <Block title={t('publication.conflict.form')} id="form">
            <PostForm action={revisionPath(revision.id, 'text')} guarded>
              <input type="hidden" name="edit" value={String(revision.edit)} />
              <TextFields draft={draft} publication={revision.publication_id} />
              <ButtonRow>
                <Button kind="main">{t('publication.conflict.save')}</Button>
              </ButtonRow>
            </PostForm>
          </Block>
        </WithPanels>
      </div>
    </DeskPage>
  )
}

export function FieldChanges({ theirs, mine }: { theirs: Facing; mine: Facing }) {
  const { t } = useFrame()
  const changed = FIELDS.filter((name) => (theirs[name] ?? '') !== (mine[name] ?? ''))
  if (changed.length === 0) return null
  return (
    <Block title={t('publication.conflict.fields', { count: changed.length })} id="fields">
      <Facts
        facts={changed.map((name) => ({
          label: t(`publication.fact.${name}`),
          value: (
            <>
              {theirs[name] && <Changed kind="removed">{factWord(name, theirs[name], t)}</Changed>}{' '}
              {mine[name] && <Changed kind="added">{factWord(name, mine[name], t)}</Changed>}
            </>
          ),
        }))}
      />
    </Block>
  )
}

function Ways({ revision, who }: { revision: RevisionRow; who: string }) {
  const { t } = useFrame()
  return (
    <Panel title={t('publication.conflict.ways')} id="ways">
      <Consequences
        lines={[t('publication.conflict.after.mine', { who }), t('publication.conflict.after.history')]}
      />
      <ButtonRow>
        <Button href={revisionPath(revision.id, 'text')}>
          {t('publication.conflict.take-theirs', { who })}
        </Button>
      </ButtonRow>
    </Panel>
  )
}
