import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anchorArticles, fromMarkdown, fromPlainText, outlineOf, sanitise, textOf } from './rich-text.ts'

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
      assert.doesNotMatch(clean, /<(?!\/?(?:p|a|img|strong|em|td|tr|table|tbody)\b)/i)
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
      }),
      { seed: 28, numRuns: 1500 },
    )
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
