import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'

export function Specimen({
  name,
  wide,
  children,
}: {
  name: string
  wide?: boolean
  children: ComponentChildren
}) {
  const { t } = useFrame()
  const id = `ds-${name}`
  return (
    <section class={wide ? 'ds ds-wide' : 'ds'} aria-labelledby={id}>
      <h2 class="ds-h" id={id}>
        {t(`ui.ds.${name}`)} <span class="mono">{name}</span>
      </h2>
      <div class="ds-b" lang="zh-CN">
        {children}
      </div>
    </section>
  )
}
