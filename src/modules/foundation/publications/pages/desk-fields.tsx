import { type Draft, typed } from '#kernel/forms'
import { addressOf, type Id } from '#kernel/ids'
import { DateField, Disclosure, Input, RichTextField, Select, Textarea, useFrame } from '#ui'
import type { AlikeTitle } from '../desk-alike.ts'
import { DESK, publicationPath } from '../desk-paths.ts'
import { SUBJECTS } from '../desk-subjects.ts'
import { FORMATS } from '../schema.ts'

export type TextFieldsProps = {
  draft: Draft
  /** Titles that the saved one is much like. */
  alike?: readonly AlikeTitle[] | undefined
  publication?: Id | undefined
}

/** What is written again with every revision: title, text, and the facts of the document. */
export function TextFields({ draft, alike = [], publication }: TextFieldsProps) {
  const { t } = useFrame()
  return (
    <>
      <div>
        <Input name="title" label={t('publication.title')} draft={draft} maxlength={200} />
        <Alike titles={alike} except={publication} />
      </div>
      <Textarea
        name="summary"
        label={t('publication.summary')}
        hint={t('publication.summary.hint')}
        draft={draft}
        rows={2}
        maxlength={300}
        optional
      />
      <RichTextField
        name="text"
        label={t('publication.text')}
        hint={t('publication.text.hint')}
        draft={draft}
        convert={`${DESK}/text-as-html`}
        images={publication ? `${DESK}/images?publication=${addressOf(publication)}` : `${DESK}/images`}
        format={{
          name: 'format',
          label: t('publication.format'),
          options: FORMATS.map((value) => ({ value, label: t(`publication.format.${value}`) })),
        }}
      />
      <FactFields draft={draft} />
    </>
  )
}

/** Never in the way: two notices of one name may both be right. */
function Alike({ titles, except }: { titles: readonly AlikeTitle[]; except: Id | undefined }) {
  const { address, t } = useFrame()
  return (
    <div
      class="alike"
      role="status"
      data-behaviour="hints"
      data-address={address(`${DESK}/hints`)}
      data-except={except && addressOf(except)}
      hidden={titles.length === 0}
    >
      <p>{t('publication.alike')}</p>
      <ul>
        {titles.map(({ publication_id, title, is_shown }) => (
          <li key={publication_id}>
            <a href={address(publicationPath(publication_id))}>{title}</a>{' '}
            {t(`publication.alike.${is_shown ? 'shown' : 'pending'}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const FACTS = [
  'document_number',
  'signed_on',
  'effective_on',
  'expires_on',
  'subject_category',
  'issuer',
  'source',
  'editor',
  'keywords',
] as const

/** Open where something is filled in or wrong, so that nothing typed hides. */
function FactFields({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  const isOpen = FACTS.some(
    (name) => draft.errors[name] !== undefined || (name !== 'editor' && typed(draft, name) !== ''),
  )
  return (
    <Disclosure summary={t('publication.facts')} open={isOpen}>
      <Input
        name="document_number"
        label={t('publication.document-number')}
        hint={t('publication.document-number.hint')}
        draft={draft}
        maxlength={60}
        width="medium"
        optional
      />
      <DateField name="signed_on" label={t('publication.signed-on')} draft={draft} optional />
      <DateField name="effective_on" label={t('publication.effective-on')} draft={draft} optional />
      <DateField name="expires_on" label={t('publication.expires-on')} draft={draft} optional />
      <Select
        name="subject_category"
        label={t('publication.subject')}
        draft={draft}
        options={subjectOptions(draft, t('publication.none'))}
        optional
      />
      <Input
        name="issuer"
        label={t('publication.issuer')}
        hint={t('publication.issuer.hint')}
        draft={draft}
        maxlength={100}
        optional
      />
      <Input
        name="source"
        label={t('publication.source')}
        hint={t('publication.source.hint')}
        draft={draft}
        maxlength={60}
        width="medium"
        optional
      />
      <Input
        name="editor"
        label={t('publication.editor')}
        draft={draft}
        maxlength={40}
        width="medium"
        optional
      />
      <Input
        name="keywords"
        label={t('publication.keywords')}
        hint={t('publication.keywords.hint')}
        draft={draft}
        maxlength={100}
        optional
      />
    </Disclosure>
  )
}

/** Imported texts may carry a subject of an older list: it stays choosable where it stands. */
function subjectOptions(draft: Draft, none: string) {
  const present = typed(draft, 'subject_category')
  const names = present && !SUBJECTS.includes(present) ? [present, ...SUBJECTS] : SUBJECTS
  return [{ value: '', label: none }, ...names.map((name) => ({ value: name, label: name }))]
}
