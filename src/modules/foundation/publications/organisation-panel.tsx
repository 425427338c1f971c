import { panel } from '#platform/module'
import { More, Rows, SectionHead, useFrame } from '#ui'
import { PublicationRow } from './pages/portal-rows.tsx'
import { listShown } from './queries.ts'
import type { ShownRow } from './tables.ts'

const NEWEST = 5

/** On the page of an agency: what it published last. */
export const newestOfOrganisation = panel<{ rows: ShownRow[]; more: boolean }>({
  slot: 'organisation.page',
  order: 10,
  load: async (view, organisation) => {
    const found = await listShown(view, { organisation }, { limit: NEWEST })
    return found.rows.length > 0 ? found : undefined
  },
  component: NewestOfOrganisation,
})

function NewestOfOrganisation({ loaded: { rows, more } }: { loaded: { rows: ShownRow[]; more: boolean } }) {
  const { t } = useFrame()
  const [first] = rows
  return (
    <section aria-labelledby="newest">
      <SectionHead id="newest" title={t('publications.newest-of-organisation')} />
      <Rows>
        {rows.map((row) => (
          <PublicationRow key={row.publication_id} row={row} heading={3} />
        ))}
      </Rows>
      {more && first && (
        <More
          href={`/publications?publisher=${encodeURIComponent(first.publisher)}`}
          label={t('publications.all-of-organisation')}
        />
      )}
    </section>
  )
}
