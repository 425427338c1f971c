import { civilDateOf } from '#kernel/calendar'
import { dateInShort, dateInWords, dayInWords, instantInWords, machineInstant } from './dates.ts'
import { useFrame } from './frame.tsx'

type TimeProps = {
  /** A civil date (`2026-08-14`) or an instant; one of the two. */
  date?: string | undefined
  at?: Date | undefined
  /** `full` in letters and facts, `day` in lists under the head of their year, `short` on the desk, `date` an instant without its clock. */
  form?: 'full' | 'day' | 'short' | 'date' | undefined
  class?: string | undefined
}

export function Time({ date, at, form = 'full', class: className }: TimeProps) {
  const { language } = useFrame().t
  const day = date ?? (at && civilDateOf(at))
  if (!day) return null
  const words = at && form === 'full' ? instantInWords(at, language) : inForm(day, form, language)
  return (
    <time dateTime={at ? machineInstant(at) : day} class={className}>
      {words}
    </time>
  )
}

function inForm(day: string, form: TimeProps['form'], language: 'zh-CN' | 'en'): string {
  if (form === 'day') return dayInWords(day, language)
  if (form === 'short') return dateInShort(day, language)
  return dateInWords(day, language)
}
