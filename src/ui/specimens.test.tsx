import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { options } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { translator } from '#kernel/messages'
import { DEFAULT_MODES } from '#kernel/view-modes'
import * as ui from '#ui'

/** Not things that one sees: what a page stands in, and the sheet itself. */
const UNSEEN = ['WithFrame', 'DesignSystem', 'DesignSystemPage']
/** Pages of their own: the sheet names them and leads to where they live. */
const WHOLE = [
  ...['PortalPage', 'Hero', 'Page', 'Section', 'Band', 'Feedback', 'LinkedData'],
  ...['ErrorPage', 'DeskPage', 'Refusal', 'DocumentLayout', 'DocumentLead', 'SignInPage'],
]

const FRAME: ui.Frame = {
  site: {
    ...{ key: 'yunxi', name: 'Yunxi', domain: 'yunxi.example', site_id_code: '', owner: '', operator: '' },
    ...{ address: '', phone: '', icp_number: '', police_filing_number: '', description: '', keywords: '' },
  },
  modes: DEFAULT_MODES,
  t: translator('zh-CN', [ui.uiMessages]),
  person: { name: '苏禾', organisation: '交通', forgeryToken: 'token', tasks: 0 },
  address: (path) => path,
  absolute: (path) => `https://yunxi.example${path}`,
  here: '/desk/design-system',
  menu: [],
  deskMenu: [],
  asset: (name) => `/assets/${name}`,
  today: '2026-11-12',
}

describe('the sheet of components', () => {
  const components = Object.entries(ui)
    .filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name))
    .filter(([name]) => !UNSEEN.includes(name))
  const { html, rendered } = renderSheet()

  it('shows every component that the design system exports, or leads to its page', () => {
    const missing = components.filter(([name, value]) => !rendered.has(value) && !WHOLE.includes(name))
    assert.deepEqual(
      missing.map(([name]) => name),
      [],
    )
  })

  it('names each of them, and names nothing that is not exported', () => {
    const named = new Set([...html.matchAll(/<code>([A-Z]\w+)<\/code>/g)].map(([, name]) => name!))
    assert.deepEqual(
      [...named].filter((name) => !(name in ui)),
      [],
    )
    assert.deepEqual(
      components.map(([name]) => name).filter((name) => !named.has(name)),
      [],
    )
  })

  it('lists in its contents what it shows, in the same order', () => {
    const shown = [...html.matchAll(/<h3 class="ds-h" id="([^"]+)"/g)].map(([, id]) => id)
    const listed = [...html.matchAll(/href="#(ds-[^"]+)"/g)].map(([, id]) => id)
    assert.deepEqual(
      listed.filter((id) => id !== 'ds-button' && id !== 'ds-log').sort(),
      shown.filter((id) => id !== 'ds-button' && id !== 'ds-log').sort(),
    )
  })
})

describe('the colours of the design system', () => {
  const light = tokensOf(':root')
  const themes = {
    light,
    dark: { ...light, ...tokensOf(':root[data-theme="dark"]') },
    high: { ...light, ...tokensOf(':root[data-contrast="high"]') },
  }

  it('have the contrast that the sheet says, and never less than their job asks', () => {
    for (const { ink, ground, floor, measured } of ui.COLOUR_PAIRS) {
      for (const [theme, tokens] of Object.entries(themes)) {
        const contrast = contrastOf(tokens[ink]!, tokens[ground]!)
        const said = measured[theme as keyof typeof measured]
        assert.ok(Math.abs(contrast - said) < 0.06, `${ink} on ${ground}, ${theme}: ${contrast.toFixed(2)}`)
        assert.ok(said >= floor, `${ink} on ${ground}, ${theme}: ${said} is below ${floor}`)
      }
    }
  })
})

function renderSheet() {
  const rendered = new Set<unknown>()
  const before = options.vnode
  options.vnode = (node) => {
    rendered.add(node.type)
    before?.(node)
  }
  try {
    const html = renderToString(
      <ui.WithFrame frame={FRAME}>
        <ui.DesignSystem />
      </ui.WithFrame>,
    )
    return { html, rendered }
  } finally {
    if (before) options.vnode = before
    else delete options.vnode
  }
}

function tokensOf(selector: string): Record<string, string> {
  const css = readFileSync('src/ui/styles/tokens.css', 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const tokens: Record<string, string> = {}
  for (const [, head, body] of css.matchAll(/(:root[^{}@]*)\{([^{}]*)\}/g)) {
    if (head!.trim() !== selector) continue
    for (const [, name, value] of body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)) tokens[name!] = value!
  }
  return tokens
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrastOf(one: string, other: string): number {
  const [high, low] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminanceOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
