import { panel } from '#platform/module'
import { Panel, useFrame } from '#ui'
import { REPORTS_DESK } from './desk-paths.ts'
import { countOpenOf } from './report-queries.ts'
import { countForPublication, type Judged } from './usefulness.ts'

type Voice = Judged & { open: number }

/** Beside a text at the desk: what its readers said. Nothing where nobody said anything. */
export const voicePanel = panel<Voice>({
  slot: 'publication.editor',
  order: 90,
  load: async (view, subject) => {
    if (!subject) return undefined
    const judged = await countForPublication(view, subject)
    const open = await countOpenOf(view, subject)
    return judged.yes + judged.no + open === 0 ? undefined : { ...judged, open }
  },
  component: ({ loaded }) => <VoicePanel voice={loaded} />,
})

function VoicePanel({ voice }: { voice: Voice }) {
  const { address, t } = useFrame()
  const { yes, no, open } = voice
  return (
    <Panel title={t('portal.useful.panel')} id="voice">
      <p>{t('portal.useful.panel.counts', { yes, no })}</p>
      {open > 0 && (
        <p>
          <a href={address(REPORTS_DESK)}>{t('portal.useful.panel.open', { count: open })}</a>
        </p>
      )}
    </Panel>
  )
}
