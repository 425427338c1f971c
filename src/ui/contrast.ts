/**
 * Each pair of colours that carries meaning, on the worst ground it may stand on, with its contrast (WCAG 2) in light,
 * dark and high contrast. A test measures them again from the tokens: whoever changes a colour changes this table.
 */
export type ColourPair = {
  ink: string
  ground: string
  /** Reading text 7, other text 4.5, lines that carry meaning 3. */
  floor: 3 | 4.5 | 7
  measured: { light: number; dark: number; high: number }
}

export const COLOUR_PAIRS: readonly ColourPair[] = [
  { ink: 'ink', ground: 'ground', floor: 7, measured: { light: 16.6, dark: 14.7, high: 21 } },
  { ink: 'ink', ground: 'ground-sunken', floor: 7, measured: { light: 15.2, dark: 13.5, high: 21 } },
  { ink: 'ink-soft', ground: 'ground-sunken', floor: 7, measured: { light: 8.3, dark: 9.5, high: 21 } },
  { ink: 'ink-faint', ground: 'ground-sunken', floor: 4.5, measured: { light: 5.4, dark: 6.2, high: 15.1 } },
  { ink: 'link', ground: 'ground-sunken', floor: 7, measured: { light: 8.3, dark: 9, high: 11.7 } },
  { ink: 'link', ground: 'note-ground', floor: 7, measured: { light: 8.1, dark: 7.9, high: 11.7 } },
  { ink: 'link-visited', ground: 'ground-sunken', floor: 7, measured: { light: 7.3, dark: 8.8, high: 12.9 } },
  { ink: 'on-action', ground: 'action', floor: 7, measured: { light: 8.5, dark: 9, high: 11.7 } },
  { ink: 'good', ground: 'good-ground', floor: 4.5, measured: { light: 6.5, dark: 7.8, high: 10.6 } },
  { ink: 'late', ground: 'late-ground', floor: 4.5, measured: { light: 6.4, dark: 7.7, high: 10.6 } },
  { ink: 'wait', ground: 'wait-ground', floor: 7, measured: { light: 15.1, dark: 10.6, high: 21 } },
  { ink: 'ink', ground: 'found-ground', floor: 7, measured: { light: 13.9, dark: 7, high: 17.2 } },
  { ink: 'added', ground: 'added-ground', floor: 7, measured: { light: 7.9, dark: 7.8, high: 10.6 } },
  { ink: 'removed', ground: 'removed-ground', floor: 7, measured: { light: 7.7, dark: 7.4, high: 10.6 } },
  { ink: 'state', ground: 'ground-raised', floor: 4.5, measured: { light: 6.5, dark: 5.5, high: 9.4 } },
  { ink: 'on-state', ground: 'state-fill', floor: 4.5, measured: { light: 6.5, dark: 6.5, high: 9.4 } },
  { ink: 'edge', ground: 'ground-raised', floor: 3, measured: { light: 4, dark: 4.5, high: 21 } },
  { ink: 'focus', ground: 'ground-sunken', floor: 3, measured: { light: 5.6, dark: 12, high: 21 } },
]
