import type { ComponentChildren } from 'preact'
import { Fragment } from 'preact'

/** A title that breaks between words only, which the browser does not know; a range of years or a bracket stays whole. */
export function Phrased({ words }: { words: readonly string[] }) {
  return (
    <span class="phrased">
      {words.map((word, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {/[—（]/.test(word) ? <span class="nowrap">{word}</span> : word}
        </Fragment>
      ))}
    </span>
  )
}

export type Hit = { text: string; hit: boolean }

/** Found words in a snippet. */
export function Highlighted({ spans }: { spans: readonly Hit[] }) {
  return (
    <>
      {spans.map((span, at) =>
        span.hit ? <mark key={at}>{span.text}</mark> : <Fragment key={at}>{span.text}</Fragment>,
      )}
    </>
  )
}

export function Hidden({ children }: { children: ComponentChildren }) {
  return <span class="visually-hidden">{children}</span>
}
