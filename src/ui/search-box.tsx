import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'

/** The label is always there, hidden or not. Where a script runs, suggestions stand below while somebody types. */
export function SearchBox(props: {
  large?: boolean | undefined
  value?: string | undefined
  placeholder?: string | undefined
  class?: string | undefined
  action?: string | undefined
}) {
  const { address, t } = useFrame()
  const id = props.large ? 'search-large' : 'search'
  const action = props.action ?? '/search'
  const classes = ['search', props.large && 'search-large', props.class].filter(Boolean).join(' ')
  return (
    // biome-ignore lint/a11y/useSemanticElements: `search` is younger than the browsers we serve
    <form
      class={classes}
      action={address(action)}
      role="search"
      data-suggestions={action === '/search' ? address('/search/suggestions.json') : undefined}
      data-suggestions-label={t('ui.search.suggestions')}
      data-suggestions-count={t('ui.search.suggestions.count', { count: '{count}' })}
    >
      <label class="visually-hidden" for={id}>
        {t('ui.search.label')}
      </label>
      <input
        id={id}
        name="q"
        type="search"
        value={props.value}
        placeholder={props.placeholder ?? t('ui.search.placeholder')}
        autoComplete="off"
        enterkeyhint="search"
      />
      <button type="submit">
        {props.large ? (
          t('ui.search')
        ) : (
          <>
            <Icon name="search" />
            <span class="visually-hidden">{t('ui.search')}</span>
          </>
        )}
      </button>
    </form>
  )
}
