import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  anchorArticles,
  fromHtml,
  fromMarkdown,
  fromPlainText,
  outlineOf,
  sanitise,
  textOf,
} from './rich-text.ts'

/** Published XSS and mutation-XSS patterns: parser confusion, obfuscated schemes, broken markup. */
const ATTACKS = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example></sCrIpT>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<svg><script>alert(1)</script></svg>',
  '<svg/onload=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<textarea></textarea><img src=x onerror=alert(1)></textarea>',
  '<title><a href="</title><img src=x onerror=alert(1)>">x</a></title>',
  '<style><!--</style><script>alert(1)//--></script>',
  '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<template><script>alert(1)</script></template>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61vascript&colon;alert(1)">x</a>',
  '<a href=" javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="/\\evil.example">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="x" onclick="alert(1)" style="position:fixed" class="button">x</a>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<p id="constructor">x</p><p id="body">y</p><a name="form">z</a>',
  '<object data="x"></object><embed src="x"><base href="//evil.example"><meta http-equiv=refresh content="0;url=//evil.example">',
  '<link rel=stylesheet href=//evil.example><form action=//evil.example><input name=password><button>ok</button></form>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<<script>alert(1)//<</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<p title=`</p><img src=x onerror=alert(1)>`>x',
  '<td background="javascript:alert(1)">x</td>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<img src="/a.png" srcset="//evil.example 1x">',
  '<p>a\u0000b<scr\u0000ipt>alert(1)</scr\u0000ipt></p>',
  '<section id="footnotes"><svg><style><img src=x onerror=alert(1)></style></svg></section>',
  '<sup><a id="fnref-1" href="javascript:alert(1)//#fn-1">1</a></sup>',
  '<sup><a id="fnref-1" name="form" href="#fn-1" onfocus=alert(1) autofocus>1</a></sup>',
  '<table><tr><td colspan="2" rowspan="1e3" style="x:expression(alert(1))"><math><mi><table><style><img src=x onerror=alert(1)>',
  '<table><caption><svg><title><style><a title="</style><img src onerror=alert(1)>"></style></title></svg></caption></table>',
  '<img src="/files/a.png" alt="`onerror=alert(1)" width="1e9" height="javascript:1">',
  '<ol><li id="fn-1"><noscript><p title="</noscript><img src=x onerror=alert(1)>"></li></ol>',
]

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {mso-style-parent:""; font-family:仿宋_GB2312} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center;mso-line-height-rule:exactly'><b><span style='font-size:22.0pt'>关于印发方案的通知<o:p></o:p></span></b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>各区人民政府：</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'><td width=50 colspan=2 rowspan="3" style='width:37pt'><p class=MsoNormal>线路<o:p>&nbsp;</o:p></p></td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p></div></body></html>`

describe('the gate for rich text', () => {
  for (const attack of ATTACKS) {
    it(`lets no script through: ${attack.slice(0, 60)}`, () => {
      const clean = sanitise(attack)
      assert.doesNotMatch(
        clean,
        /<(?!\/?(?:p|a|img|strong|em|td|tr|table|caption|tbody|sup|section|ol|li)\b)/i,
      )
      const tags = clean.match(/<[^>]*>/g)?.join('') ?? ''
      assert.doesNotMatch(
        tags,
        /\son\w+=|javascript:|vbscript:|data:|file:|style=|class=|srcset|evil|constructor|"body"|name=/i,
      )
      assert.equal(sanitise(clean), clean)
    })
  }

  it('keeps the structure of a document', () => {
    const kept =
      '<h2 id="chapter-3">第三章</h2>\n<p id="article-12">第十二条 <strong>应当</strong>公开。<a href="/publications/1#article-3">见第三条</a></p>\n' +
      '<ul><li>甲</li></ul>\n<ol start="3"><li>乙</li></ol>\n<p><a href="https://www.gov.cn/">国务院</a><a href="mailto:a@b.cn">信</a><sup id="note-1">1</sup></p>\n' +
      '<table><caption>表</caption><thead><tr><th scope="col">年</th></tr></thead><tbody><tr><td colspan="2" rowspan="3">一</td></tr></tbody></table>\n' +
      '<p><img src="/files/1.png" alt="图" width="640" height="480" /></p>'
    assert.equal(sanitise(kept), kept)
  })

  it('drops the soup of word processors and keeps the words, the table and its spans', () => {
    const clean = sanitise(WORD)
    assert.doesNotMatch(clean, /mso|style|class|<span|o:p|\[if|xml|font/i)
    assert.match(clean, /<td colspan="2" rowspan="3">/)
    assert.match(clean, /<strong>关于印发方案的通知<\/strong>/)
    assert.equal(textOf(clean).replace(/\s+/g, ' '), '关于印发方案的通知 1. 各区人民政府： 线路')
  })

  it('turns generic boxes into paragraphs, so that no line runs into the next', () => {
    assert.equal(textOf(sanitise('<div>甲</div><div>乙<div>丙</div></div>')), '甲\n乙\n丙')
    assert.equal(sanitise('<h1>题</h1><h6>目</h6><b>粗</b>'), '<h2>题</h2><h4>目</h4><strong>粗</strong>')
  })

  it('allows only addresses that the product itself gives', () => {
    assert.equal(
      sanitise('<p id="article-10-1">a</p><p id="top">b</p><p id="article-1;">c</p>'),
      '<p id="article-10-1">a</p><p>b</p><p>c</p>',
    )
  })

  it('passes what it has passed before', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<div>',
        '</div>',
        '<table>',
        '<tr>',
        '<td colspan="2">',
        '</td>',
        '</table>',
        '<ul><li>',
        '</ul>',
        '<b>',
        '<th rowspan="3" scope="row">',
        '<thead>',
        '<caption>',
        '<img src="/files/1" alt="图" width="4">',
        '<section id="footnotes">',
        '<ol>',
        '<li id="fn-1">',
        '<sup><a href="#fn-1" id="fnref-1">1</a></sup>',
        '</section>',
      ),
      fc.constantFrom(
        '<a href="',
        '">',
        '&lt;',
        '&amp;',
        '&nbsp',
        '<!--',
        '-->',
        '<svg>',
        '<style>',
        '</style>',
        '<h1>',
        '<pre>\n',
        '<',
        '>',
        "'",
        '"',
      ),
      fc.constantFrom(...ATTACKS),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const once = sanitise(pieces.join(''))
        assert.equal(sanitise(once), once)
        const kept = fromHtml(once)
        assert.equal(fromHtml(kept), kept)
        assert.equal(sanitise(kept), kept)
      }),
      { seed: 28, numRuns: 1500 },
    )
  })
})

describe('footnotes', () => {
  const call = (number: number) => `<sup><a href="#fn-${number}" id="fnref-${number}">${number}</a></sup>`
  const note = (number: number, words: string) => `<li id="fn-${number}">${words}</li>`

  it('are numbered in the order of their calls, each leading to the other', () => {
    const html = fromHtml(
      `<p>票价${call(7)}和时刻${call(2)}。</p><section id="footnotes"><ol>${note(2, '见附表。')}${note(7, '<p>含换乘。</p>')}</ol></section>`,
    )
    assert.equal(
      html,
      `<p>票价${call(1)}和时刻${call(2)}。</p>\n<section id="footnotes"><ol>` +
        '<li id="fn-1">含换乘。 <a href="#fnref-1" title="回到正文">↩</a></li>' +
        '<li id="fn-2">见附表。 <a href="#fnref-2" title="回到正文">↩</a></li></ol></section>',
    )
    assert.equal(sanitise(html), html)
    assert.equal(fromHtml(html), html)
  })

  it('lose no words: a note that nothing calls stays, a call of nothing goes', () => {
    const html = fromHtml(
      `<p>甲${call(3)}</p><section id="footnotes"><ol>${note(1, '没人引用')}</ol></section>`,
    )
    assert.equal(html, '<p>甲</p>\n<p>没人引用</p>')
  })

  it('do not run into the figure before them where the words alone are read', () => {
    const html = fromHtml(
      `<h2>票价${call(1)}</h2><p>2元${call(1)}起</p><section id="footnotes"><ol>${note(1, '成人票')}</ol></section>`,
    )
    assert.equal(textOf(html), '票价[1]\n2元[2]起\n[1] 成人票\n[2] 成人票')
    assert.equal(outlineOf(anchorArticles(html))[0]?.text, '票价')
  })

  it('and paragraphs bring no indents of their own: the sheet sets them', () => {
    assert.equal(
      fromHtml('<p>　　第一条</p><ul><li>&nbsp;　甲　乙</li></ul>'),
      '<p>第一条</p><ul><li>甲　乙</li></ul>',
    )
  })

  it('keep the one section that holds them; any other is a plain box', () => {
    assert.equal(sanitise('<section id="other"><p>甲</p></section>'), '<p>甲</p>')
  })
})

describe('plain text and Markdown', () => {
  it('become paragraphs with their characters unchanged', () => {
    const text = '第一段 <b> & “引号”\n第二行\n\n第三段...'
    assert.equal(textOf(fromPlainText(text)), '第一段 <b> & “引号”\n第二行\n第三段...')
    assert.equal(fromPlainText('a\n\nb'), '<p>a</p>\n<p>b</p>')
  })

  it('of any kind survive the way through paragraphs', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'政务公开<>&"a1。\u{20bb7}'),
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (lines) => {
        assert.equal(textOf(fromPlainText(lines.join('\n\n'))), lines.join('\n'))
      }),
      { seed: 8, numRuns: 300 },
    )
  })

  it('never carry markup of their own', () => {
    assert.equal(fromMarkdown('<script>alert(1)</script>'), '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
    assert.doesNotMatch(fromMarkdown('[x](javascript:alert(1)) ![y](//evil.example/a.png)'), /href|src/)
  })

  it('keep tables and leave punctuation alone', () => {
    const html = fromMarkdown(
      '## 第一章\n\n| 项目 | 金额 |\n| --- | ---: |\n| 票款 | 1.5 |\n\n"直引号"...(c)',
    )
    assert.match(html, /<h2>第一章<\/h2>/)
    assert.match(html, /<td>1\.5<\/td>/)
    assert.match(textOf(html), /"直引号"\.\.\.\(c\)/)
  })
})

describe('addresses inside a legal text', () => {
  const law = anchorArticles(
    fromMarkdown(
      '## 第一章 总则\n\n第一条 为了公开。\n\n第二条 所称公开。\n\n第一百二十三条所称的施行，另行规定。\n\n## 第二章 公开\n\n### 第一节 范围\n\n第十条之一 增加。\n\n第一百二十三条 施行。\n\n## 附件\n\n第一条 附件的。',
    ),
  )

  it('are the numbers of its articles', () => {
    assert.match(law, /<p id="article-1">第一条 为了/)
    assert.match(law, /<p id="article-10-1">第十条之一/)
    assert.match(law, /<p id="article-123">第一百二十三条/)
    assert.match(law, /<p>第一条 附件的。/)
  })

  it('are not given to a paragraph that only speaks of an article', () => {
    assert.match(law, /<p>第一百二十三条所称/)
    assert.match(
      anchorArticles(fromMarkdown('第一条甲\n\n第二条乙\n\n第一条所称丙')),
      /<p id="article-2">第二条乙<\/p>\n<p>第一条/,
    )
  })

  it('list its chapters and sections', () => {
    assert.deepEqual(outlineOf(law), [
      { id: 'chapter-1', level: 2, text: '第一章 总则' },
      { id: 'chapter-2', level: 2, text: '第二章 公开' },
      { id: 'section-2-1', level: 3, text: '第一节 范围' },
      { id: 'heading-4', level: 2, text: '附件' },
    ])
  })

  it('stay the same when given twice, and pass the gate', () => {
    assert.equal(anchorArticles(law), law)
    assert.equal(sanitise(law), law)
  })

  it('are unique where chapters start again in a later part', () => {
    const code = anchorArticles(
      fromMarkdown('## 第一编 总则\n\n## 第一章 甲\n\n## 第二编 物权\n\n## 第一章 乙'),
    )
    assert.deepEqual(
      outlineOf(code).map((entry) => entry.id),
      ['part-1', 'chapter-1', 'part-2', 'chapter-2-1'],
    )
  })
})
