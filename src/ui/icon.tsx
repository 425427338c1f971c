import { ICONS, type IconName, type IconShape } from './icons.ts'

/** Always beside a word, so always hidden from those who listen. */
export function Icon({ name, class: more }: { name: IconName; class?: string | undefined }) {
  const shape: IconShape = ICONS[name]
  const classes = ['icon', shape.grid === 16 && 'icon-16', more].filter(Boolean).join(' ')
  return (
    <svg class={classes} viewBox={`0 0 ${shape.grid} ${shape.grid}`} aria-hidden="true" focusable="false">
      {shape.line && <path d={shape.line} />}
      {shape.solid && <path d={shape.solid} fill="currentColor" stroke="none" />}
    </svg>
  )
}
