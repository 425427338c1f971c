import type { ComponentChildren } from 'preact'

/**
 * The states of the desk: form first, then a word, then colour. One shape has one meaning everywhere, and the solid
 * octagon is the only solid shape, so that the broken is heard in a list of forty.
 */
export type MarkKind =
  | 'ok'
  | 'done'
  | 'soon'
  | 'over'
  | 'paused'
  | 'prov'
  | 'none'
  | 'never'
  | 'run'
  | 'draft'
  | 'late'
  | 'back'
  | 'info'
  | 'low'

export function Mark({ kind, children }: { kind: MarkKind; children: ComponentChildren }) {
  return (
    <span class={`mark mark-${kind}`}>
      <Glyph kind={kind} />
      <span>{children}</span>
    </span>
  )
}

export function Glyph({ kind }: { kind: MarkKind }) {
  const { faint, line, solid, cut } = GLYPHS[kind]
  return (
    <svg class={`glyph glyph-${kind}`} viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      {faint && <path class="glyph-faint" d={faint} />}
      {solid && <path class="glyph-solid" d={solid} />}
      {line && <path class="glyph-line" d={line} />}
      {cut && <path class="glyph-cut" d={cut} />}
    </svg>
  )
}

const RING = 'M1.5 7a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0'
const OCTAGON = 'M4.4.8h5.2L13.2 4.4v5.2L9.6 13.2H4.4L.8 9.6V4.4z'
const EXCLAMATION = 'M7 3.8v4M7 10v.2'

const GLYPHS: Record<MarkKind, { faint?: string; line?: string; solid?: string; cut?: string }> = {
  ok: { line: `${RING}M4.6 7.2l1.7 1.7 3.2-3.5` },
  done: { solid: 'M.8 7a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0-12.4 0', cut: 'M4.3 7.2l1.9 1.9 3.5-3.9' },
  soon: { line: 'M7 1.2 13.2 12.3H.8zM7 5.3v3.2M7 10.3v.2' },
  over: { solid: OCTAGON, cut: EXCLAMATION },
  late: { solid: OCTAGON, cut: EXCLAMATION },
  paused: { line: `${RING}M5.5 4.8v4.4M8.5 4.8v4.4` },
  prov: { line: `${RING}M7 4.6v2.6l1.5 1.1` },
  none: { line: RING },
  never: { line: `${RING}M3.2 10.8l7.6-7.6` },
  run: { faint: RING, line: 'M7 1.5A5.5 5.5 0 0 1 12.5 7' },
  draft: { line: RING },
  back: { line: 'M4.5 2.5l-3 3 3 3M1.5 5.5h7a3.5 3.5 0 0 1 0 7H5' },
  info: { line: `${RING}M7 6.5v3.2M7 4.3v.1` },
  low: { line: 'M2 7h10' },
}
