import { panel } from '#platform/module'
import { instantInWords, LogLine, useFrame } from '#ui'
import { numbered } from './pages/words.ts'
import { type Entry, findEntryOfSubject } from './queries.ts'

/** One line under each public text: its number in the log, when it was entered, and the way to check it. */
export const entryOfPublication = panel<Entry>({
  slot: 'publication.footer',
  order: 10,
  load: async (view, subject) => (subject ? findEntryOfSubject(view, subject) : undefined),
  component: ({ loaded }) => <EntryLine entry={loaded} />,
})

function EntryLine({ entry: { idx, at } }: { entry: Entry }) {
  const { t } = useFrame()
  return (
    <LogLine links={[{ href: `/log/entries/${idx}`, label: t('log.footer.check') }]}>
      {t('log.footer', { number: numbered(idx, t), at: instantInWords(at, t.language) })}
    </LogLine>
  )
}
