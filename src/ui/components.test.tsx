import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ComponentChild } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { withErrors } from '#kernel/forms'
import { type Language, translator } from '#kernel/messages'
import { DEFAULT_MODES } from '#kernel/view-modes'
import * as ui from '#ui'

/** Only what the components below look at is real. */
function shown(content: ComponentChild, language: Language = 'zh-CN'): string {
  const site = Object.fromEntries(
    ['key', 'name', 'domain', 'site_id_code', 'owner', 'operator', 'address', 'phone'].map((field) => [
      field,
      field,
    ]),
  )
  const frame: ui.Frame = {
    site: {
      icp_number: '',
      police_filing_number: '',
      description: '',
      keywords: '',
      ...site,
    } as ui.FrameSite,
    modes: { ...DEFAULT_MODES, language },
    t: translator(language, [ui.uiMessages]),
    person: undefined,
    address: (path) => `/sites/jtj${path}`,
    here: '/desk/review',
    absolute: (path) => `https://yunxi.example${path}`,
    menu: [],
    deskMenu: [],
    asset: (name) => name,
    today: '2026-11-12',
  }
  return renderToString(<ui.WithFrame frame={frame}>{content}</ui.WithFrame>)
}

/** As a reader has it: words without markup. */
function read(content: ComponentChild, language: Language = 'zh-CN'): string {
  return shown(content, language)
    .replace(/<span class="visually-hidden">[^<]*<\/span>/g, '')
    .replace(/<[^>]*>/g, '')
}

describe('dates', () => {
  const at = new Date('2026-08-13T23:30:00Z')

  it('stand in the words of the reader, on the clocks of Shanghai', () => {
    assert.equal(
      shown(<ui.Time at={at} />),
      '<time datetime="2026-08-14T07:30+08:00">2026年8月14日 07:30</time>',
    )
    assert.equal(read(<ui.Time at={at} />, 'en'), '14 August 2026, 07:30')
    assert.equal(read(<ui.Time date="2026-11-18" form="short" />), '11-18 周三')
    assert.equal(read(<ui.Time date="2026-11-18" form="day" />, 'en'), '18 November')
    assert.equal(read(<ui.Time at={at} form="date" />), '2026年8月14日')
  })
})

describe('the validity of a document', () => {
  it('is two words when it was amended: in force, and changed', () => {
    assert.equal(read(<ui.ValidityTag validity="amended" />), '有效已修改')
    assert.equal(read(<ui.ValidityTag validity="repealed" />, 'en'), 'Repealed')
  })
})

describe('a difference', () => {
  const blocks: ui.DifferenceBlock[] = [
    {
      kind: 'changed',
      spans: [
        { kind: 'same', text: '提前' },
        { kind: 'removed', text: '5日' },
        { kind: 'added', text: '7日' },
      ],
    },
    { kind: 'unchanged', spans: [{ kind: 'same', text: '第四条' }] },
    { kind: 'unchanged', spans: [{ kind: 'same', text: '第五条' }] },
  ]

  it('labels each change for the eye and for the ear', () => {
    const html = shown(<ui.Difference blocks={blocks} />)
    assert.match(html, /<del data-label="删"><span class="visually-hidden">删去：<\/span>5日<\/del>/)
    assert.match(html, /<ins data-label="增"><span class="visually-hidden">增加：<\/span>7日<\/ins>/)
  })

  it('folds what did not change, and keeps it one press away', () => {
    const html = shown(<ui.Difference blocks={blocks} />)
    assert.equal(html.match(/<details/g)?.length, 1)
    assert.match(html, /中间 2 段没有改动/)
    assert.ok(html.includes('第四条') && html.includes('第五条'))
  })

  it('beside each other holds the old text whole and the new text whole', () => {
    const html = shown(<ui.Difference blocks={blocks} view="side" />)
    assert.match(html, /diff-before">提前<del[^>]*><span[^>]*>[^<]*<\/span>5日<\/del><\/p>/)
    assert.match(html, /diff-after">提前<ins[^>]*><span[^>]*>[^<]*<\/span>7日<\/ins><\/p>/)
  })
})

describe('a form', () => {
  const draft = withErrors(
    { values: { name: '沈䶮', how: 'post', kinds: ['a', 'b'] }, errors: {} },
    { how: 'ui.ds.sample.error', name: 'ui.ds.sample.error' },
  )
  const form = (
    <ui.PostForm action="/desk/x">
      <ui.ErrorSummary draft={draft} />
      <ui.Input name="name" label="姓名" hint="和身份证上一样" draft={draft} />
      <ui.Radios
        name="how"
        label="怎么给您"
        draft={draft}
        options={[
          { value: 'mail', label: '邮件' },
          { value: 'post', label: '邮寄' },
        ]}
      />
      <ui.Checkboxes
        name="kinds"
        label="种类"
        draft={draft}
        options={['a', 'b', 'c'].map((value) => ({ value, label: value }))}
      />
    </ui.PostForm>
  )

  it('keeps what was typed, rare characters and all', () => {
    const html = shown(form)
    assert.match(html, /name="name"[^>]*value="沈䶮"/)
    assert.match(html, /value="post" checked/)
    assert.equal(html.match(/ checked/g)?.length, 3)
  })

  it('leads from each error to its control, which says that it is wrong and why', () => {
    const html = shown(form)
    assert.match(html, /href="#field-name"/)
    assert.match(html, /id="field-how"/)
    assert.match(html, /aria-describedby="field-name-hint field-name-error" aria-invalid="true"/)
  })

  it('never gives a password back', () => {
    const typed = { values: { password: 'secret' }, errors: {} }
    assert.ok(
      !shown(<ui.Input name="password" label="密码" type="password" draft={typed} />).includes('secret'),
    )
  })

  it('says why a button cannot be pressed', () => {
    assert.match(
      shown(<ui.Button refused="要等二审">发布</ui.Button>),
      /disabled[^>]*>发布<\/button> <span class="soft">要等二审/,
    )
  })
})

describe('a list', () => {
  it('leaves out the facts that are absent', () => {
    const facts = [
      { label: '文号', value: undefined },
      { label: '体裁', value: '通知' },
      { label: '件数', value: 0 },
    ]
    assert.equal(read(<ui.Facts facts={facts} />), '体裁通知件数0')
  })

  it('offers no pages where there is one', () => {
    assert.equal(shown(<ui.Pagination />), '')
  })

  it('reaches its pages by the address of the site', () => {
    assert.match(shown(<ui.Pagination next="/x?cursor=1" />), /href="\/sites\/jtj\/x\?cursor=1"/)
  })

  it('names each row of a table by its first cell', () => {
    const html = shown(
      <ui.DataTable
        caption="线路"
        columns={[{ label: '种类' }, { label: '数', number: true }]}
        rows={[{ cells: ['快线', '9'] }]}
      />,
    )
    assert.match(html, /<th scope="row">快线<\/th><td class="num" data-label="数">9<\/td>/)
  })

  it('says so when a table is empty', () => {
    assert.match(read(<ui.DataTable caption="线路" columns={[{ label: '种类' }]} rows={[]} />), /没有内容/)
  })
})

describe('an official document', () => {
  it('puts 文件 once after the last of joint issuers', () => {
    assert.equal(
      read(<ui.RedHead issuers={['财政局', '民政局']} number="溪财社〔2026〕44号" />),
      '财政局民政局文件溪财社〔2026〕44号',
    )
  })

  it('breaks its title between words only, and keeps a range of years whole', () => {
    assert.equal(
      shown(<ui.Phrased words={['优化', '方案', '（2026—2028年）']} />),
      '<span class="phrased">优化<wbr/>方案<wbr/><span class="nowrap">（2026—2028年）</span></span>',
    )
  })
})

describe('the catalogues of the design system', () => {
  it('say the same things in both languages, with the same blanks', () => {
    const blanks = (text: string | undefined) => text?.match(/\{\w+\}/g)?.sort() ?? []
    const { en, 'zh-CN': zh } = ui.uiMessages
    assert.deepEqual(Object.keys(en), Object.keys(zh))
    for (const key of Object.keys(zh)) assert.deepEqual(blanks(en[key]), blanks(zh[key]), key)
  })
})
