import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

export type TagKind = 'plain' | 'good' | 'late' | 'wait' | 'note' | 'ended'

/** A state as mark, word and colour: never colour alone, never a link, at most three in a row. */
export function Tag({
  kind = 'plain',
  icon,
  children,
}: {
  kind?: TagKind | undefined
  icon?: IconName | undefined
  children: ComponentChildren
}) {
  const mark = icon ?? MARKS[kind]
  return (
    <span class={kind === 'plain' ? 'tag' : `tag tag-${kind}`}>
      {mark && <Icon name={mark} />}
      {children}
    </span>
  )
}

const MARKS: Partial<Record<TagKind, IconName>> = {
  good: 'check',
  late: 'alert',
  wait: 'pause',
  note: 'info',
  ended: 'close',
}

export type Validity = 'valid' | 'amended' | 'repealed' | 'expired' | 'not-yet'

/** A document that was amended is valid all the same, and says both. */
export function ValidityTag({ validity }: { validity: Validity }) {
  const { t } = useFrame()
  if (validity === 'not-yet') {
    return (
      <Tag kind="note" icon="clock">
        {t('ui.validity.not-yet')}
      </Tag>
    )
  }
  if (validity === 'repealed' || validity === 'expired')
    return <Tag kind="ended">{t(`ui.validity.${validity}`)}</Tag>
  return (
    <>
      <Tag kind="good">{t('ui.validity.valid')}</Tag>
      {validity === 'amended' && (
        <Tag kind="wait" icon="correct">
          {t('ui.validity.amended')}
        </Tag>
      )}
    </>
  )
}
