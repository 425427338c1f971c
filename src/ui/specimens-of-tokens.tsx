import { COLOUR_PAIRS } from './contrast.ts'
import { DataTable } from './data-table.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import { ICONS, type IconName } from './icons.ts'
import { Specimen } from './specimen.tsx'

const STEPS = ['display', 'numeral', 'h1', 'h2', 'h3', 'lead', 'read', 'base', 'small'] as const
const SPACES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
/** Lines and not letters: what WCAG asks 3 of. */
const LINE = 3

export function Tokens() {
  return (
    <>
      <Specimen name="colour" of={['DataTable']} wide>
        <Colours />
      </Specimen>
      <Specimen name="type" of={[]}>
        <TypeSteps />
      </Specimen>
      <Specimen name="space" of={[]}>
        <ul class="space-sheet">
          {SPACES.map((step) => (
            <li key={step}>
              <span class={`wide-${step}`} />
              <code>--space-{step}</code>
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="icons" of={['Icon']} wide>
        <ul class="icon-sheet">
          {(Object.keys(ICONS) as IconName[]).map((name) => (
            <li key={name}>
              <Icon name={name} />
              <span lang="en">{name}</span>
            </li>
          ))}
        </ul>
      </Specimen>
    </>
  )
}

function Colours() {
  const { t } = useFrame()
  return (
    <DataTable
      caption={t('ui.ds.contrast')}
      captionHidden
      columns={[
        { label: t('ui.ds.contrast.job') },
        { label: t('ui.ds.contrast.look') },
        { label: t('ui.ds.contrast.pair') },
        { label: t('ui.ds.mode.light'), number: true },
        { label: t('ui.ds.mode.dark'), number: true },
        { label: t('ui.ds.mode.high'), number: true },
      ]}
      rows={COLOUR_PAIRS.map(({ ink, ground, floor, measured }) => ({
        key: `${ink} ${ground}`,
        cells: [
          t(`ui.ds.colour.${ink}`),
          <span key="look" class={`colour-sample on-${ground} in-${ink}`}>
            {floor === LINE ? <span class="colour-line" /> : '明堂'}
          </span>,
          <code key="pair">
            {ink}, {ground}
          </code>,
          measured.light.toFixed(1),
          measured.dark.toFixed(1),
          measured.high.toFixed(1),
        ],
      }))}
    />
  )
}

function TypeSteps() {
  const { t } = useFrame()
  return (
    <ul class="type-sheet">
      {STEPS.map((step) => (
        <li key={step}>
          <span class={`step-${step}`}>政务公开 27 件</span>
          <span class="faint small">
            <code>--text-{step}</code> {t(`ui.ds.type.${step}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}
