import type { CivilDate } from '#kernel/calendar'
import type { Placed } from '#platform/house'
import { dateInWords, instantInWords, LogLine, Qr, useFrame } from '#ui'

export type EndProps = {
  address: string
  firstPublishedAt: Date
  sourcePublishedOn: CivilDate | null
  changedAt: Date
  /** How often the public text was changed. */
  changes: number
  panels: readonly Placed[]
}

/** What every published page ends with: when it was opened, whether it was changed since, and where to see how. */
export function PublicationEnd(props: EndProps) {
  const { t } = useFrame()
  return (
    <>
      <LogLine
        links={[
          { href: `${props.address}/history`, label: t('publications.history') },
          { href: `${props.address}.json`, label: t('publications.machine') },
        ]}
      >
        <PublishedSince {...props} />
      </LogLine>
      {props.panels.map(({ panel: { component: Panel }, loaded }, at) => (
        <Panel key={at} loaded={loaded} />
      ))}
      <PrintFoot address={props.address} />
    </>
  )
}

function PublishedSince({ firstPublishedAt, sourcePublishedOn, changedAt, changes }: EndProps) {
  const { t } = useFrame()
  const first = instantInWords(firstPublishedAt, t.language)
  return (
    <>
      {sourcePublishedOn
        ? t('publications.end.brought-in', { on: dateInWords(sourcePublishedOn, t.language), at: first })
        : t('publications.end.first', { at: first })}
      {changes === 0
        ? t('publications.end.unchanged')
        : t('publications.end.changed', { times: changes, at: instantInWords(changedAt, t.language) })}
    </>
  )
}

/** On paper only: where the current text is, to see whether this one still holds. */
function PrintFoot({ address }: { address: string }) {
  const { absolute, t } = useFrame()
  return (
    <div class="only-print print-foot">
      <Qr text={absolute(address)}>
        {t('publications.printed-from', { address: absolute(address) })}
        <br />
        {t('publications.printed-check')}
      </Qr>
    </div>
  )
}
