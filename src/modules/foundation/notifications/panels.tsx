import { addressOf } from '#kernel/ids'
import { listColumns } from '#modules/foundation/publications'
import { panel } from '#platform/module'
import { Icon, useFrame } from '#ui'

/** Next to what one reads: to be told when it changes. */
export const subscribeToPublication = panel<{ publication: string }>({
  slot: 'publication.footer',
  order: 50,
  load: async (_view, subject) => (subject ? { publication: addressOf(subject) } : undefined),
  component: ({ loaded }) => (
    <p class="downloads">
      <SubscribeLink
        href={`/notifications?publication=${loaded.publication}`}
        words="notifications.link.publication"
      />
    </p>
  ),
})

export const subscribeToColumn = panel<{ slug: string }>({
  slot: 'column.footer',
  load: async (view, subject) => (await listColumns(view)).find(({ id }) => id === subject),
  component: ({ loaded }) => (
    <p class="downloads">
      <SubscribeLink
        href={`/notifications?column=${encodeURIComponent(loaded.slug)}`}
        words="notifications.link.column"
      />
    </p>
  ),
})

function SubscribeLink({ href, words }: { href: string; words: string }) {
  const { address, t } = useFrame()
  return (
    <a href={address(href)}>
      <Icon name="bell" /> {t(words)}
    </a>
  )
}
