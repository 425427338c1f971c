import { Downloads, Facts, Page, PageHead, PortalPage, SectionHead, Time, useFrame } from '#ui'
import type { Entry } from '../queries.ts'
import { EntryTable } from './entry-table.tsx'
import { numbered, typeWord } from './words.ts'

export type EntryView = {
  entry: Entry
  leaf: string
  /** Newest first, this one among them. */
  chain: readonly Entry[]
  /** Where what it is about can be read, if it is public on this site. */
  publication: string | undefined
}

export function EntryPage({ view: { entry, leaf, chain, publication } }: { view: EntryView }) {
  const { address, t } = useFrame()
  const number = numbered(entry.idx, t)
  return (
    <PortalPage
      title={t('log.entry', { number })}
      trail={[{ label: t('log.title'), href: '/log' }, { label: t('log.entry', { number }) }]}
      hidden
    >
      <Page>
        <PageHead title={t('log.entry.of', { number, type: typeWord(entry.type, t) })} />
        <Facts
          form="wide"
          facts={[
            { label: t('log.when'), value: <Time at={entry.at} /> },
            { label: t('log.unit'), value: entry.unit && <code>{entry.unit}</code> },
            { label: t('log.entry.revision'), value: entry.rev },
            { label: t('log.entry.item'), value: <code>{entry.item}</code> },
          ]}
        />
        {publication && (
          <p>
            <a href={address(publication)}>{t('log.entry.publication')}</a>
          </p>
        )}
        <Downloads
          links={[
            { href: `/log/proof/${entry.idx}.tlog-proof`, label: t('log.entry.proof'), icon: 'data' },
            { href: `/log/receipts/${entry.idx}.json`, label: t('log.entry.receipt'), icon: 'data' },
            { href: '/log/policy', label: t('log.entry.policy'), icon: 'data' },
          ]}
        />
        <SectionHead title={t('log.check.title')} />
        <p>{t('log.entry.proves')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer */}
        <pre class="reference-code" tabIndex={0}>
          <code>{`mingtang verify page.html --receipt ${entry.idx}.json --proof ${entry.idx}.tlog-proof --policy policy`}</code>
        </pre>
        {chain.length > 1 && (
          <>
            <SectionHead title={t('log.entry.chain')} />
            <EntryTable entries={chain} caption={t('log.entry.chain')} />
          </>
        )}
        <details>
          <summary>{t('log.entry.technical')}</summary>
          <p>{t('log.entry.leaf')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer */}
          <pre class="reference-code" tabIndex={0}>
            <code>{leaf}</code>
          </pre>
        </details>
      </Page>
    </PortalPage>
  )
}
