import type { Translate } from '#kernel/messages'
import { isLogType } from '#transparency-log/leaf'

/** With separators, as people read large numbers. */
export function numbered(idx: number, t: Translate): string {
  return new Intl.NumberFormat(t.language).format(idx)
}

/** A type that this version does not know is shown as it is spelled. */
export function typeWord(type: string, t: Translate): string {
  return isLogType(type) ? t(`log.type.${type}`) : type
}
