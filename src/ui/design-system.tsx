import type { ComponentType } from 'preact'
import type { Language } from '#kernel/messages'
import { DEFAULT_MODES, type ViewModes, writeModes } from '#kernel/view-modes'
import { DeskHead, Views } from './desk.tsx'
import { DeskPage } from './desk-page.tsx'
import { useFrame } from './frame.tsx'
import { Desk, Steps, Wide, Words } from './specimens-of-acts.tsx'
import { Forms, Typesetting } from './specimens-of-forms.tsx'
import { DeskLayout, Layout, WholePages } from './specimens-of-layout.tsx'
import { Documents, Lists, Progress } from './specimens-of-pages.tsx'
import { Tokens } from './specimens-of-tokens.tsx'

/** Group by group what stands on the sheet, in this order. */
const GROUPS = {
  tokens: ['colour', 'type', 'space', 'icons'],
  words: ['mark', 'tag', 'text', 'notice'],
  acts: ['button', 'form', 'field-table', 'search', 'settings', 'passkey', 'steps', 'tools', 'rich-text'],
  pages: ['heads', 'layout', 'rows', 'facets', 'files', 'empty', 'facts', 'table'],
  documents: ['document', 'document-table', 'chain', 'difference', 'log'],
  progress: ['clock', 'timeline', 'route'],
  desk: ['panel', 'tasks', 'queue'],
  whole: ['whole'],
} as const

const BODIES: Readonly<Record<keyof typeof GROUPS, ComponentType>> = {
  tokens: Tokens,
  words: Words,
  acts: () => (
    <>
      <Forms />
      <Steps />
      <Typesetting />
    </>
  ),
  pages: () => (
    <>
      <Layout />
      <Lists />
      <Wide />
    </>
  ),
  documents: Documents,
  progress: Progress,
  desk: () => (
    <>
      <DeskLayout />
      <Desk />
    </>
  ),
  whole: WholePages,
}

const ALL = Object.keys(GROUPS) as (keyof typeof GROUPS)[]

/** Every component with its states, and the tokens they are made of: the body of a page of the desk. */
export function DesignSystem() {
  const { t } = useFrame()
  return (
    <>
      <DeskHead title={t('ui.ds')} sub={t('ui.ds.lead')} />
      <ModeLinks />
      <Index />
      {ALL.map((group) => {
        const Body = BODIES[group]
        return (
          <div class="ds-group" key={group}>
            <h2>{t(`ui.ds.group.${group}`)}</h2>
            <div class="ds-grid">
              <Body />
            </div>
          </div>
        )
      })}
    </>
  )
}

function Index() {
  const { t } = useFrame()
  return (
    <nav aria-label={t('ui.ds.index')}>
      <ul class="ds-index">
        {ALL.map((group) => (
          <li key={group}>
            <b>{t(`ui.ds.group.${group}`)}</b>
            {GROUPS[group].map((name) => (
              <a key={name} href={`#ds-${name}`}>
                {t(`ui.ds.${name}`)}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </nav>
  )
}

const SHEET_MODES: Readonly<Record<string, Partial<ViewModes>>> = {
  auto: {},
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  high: { contrast: 'high' },
  large: { size: 'large' },
  larger: { size: 'larger' },
  simple: { simple: true },
}

/** The sheet in one mode, whatever its reader has chosen for the other pages. */
export function sheetModes(name: string, language: Language): ViewModes | undefined {
  const modes = Object.hasOwn(SHEET_MODES, name) ? SHEET_MODES[name] : undefined
  return modes && { ...DEFAULT_MODES, ...modes, language }
}

function ModeLinks() {
  const { modes, t } = useFrame()
  const now = writeModes(modes)
  return (
    <Views
      label={t('ui.ds.modes')}
      views={Object.entries(SHEET_MODES).map(([name, its]) => ({
        href: `/desk/design-system?mode=${name}`,
        label: t(`ui.ds.mode.${name}`),
        current: now === writeModes({ ...DEFAULT_MODES, ...its, language: modes.language }),
      }))}
    />
  )
}

export function DesignSystemPage() {
  const { t } = useFrame()
  return (
    <DeskPage title={t('ui.ds')}>
      <DesignSystem />
    </DeskPage>
  )
}
