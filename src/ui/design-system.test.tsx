import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Language, translator } from '#kernel/messages'
import { DEFAULT_MODES, type ViewModes } from '#kernel/view-modes'
import * as ui from '#ui'

const CITY: ui.FrameSite = {
  key: 'yunxi',
  name: 'Yunxi',
  domain: 'yunxi.example',
  site_id_code: '9999000001',
  owner: 'Office',
  operator: 'Bureau',
  address: '1 Mingtang Road',
  phone: '0999-000-1200',
  icp_number: 'ICP 0',
  police_filing_number: '',
  description: 'Yunxi opens its affairs',
  keywords: 'openness',
}

const DESK_PERSON: ui.FramePerson = {
  name: 'Su He',
  organisation: 'Transport',
  forgeryToken: 'token-1',
  tasks: 2,
}

function frameOf(modes: Partial<ViewModes> = {}, more: Partial<ui.Frame> = {}): ui.Frame {
  const all = { ...DEFAULT_MODES, ...modes }
  return {
    site: CITY,
    modes: all,
    t: translator(all.language, [ui.uiMessages]),
    person: undefined,
    address: (path) => path,
    here: '/openness/policies/31?from=list',
    absolute: (path) => `https://yunxi.example${path}`,
    menu: [
      { href: '/', key: 'a' },
      { href: '/openness', key: 'b' },
      { href: '/openness/policies', key: 'c' },
      { href: '/open', key: 'd' },
    ],
    deskMenu: [{ href: '/desk/tasks', key: 'e', count: 3 }],
    asset: (name) => `/assets/${name}`,
    today: '2026-11-12',
    ...more,
  }
}

function shown(page: VNode, frame = frameOf()): string {
  return renderToString(<ui.WithFrame frame={frame}>{page}</ui.WithFrame>)
}

const portal = (
  <ui.PortalPage
    title="Notice"
    trail={[{ label: 'Openness', href: '/openness' }, { label: 'Notice' }]}
    column={{ name: '政策文件' }}
    article={{ title: 'Notice', published: new Date('2026-08-13T23:30:00Z'), source: 'Office' }}
  >
    <ui.Page>
      <ui.PageHead title="Notice" />
      <ui.PageTools />
      <ui.SectionHead title="Part" />
      <ui.ErrorPage status={500} reference="7K2M" />
    </ui.Page>
  </ui.PortalPage>
)

const desk = (
  <ui.DeskPage title="Sheet">
    <ui.DesignSystem />
  </ui.DeskPage>
)

const EVERYTHING: readonly [string, VNode, Partial<ui.Frame>][] = [
  ['a page of the portal', portal, {}],
  ['a page of the desk with every component', desk, { person: DESK_PERSON, here: '/desk/design-system' }],
  ['the sign-in page', <ui.SignInPage title="Sign in" children="" key="s" />, {}],
  [
    'a lost page',
    <ui.PortalPage title="404" search={false} children={<ui.ErrorPage status={404} />} key="l" />,
    {},
  ],
]

for (const language of ['zh-CN', 'en'] as const satisfies readonly Language[]) {
  describe(`a reader of ${language}`, () => {
    for (const [name, page, more] of EVERYTHING) {
      const html = () => shown(page, frameOf({ language }, more))

      it(`finds no untranslated key on ${name}`, () => {
        assert.deepEqual(html().match(/["> ]ui\.[a-z-]+/g), null)
      })

      it(`meets controls with labels and references that lead somewhere on ${name}`, () => {
        const text = html()
        const ids = all(text, / id="([^"]+)"/g)
        assert.deepEqual(ids, [...new Set(ids)], 'an id is used twice')
        for (const target of [...all(text, / for="([^"]+)"/g), ...referred(text)])
          assert.ok(ids.includes(target), target)
        for (const control of controls(text)) assert.ok(isLabelled(control, text), control)
      })

      it(`reads headings in their order on ${name}`, () => {
        const levels = all(html(), /<h([1-6])[ >]/g).map(Number)
        for (const [at, level] of levels.entries())
          assert.ok(level <= (levels[at - 1] ?? 1) + 1, levels.join(' '))
      })

      it(`is served no inline style and no script to be run inline on ${name}`, () => {
        assert.deepEqual(
          html().match(/ style="|<style|<script(?! type="application\/ld\+json"|[^>]* src=)| on[a-z]+="/g),
          null,
        )
      })
    }
  })
}

describe('the English pages', () => {
  it('say nothing in Chinese that the site itself did not say', () => {
    const words = shown(portal, frameOf({ language: 'en' }))
      .replace('政策文件', '')
      .replaceAll('政策文件', '')
    assert.equal(words.replaceAll('>中文<', '').match(/\p{Script=Han}+/u)?.[0], undefined)
  })
})

describe('the head of a page', () => {
  it('carries the tags of the state for site, column and article', () => {
    const html = shown(portal)
    const tag = (name: string) => html.match(new RegExp(`<meta name="${name}" content="([^"]*)"`))?.[1]
    assert.equal(tag('SiteIDCode'), '9999000001')
    assert.equal(tag('ColumnType'), '政策文件')
    assert.equal(tag('PubDate'), '2026-08-14 07:30')
    assert.equal(tag('Url'), 'https://yunxi.example/openness/policies/31?from=list')
    assert.equal(tag('Author'), undefined)
  })

  it('names the page in each language by one address', () => {
    const html = shown(portal)
    assert.match(
      html,
      /hreflang="en" href="https:\/\/yunxi\.example\/openness\/policies\/31\?from=list&amp;lang=en"/,
    )
    assert.match(html, /rel="canonical" href="https:\/\/yunxi\.example\/openness\/policies\/31\?from=list"/)
  })

  it('keeps pages of the desk out of indexes', () => {
    assert.match(shown(desk, frameOf({}, { person: DESK_PERSON })), /name="robots" content="noindex"/)
  })
})

describe('the frame of a page', () => {
  it('marks the section with the longest path that the page lies under', () => {
    assert.deepEqual(all(shown(portal), /<a href="([^"]+)" aria-current="true"/g), ['/openness/policies'])
  })

  it('shows the bar of the simple mode only in it', () => {
    assert.ok(!shown(portal).includes('simple-bar'))
    const simple = shown(portal, frameOf({ simple: true, contrast: 'high', size: 'larger' }))
    assert.match(simple, /<html[^>]*data-size="larger"[^>]*data-contrast="high"[^>]*data-simple/)
    assert.ok(simple.includes('simple-bar'))
  })

  it('comes back to this page after a setting', () => {
    assert.match(
      shown(portal),
      /action="\/settings"[^>]*><input type="hidden" name="back" value="\/openness\/policies\/31\?from=list"/,
    )
  })

  it('holds a token against forgery only where somebody is signed in', () => {
    assert.ok(!shown(portal).includes('_forgery'))
    assert.match(shown(desk, frameOf({}, { person: DESK_PERSON })), /name="_forgery" value="token-1"/)
  })
})

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

function referred(html: string): string[] {
  const lists = all(html, /aria-(?:labelledby|describedby)="([^"]+)"/g).flatMap((ids) => ids.split(' '))
  return [...lists, ...all(html, /href="#([^"]+)"/g)]
}

function controls(html: string): string[] {
  return html.match(/<(?:input|select|textarea)(?! type="hidden")[^>]*>/g) ?? []
}

/** By a label that names it, by standing inside one, or by the names of row and column of a table. */
function isLabelled(control: string, html: string): boolean {
  const id = control.match(/ id="([^"]+)"/)?.[1]
  if (id && html.includes(` for="${id}"`)) return true
  if (/ aria-label="[^"]+"/.test(control)) return true
  const before = html.slice(0, html.indexOf(control))
  return before.lastIndexOf('<label') > before.lastIndexOf('</label>')
}
