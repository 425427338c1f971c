import type { ComponentChildren } from 'preact'
import { encode } from 'uqr'
import { useFrame } from './frame.tsx'

/** ISO/IEC 18004, table 7: the largest code of level M holds so many bytes; a longer address stands in words alone. */
const MOST_BYTES = 2331

/** Black on white in every mode: cameras read nothing else. The address stands in words beside it. */
export function Qr({ text, children }: { text: string; children?: ComponentChildren }) {
  const { t } = useFrame()
  if (new TextEncoder().encode(text).length > MOST_BYTES) return <p>{children ?? text}</p>
  // Any mask is valid (ISO/IEC 18004 §7.8); trying all eight for the prettiest cost more than the rest of the page.
  const { data, size } = encode(text, { ecc: 'M', border: 1, maskPattern: 2 })
  return (
    <div class="qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('ui.qr.label')}
        shape-rendering="crispEdges"
      >
        <path fill="currentColor" d={pathOf(data)} />
      </svg>
      <p>{children ?? text}</p>
    </div>
  )
}

/** One rectangle for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      const start = x
      while (row[x]) x++
      if (x > start) path += `M${start} ${y}h${x - start}v1h-${x - start}z`
    }
  }
  return path
}
