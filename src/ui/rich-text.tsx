import type { SanitisedHtml } from '#kernel/rich-text'

/**
 * The one place where markup is made from a string. Its type lets only sanitised HTML in, and the bytes come out as
 * they are stored: the public log has their hash. Its callers are listed in `rich-text.test.ts`.
 */
export function RichText({
  html,
  class: className = 'reading',
}: {
  html: SanitisedHtml
  class?: string | undefined
}) {
  return <div class={className} dangerouslySetInnerHTML={{ __html: html }} />
}
