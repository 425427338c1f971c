import { draftOf } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import { Select, useFrame } from '#ui'
import { DUES, type FilterChoices, parametersOf, STEPS, type WorkFilter } from '../desk-filters.ts'

/** The conditions of a list of work, beside its search. */
export function FilterFields(props: {
  filter: WorkFilter
  choices: FilterChoices
  /** The page has views by date; the one in view is kept. */
  hasDueViews?: boolean
}) {
  const { t } = useFrame()
  const { filter, choices } = props
  const draft = draftOf(parametersOf(filter))
  const all = { value: '', label: t('work.all') }
  return (
    <>
      {choices.organisations.length > 1 && (
        <Select
          name="organisation"
          label={t('work.organisation')}
          draft={draft}
          options={[all, ...choices.organisations.map(([id, label]) => ({ value: addressOf(id), label }))]}
        />
      )}
      <Select
        name="kind"
        label={t('work.kind')}
        draft={draft}
        options={[
          all,
          ...(['article', 'document'] as const).map((value) => ({
            value,
            label: t(`publication.kind.${value}`),
          })),
        ]}
      />
      <Select
        name="step"
        label={t('work.step')}
        draft={draft}
        options={[all, ...STEPS.map((value) => ({ value, label: t(`work.step.${value}`) }))]}
      />
      {props.hasDueViews ? (
        filter.due && <input type="hidden" name="due" value={filter.due} />
      ) : (
        <Select
          name="due"
          label={t('work.due')}
          draft={draft}
          options={[all, ...DUES.map((value) => ({ value, label: t(`work.due.${value}`) }))]}
        />
      )}
      {choices.authors.length > 1 && (
        <Select
          name="author"
          label={t('work.author')}
          draft={draft}
          options={[all, ...choices.authors.map(([id, label]) => ({ value: addressOf(id), label }))]}
        />
      )}
    </>
  )
}
