import type { Placed } from '#platform/house'

/** What other modules show beside a text: each panel brings its own frame. */
export function PlacedPanels({ panels }: { panels: readonly Placed[] }) {
  return (
    <>
      {panels.map(({ panel, loaded }, at) => {
        const Placed = panel.component
        return <Placed key={at} loaded={loaded} />
      })}
    </>
  )
}
