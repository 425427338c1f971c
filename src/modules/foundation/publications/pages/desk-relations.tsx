import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Block,
  Button,
  ButtonRow,
  Consequences,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Notice,
  Panel,
  PostForm,
  Radios,
  Select,
  Textarea,
  useFrame,
} from '#ui'
import { DESK, publicationPath } from '../desk-paths.ts'
import type { Candidate, DeskRelation } from '../relations-queries.ts'
import { RELATION_WORDS } from '../relations-rules.ts'
import type { PublicationRow } from '../tables.ts'

type RelationsPageProps = {
  publication: PublicationRow
  title: string
  relations: readonly DeskRelation[]
  search: string | undefined
  candidates: readonly Candidate[]
  mayRelate: boolean
  draft: Draft
  done: string | undefined
}

/** What belongs to a publication. First looked for, then named: both work without a script. */
export function RelationsPage(props: RelationsPageProps) {
  const { t } = useFrame()
  const { publication, title, search } = props
  const path = publicationPath(publication.id)
  return (
    <DeskPage title={t('publication.act.relations')} trail={trailTo(t, path, title)}>
      <DeskHead title={t('publication.act.relations')} sub={<span class="song">{title}</span>} />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      {props.relations.length === 0 ? (
        <p class="faint">{t('relation.none')}</p>
      ) : (
        <Known {...props} path={path} />
      )}
      {props.mayRelate && (
        <Block title={t('relation.add')} id="add" note={t('relation.add.how')}>
          <DeskFilters action={`${path}/relations`} label={t('relation.find')} value={search} />
          {search && <Found {...props} path={path} />}
        </Block>
      )}
      <ButtonRow>
        <Button href={path}>{t('publication.back')}</Button>
      </ButtonRow>
    </DeskPage>
  )
}

function Known({ relations, publication, mayRelate, path }: RelationsPageProps & { path: string }) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={t('relation.known')}
      columns={[
        { label: t('relation.word') },
        { label: t('publication.title') },
        { label: t('publication.index-number') },
        { label: t('relation.act') },
      ]}
      rows={relations.map((relation) => ({
        key: relation.id,
        cells: [
          t(`relation.${relation.word}`),
          <a key="title" class="song" href={address(publicationPath(relation.other_id))}>
            {relation.title || t('relation.unnamed')}
          </a>,
          relation.index_number,
          mayRelate && publication.standing !== 'erased' && (
            <a key="end" href={address(`${path}/relations/${addressOf(relation.id)}/end`)}>
              {t('relation.end')}
              <span class="visually-hidden"> {relation.title}</span>
            </a>
          ),
        ],
      }))}
    />
  )
}

function Found({ candidates, draft, search, path }: RelationsPageProps & { path: string }) {
  const { t } = useFrame()
  if (candidates.length === 0) return <p class="faint">{t('relation.no-hit', { search: search ?? '' })}</p>
  return (
    <PostForm action={`${path}/relations`}>
      <ErrorSummary draft={draft} />
      <input type="hidden" name="q" value={search} />
      <Radios
        name="other"
        label={t('relation.other')}
        draft={draft}
        options={candidates.map(({ id, title, index_number, document_number, standing }) => ({
          value: addressOf(id),
          label: title,
          hint: [document_number, index_number, t(`standing.${standing}`)].filter(Boolean).join(' · '),
        }))}
      />
      <Select
        name="word"
        label={t('relation.word')}
        hint={t('relation.word.hint')}
        draft={draft}
        options={[
          { value: '', label: t('relation.choose') },
          ...RELATION_WORDS.map((value) => ({ value, label: t(`relation.this.${value}`) })),
        ]}
      />
      <Consequences lines={[1, 2].map((line) => t(`relation.after-${line}`))} />
      <ButtonRow>
        <Button kind="main">{t('relation.press')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

/** Asks for the reason before a relation ends: validity may hang on it. */
export function RelationEndPage(props: {
  publication: PublicationRow
  title: string
  relation: DeskRelation
  draft: Draft
}) {
  const { t } = useFrame()
  const { publication, title, relation, draft } = props
  const path = publicationPath(publication.id)
  return (
    <DeskPage title={t('relation.end')} trail={trailTo(t, path, title)}>
      <DeskHead
        title={t('relation.end')}
        sub={`${t(`relation.${relation.word}`)} · ${relation.title || t('relation.unnamed')}`}
      />
      <PostForm action={`${path}/relations/${addressOf(relation.id)}/end`}>
        <ErrorSummary draft={draft} />
        <Textarea
          name="reason"
          label={t('relation.end.reason')}
          hint={t('relation.end.reason.hint')}
          draft={draft}
          rows={3}
          maxlength={300}
        />
        <Consequences lines={[t('relation.end.after')]} />
        <ButtonRow>
          <Button kind="main">{t('relation.end')}</Button>
          <Button href={`${path}/relations`}>{t('publication.leave')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

/** On the page of the publication. */
export function RelationsPanel({ relations }: { relations: readonly DeskRelation[] }) {
  const { address, t } = useFrame()
  if (relations.length === 0) return null
  return (
    <Panel title={t('relation.known')} id="relations">
      <ul>
        {relations.map(({ id, word, other_id, title }) => (
          <li key={id}>
            {t(`relation.${word}`)}{' '}
            <a class="song" href={address(publicationPath(other_id))}>
              {title || t('relation.unnamed')}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function trailTo(t: ReturnType<typeof useFrame>['t'], path: string, title: string) {
  return [
    { label: t('publication.desk'), href: DESK },
    { label: title, href: path },
    { label: t('publication.act.relations') },
  ]
}
