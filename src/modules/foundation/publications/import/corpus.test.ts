import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readCorpusFile } from './corpus.ts'

const REGULATION = `# 中华人民共和国云雾条例

2003年7月30日 国务院第16次常务会议通过

2003年8月8日 中华人民共和国国务院令第387号公布

2016年2月6日 《国务院关于修改部分行政法规的决定》第一次修订　

<!-- INFO END -->

## 第一章　总　　则

第一条　为了规范云雾的观测，制定本条例。

1. 观测点。

## 第二章 附则

第二条 本条例自2003年10月1日起施行。1990年1月1日国务院发布的《中华人民共和国云雾暂行条例》同时废止。
`

describe('one file of the collection', () => {
  const regulation = readCorpusFile('laws/行政法规/云雾条例(2016-02-06).md', REGULATION)

  it('tells the title, the category and the date of this version', () => {
    assert.equal(regulation.title, '中华人民共和国云雾条例')
    assert.equal(regulation.short_title, '云雾条例')
    assert.equal(regulation.category, '行政法规')
    assert.equal(regulation.place, null)
    assert.equal(regulation.version_date, '2016-02-06')
    assert.deepEqual(regulation.problems, [])
  })

  it('tells who issued it, under which number, and when it was signed, promulgated and in force', () => {
    assert.equal(regulation.publisher, '国务院')
    assert.equal(regulation.document_number, '中华人民共和国国务院令第387号')
    assert.equal(regulation.signed_on, '2016-02-06')
    assert.equal(regulation.published_on, '2003-08-08')
    assert.equal(regulation.effective_on, '2003-10-01')
    assert.deepEqual(regulation.events[0], { date: '2003-07-30', text: '国务院第16次常务会议通过' })
  })

  it('becomes clean Markdown: no blanks for looks, no list made of a numbered sentence', () => {
    assert.equal(regulation.article_count, 2)
    assert.match(
      regulation.body,
      /^## 第一章 总则\n\n第一条 为了规范云雾的观测，制定本条例。\n\n1\\\. 观测点。\n\n## 第二章 附则/,
    )
  })

  it('lies by place and by ministry', () => {
    const local = readCorpusFile(
      'x/laws/地方性法规/上海市/上海市云雾条例.md',
      '# 上海市云雾条例\n\n<!-- INFO END -->\n\n第一条 自1995年5月1日起施行。',
    )
    assert.deepEqual(
      [local.place, local.version_date, local.publisher],
      ['上海市', null, '上海市人民代表大会常务委员会'],
    )
    assert.equal(local.dated_on, '1995-05-01')
    assert.deepEqual(
      local.problems.map((one) => one.code),
      ['events-missing', 'publisher-assumed'],
    )
    assert.equal(
      readCorpusFile('laws/部门规章/公安部/甲(2020-01-01).md', REGULATION.replaceAll('国务院', '')).category,
      '部门规章',
    )
  })
})

describe('the head of a file', () => {
  const head = (lines: string, path = 'laws/行政法规/甲(2020-01-01).md') =>
    readCorpusFile(
      path,
      `# 甲\n\n${lines}\n\n<!-- INFO END -->\n\n第一条 乙。\n\n第二条 本条例自公布之日起施行。`,
    )

  it('may write its dates in full width or in Chinese numerals, with or without a blank', () => {
    const dates = head(
      '２０１２年１２月３日 公安部部长办公会议通过\n\n一九九四年十二月六日\n\n1998年7月31日国务院发布',
    ).events
    assert.deepEqual(
      dates.map((event) => event.date),
      ['2012-12-03', '1994-12-06', '1998-07-31'],
    )
  })

  it('may set an act in brackets, or keep one bracket of the printed page', () => {
    assert.deepEqual(head('(2014年11月1日国务院第3次会议通过)').events, [
      { date: '2014-11-01', text: '国务院第3次会议通过' },
    ])
    assert.equal(head('2019年1月1日 国务院令第8号修订）').events[0]?.text, '国务院令第8号修订')
    assert.equal(
      head('2019年1月1日 《关于修改〈甲（试行）〉的决定》修正').events[0]?.text,
      '《关于修改〈甲（试行）〉的决定》修正',
    )
  })

  it('may break a title over lines', () => {
    const { events, problems } = head(
      '2015年8月29日 国务院《关于修改〈乙法〉\n\n〈丙法〉\n\n〈丁法〉的决定》第六次修正',
    )
    assert.deepEqual(
      events.map((event) => event.text),
      ['国务院《关于修改〈乙法〉〈丙法〉〈丁法〉的决定》第六次修正'],
    )
    assert.ok(!problems.some((one) => one.code === 'header-line-unread'))
  })

  it('may hold two acts in one line, but not those inside a title', () => {
    const two = head(
      '1988年7月1日 第七届全国人民代表大会常务委员会第二次会议通过根据1994年5月12日第八届全国人民代表大会常务委员会第七次会议《关于修改2001年1月1日的决定》修正',
    )
    assert.deepEqual(
      two.events.map((event) => event.date),
      ['1988-07-01', '1994-05-12'],
    )
    assert.equal(head('1999年3月10日 海关总署发布 自1999年4月1日施行').effective_on, '1999-04-01')
  })

  it('may say only below the date who issued it, and that it begins at once', () => {
    const joint = head('1981年10月13日 国务院批准\n\n文化部\n\n海关总署发布\n\n发布之日施行')
    assert.equal(joint.publisher, '文化部、海关总署')
    assert.equal(joint.effective_on, '1981-10-13')
  })

  const issuers: [string, string, string][] = [
    ['1982年12月4日 第五届全国人民代表大会第五次会议通过', 'laws/宪法/甲.md', '全国人民代表大会'],
    [
      '1991年3月2日 第七届全国人民代表大会常务委员会第十八次会议通过',
      'laws/行政法/甲.md',
      '全国人民代表大会常务委员会',
    ],
    [
      '1991年3月2日 第七届全国人民代表大会第四次会议通过\n\n2009年8月27日 第十一届全国人民代表大会常务委员会第十次会议《乙》修正',
      'laws/行政法/甲.md',
      '全国人民代表大会',
    ],
    [
      '2000年7月24日 中华人民共和国国务院、中华人民共和国中央军事委员会令第288号公布',
      'laws/行政法规/甲.md',
      '国务院、中央军事委员会',
    ],
    ['1986年12月3日 国务院批准\n\n1986年12月25日 公安部公布', 'laws/行政法规/甲.md', '公安部'],
    ['1950年1月1日 政务院发布', 'laws/行政法规/甲.md', '政务院'],
    [
      '2015年1月5日 国家工商行政管理总局令第73号公布',
      'laws/部门规章/市场监督管理总局/甲.md',
      '国家工商行政管理总局',
    ],
    ['2015年1月5日 施行', 'laws/部门规章/市场监督管理总局/甲.md', '国家市场监督管理总局'],
    [
      '1990年4月30日 上海市第九届人民代表大会第三次会议通过',
      'laws/地方性法规/上海市/甲.md',
      '上海市人民代表大会',
    ],
    ['2006年11月17日 北京市人民政府第56次常务会议审议通过', 'laws/地方性法规/北京市/甲.md', '北京市人民政府'],
    [
      '1991年12月21日 北京市第九届人大常委会第三十一次会议通过',
      'laws/地方性法规/北京市/甲.md',
      '北京市人民代表大会常务委员会',
    ],
  ]
  for (const [lines, path, publisher] of issuers) {
    it(`names the issuer: ${publisher} (${lines.slice(0, 20)}…)`, () =>
      assert.equal(head(lines, path).publisher, publisher))
  }

  const numbers: [string, string | null][] = [
    ['2019年4月3日 中华人民共和国国务院令第711号修订', '中华人民共和国国务院令第711号'],
    ['2002年8月29日 中华人民共和国主席令第七十三号公布', '中华人民共和国主席令第七十三号'],
    ['1993年3月31日 中中华人民共和国主席令第三号公布', '中华人民共和国主席令第三号'],
    ['1997年4月10日 海关总署第61号令发布', '海关总署令第61号'],
    [
      '1993年3月29日 中华人民共和国全国人民代表大会公告第八号公布施行',
      '中华人民共和国全国人民代表大会公告第八号',
    ],
    ['1990年6月4日 国家教育委员会令第10号、卫生部令第1号发布', '国家教育委员会令第10号'],
    ['2014年6月29日 公安部令第１３２号《公安部关于修改第9号令的决定》第一次修正', '公安部令第132号'],
    ['劳社部发[2008]3号', '劳社部发〔2008〕3号'],
    ['2020年1月1日 《关于修改〈国务院令第5号〉的决定》修正', null],
  ]
  for (const [line, number] of numbers) {
    it(`carries the document number ${number}`, () => assert.equal(head(line).document_number, number))
  }
})

describe('a file that cannot be read whole', () => {
  const codes = (content: string, path = 'laws/行政法规/甲.md') =>
    readCorpusFile(path, content).problems.map((one) => one.code)

  it('is reported with what is missing, never left out', () => {
    assert.ok(codes('').includes('title-missing') && codes('').includes('body-empty'))
    assert.ok(codes('没有标题\n\n第一条 乙。').includes('title-missing'))
    assert.ok(codes('# 甲\n\n第一条 乙\ufffd。').includes('characters-broken'))
    assert.ok(codes('# 甲\n\n第一条 乙。').includes('header-end-missing'))
    assert.ok(codes('# 丙\n\n<!-- INFO END -->\n第一条 乙。').includes('title-differs-from-name'))
    assert.ok(
      codes('# 甲\n\n2020年13月40日 通过\n\n<!-- INFO END -->\n第一条 乙。').includes('date-unreadable'),
    )
    assert.ok(codes('# 甲\n\n一段说明\n\n<!-- INFO END -->\n第一条 乙。').includes('header-line-unread'))
    assert.ok(codes('# 甲\n<!-- INFO END -->\n第一条 乙。', '甲.md').includes('path-unknown'))
  })

  it('keeps its whole text when the mark after the head is gone', () => {
    const law = readCorpusFile(
      'laws/行政法规/甲.md',
      '# 甲\n\n2020年1月1日 国务院令第5号公布\n\n## 第一章 总则\n\n第一条 乙。',
    )
    assert.equal(law.published_on, '2020-01-01')
    assert.equal(law.body, '## 第一章 总则\n\n第一条 乙。')
  })

  it('names the line where an article was lost or swapped, and the end that never comes', () => {
    const law = readCorpusFile(
      'laws/行政法规/甲.md',
      '# 甲\n<!-- INFO END -->\n## 第一章 总则\n第一条 乙。\n第三条 丙。\n第二条 丁。',
    )
    const found = law.problems.filter((one) => one.line !== undefined)
    assert.deepEqual(found, [
      { severity: 'error', code: 'article-skipped', line: 5 },
      { severity: 'warning', code: 'article-out-of-order', line: 6 },
      { severity: 'error', code: 'ending-missing', line: 6 },
    ])
  })

  it('loses a list of contents that repeats its headings, and says so', () => {
    const law = readCorpusFile(
      'laws/行政法规/甲.md',
      '# 甲\n<!-- INFO END -->\n## 第一章 总则\n## 第二章 附则\n## 第一章 总 则\n第一条 乙。\n## 第二章 附则\n第二条 丙。',
    )
    assert.equal(law.body, '## 第一章 总则\n\n第一条 乙。\n\n## 第二章 附则\n\n第二条 丙。')
    assert.ok(law.problems.some((one) => one.code === 'contents-list-dropped'))
  })

  it('never breaks the import, whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '# ',
        '\n',
        '<!-- INFO END -->',
        '第一条',
        '2020年1月1日',
        '《',
        '》',
        '(',
        '）',
        '国务院令第5号公布',
        '根据',
        '自',
        '起施行',
        '\ufffd',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    )
    const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(content, fc.string({ maxLength: 20 }), (text, path) => {
        const law = readCorpusFile(path, text)
        return law.path === path && Array.isArray(law.problems)
      }),
      { seed: 1457, numRuns: 1000 },
    )
  })
})
