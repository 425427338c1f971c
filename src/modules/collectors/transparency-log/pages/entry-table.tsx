import { DataTable, Time, useFrame } from '#ui'
import type { Entry } from '../queries.ts'
import { numbered, typeWord } from './words.ts'

export function EntryTable({ entries, caption }: { entries: readonly Entry[]; caption: string }) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={caption}
      captionHidden
      columns={['log.number', 'log.what', 'log.when', 'log.unit'].map((key) => ({ label: t(key) }))}
      rows={entries.map(({ idx, type, at, unit }) => ({
        key: String(idx),
        cells: [
          <a key="number" href={address(`/log/entries/${idx}`)}>
            {t('log.entry', { number: numbered(idx, t) })}
          </a>,
          typeWord(type, t),
          <Time key="at" at={at} />,
          unit ? <code key="unit">{unit}</code> : '—',
        ],
      }))}
    />
  )
}
