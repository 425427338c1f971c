import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Invalid } from '#kernel/refusals'
import { sanitise } from '#platform/rich-text'
import { docxOf, paragraph, wellTravelledDocx } from '#test/sample-files'
import { DOCUMENT_MESSAGES } from './messages.ts'
import { readDocument } from './reading.ts'

const bytes = (text: string) => Buffer.from(text, 'utf8')

/** GB 18030 has no encoder in the platform: the letters of this page were encoded once. 公告: B9AB B8E6. */
const gongGao = Buffer.from('b9abb8e6', 'hex')

describe('a document written elsewhere', () => {
  test('Word: tracked changes are settled, structure stays, the first line is the title', async () => {
    const read = await readDocument({
      name: '通知.docx',
      bytes: wellTravelledDocx(Buffer.from('ffd8ffd9', 'hex')),
    })
    assert.equal(read.title, '关于公共汽车线路调整的通知')
    assert.ok(read.html.includes('自十二月一日起执行。'))
    assert.doesNotMatch(read.html, /原定票价|取消的九路|先别公开|关于公共汽车/)
    assert.match(read.html, /<table>[\s\S]*三路[\s\S]*<\/table>/)
    assert.match(read.html, /<a href="https:\/\/www\.yunxi\.example\/">办事大厅<\/a>/)
    assert.deepEqual(read.warnings, ['document.title-guessed'])
    assert.equal(sanitise(read.html), read.html)
  })

  test('Word: a heading of the first rank is the title, the others keep their order', async () => {
    const styles = `<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style></w:styles>`
    const heading = (level: number, text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="${level}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
    const read = await readDocument({
      name: 'a.docx',
      bytes: docxOf({
        body: `${heading(1, '云溪市规划')}${heading(2, '第一章')}${paragraph('正文。')}`,
        links: [{ id: 'rId1', kind: 'styles', target: 'styles.xml' }],
        more: { 'word/styles.xml': styles },
      }),
    })
    assert.equal(read.title, '云溪市规划')
    assert.equal(read.html, '<h2>第一章</h2><p>正文。</p>')
    assert.deepEqual(read.warnings, [])
  })

  test('Word: a footnote is called in the line and stands at the end, each leading to the other', async () => {
    const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    const read = await readDocument({
      name: 'a.docx',
      bytes: docxOf({
        body: `${paragraph('云溪市规划')}<w:p><w:r><w:t>票价不变</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
        links: [{ id: 'rId1', kind: 'footnotes', target: 'footnotes.xml' }],
        more: {
          'word/footnotes.xml': `<?xml version="1.0"?><w:footnotes ${w}><w:footnote w:id="2"><w:p><w:r><w:t>依据票价批复。</w:t></w:r></w:p></w:footnote></w:footnotes>`,
        },
        types: {
          'word/footnotes.xml':
            'application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml',
        },
      }),
    })
    assert.match(read.html, /票价不变<sup><a (?=[^>]*href="#fn-1")(?=[^>]*id="fnref-1")[^>]*>1<\/a><\/sup>/)
    assert.match(read.html, /<section id="footnotes"><ol><li id="fn-1">依据票价批复。 <a href="#fnref-1"/)
  })

  test('a page of an old site in GB 18030: menus and scripts are gone, the facts of its head are known', async () => {
    const page = Buffer.concat([
      bytes('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>'),
      gongGao,
      bytes(
        '</title><meta name="PubDate" content="2019-03-01 09:00"></head><body><div id="nav"><a href="/">menu</a></div><div class="TRS_Editor"><div><p style="color:red" onclick="x()">',
      ),
      gongGao,
      bytes(
        '<script>alert(1)</script></p></div><p>two<img src="http://a.example/x.png"></p></div><div>footer</div></body></html>',
      ),
    ])
    const read = await readDocument({ name: 'a.html', bytes: page })
    assert.equal(read.title, '公告')
    assert.equal(read.html, '<p>two</p>')
    assert.equal(read.facts.get('pubdate'), '2019-03-01 09:00')
    assert.deepEqual(read.warnings, ['document.pictures-left-out'])
  })

  test('a page without signs of its program: navigation elements are left out', async () => {
    const read = await readDocument({
      name: 'a.htm',
      bytes: bytes(
        '<!doctype html><body><header>site</header><nav>menu</nav><h1>标题</h1><p>正文。</p><footer>foot</footer></body>',
      ),
    })
    assert.deepEqual([read.title, read.html], ['标题', '<p>正文。</p>'])
  })

  test('Markdown: the head gives facts and title, else the first heading does', async () => {
    const read = await readDocument({
      name: 'a.md',
      bytes: bytes(
        '---\ntitle: "关于值班的通知"\nkeywords: [值班, 节日]\n---\n\n## 一\n\n正文。<script>x</script>\n',
      ),
    })
    assert.equal(read.title, '关于值班的通知')
    assert.equal(read.facts.get('keywords'), '值班, 节日')
    assert.match(read.html, /^<h2>一<\/h2>/)
    assert.ok(!read.html.includes('<script>'))
    const plain = await readDocument({ name: 'b.md', bytes: bytes('# 标题\n\n正文。') })
    assert.deepEqual([plain.title, plain.html], ['标题', '<p>正文。</p>'])
  })

  test('what cannot be read is refused with a reason that has words', async () => {
    const cases = [
      { name: 'a.doc', bytes: bytes('x'), code: 'document.type-unknown' },
      { name: 'a.constructor', bytes: bytes('x'), code: 'document.type-unknown' },
      { name: 'a.md', bytes: bytes('  \n'), code: 'document.empty' },
      { name: 'a.html', bytes: Buffer.from([0x81, 0xff, 0xff, 0x41]), code: 'document.letters-unknown' },
      { name: 'a.docx', bytes: bytes('no zip'), code: 'upload.broken' },
    ]
    for (const { code, ...file } of cases)
      await assert.rejects(
        readDocument(file),
        (error) => error instanceof Invalid && error.code === code,
        code,
      )
    assert.ok('document.empty' in DOCUMENT_MESSAGES.en)
  })
})
