import type { Translate } from '#kernel/messages'
import type { Block } from '#platform/difference'

/** How much was written and struck, in characters. */
export function countChanges(blocks: readonly Block[]): { added: number; removed: number } {
  const spans = blocks.flatMap((block) => block.spans)
  const count = (kind: 'added' | 'removed') =>
    spans.filter((span) => span.kind === kind).reduce((sum, { text }) => sum + Array.from(text).length, 0)
  return { added: count('added'), removed: count('removed') }
}

/** A changed fact as it is read: codes have words, everything else is shown as typed. */
export function factWord(name: string, value: string, t: Translate): string {
  if (name === 'validity' && value) return t(`ui.validity.${value}`)
  return name === 'format' ? t(`publication.format.${value}`) : value
}
