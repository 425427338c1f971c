import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'

export type SpecimenProps = {
  name: string
  /** The components shown, by the names that `#ui` exports. */
  of: readonly string[]
  wide?: boolean
  children: ComponentChildren
}

/** What it is called, when to use it, how it looks. */
export function Specimen({ name, of, wide, children }: SpecimenProps) {
  const { t } = useFrame()
  const id = `ds-${name}`
  return (
    <section class={wide ? 'ds ds-wide' : 'ds'} aria-labelledby={id}>
      <h3 class="ds-h" id={id}>
        {t(`ui.ds.${name}`)}
      </h3>
      <p class="ds-use">{t(`ui.ds.${name}.use`)}</p>
      <p class="ds-of" lang="en">
        {of.map((one) => (
          <code key={one}>{one}</code>
        ))}
      </p>
      <div class="ds-b" lang="zh-CN">
        {children}
      </div>
    </section>
  )
}
