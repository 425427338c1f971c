import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Block, differenceOf, differenceOfHtml } from './difference.ts'
import { fromPlainText } from './rich-text.ts'

describe('the difference of two texts', () => {
  it('marks whole words: twenty working days instead of fifteen', () => {
    assert.equal(
      shown(differenceOf('应当在15个工作日内答复。', '应当在20个工作日内答复。')),
      '应当在[-15][+20]个工作日内答复。',
    )
  })

  it('folds what did not change into whole paragraphs', () => {
    assert.deepEqual(differenceOf('甲\n乙', '甲\n乙'), [
      { kind: 'unchanged', spans: [{ kind: 'same', text: '甲' }] },
      { kind: 'unchanged', spans: [{ kind: 'same', text: '乙' }] },
    ])
    assert.deepEqual(differenceOf('', ''), [])
  })

  it('shows a new article as added and not as a change of its neighbours', () => {
    const before = '第一条 为了规范公开工作，制定本办法。\n第二条 本办法自2026年1月1日起施行。'
    const after =
      '第一条 为了规范公开工作，制定本办法。\n第二条 市政府办公室主管全市的政务公开。\n第三条 本办法自2026年11月1日起施行。'
    assert.equal(
      shown(differenceOf(before, after)),
      '第一条 为了规范公开工作，制定本办法。\n+第二条 市政府办公室主管全市的政务公开。\n[-第二][+第三]条 本办法自2026年[-1][+11]月1日起施行。',
    )
  })

  it('shows a repealed article as removed', () => {
    assert.equal(
      shown(
        differenceOf('第八条 保留。\n第九条 停运夜间线路。\n第十条 换乘。', '第八条 保留。\n第十条 换乘。'),
      ),
      '第八条 保留。\n-第九条 停运夜间线路。\n第十条 换乘。',
    )
  })

  it('keeps an article together with its successor though half of it was rewritten', () => {
    const [block] = differenceOf(
      '第十条 六十分钟内换乘免费，限一次。',
      '第十条 九十分钟内换乘免费，不限次数，学生卡相同。',
    )
    assert.equal(block?.kind, 'changed')
  })

  it('compares the words of two bodies whatever their markup', () => {
    assert.ok(
      differenceOfHtml(fromPlainText('甲\n\n乙'), fromPlainText('甲\n\n乙')).every(
        (block) => block.kind === 'unchanged',
      ),
    )
  })

  it('loses nothing: both texts can be read back from it', () => {
    const line = fc.string({
      unit: fc.constantFrom(...'第一二条公开应当在15 20个工作日。，甲'),
      minLength: 1,
      maxLength: 30,
    })
    const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const blocks = differenceOf(before, after)
        assert.equal(side(blocks, 'removed'), normal(before))
        assert.equal(side(blocks, 'added'), normal(after))
      }),
      { seed: 1520, numRuns: 500 },
    )
  })
})

describe('the difference of long texts', () => {
  const sentence = (seed: number) =>
    `${seed}号线路调整后，首末班时间为${seed % 24}时，票价${seed % 7}元，经过${seed * 37}站。`
  const long = (count: number, from: number) => Array.from({ length: count }, (_, at) => sentence(from + at))

  it('of 100,000 characters with a change in each paragraph comes within a second', () => {
    const before = long(3000, 1)
    assertQuick(before.join('\n'), before.map((text) => text.replace('票价', '票面价格')).join('\n'))
  })

  it('without anything in common comes within a second', () => {
    assertQuick(
      long(3000, 1).join('\n'),
      Array.from({ length: 3000 }, (_, at) => `完全不同的段落${at}，内容另行规定，不相同。`).join('\n'),
    )
  })

  it('of 600 articles, each changed, is still shown word by word', () => {
    const before = Array.from({ length: 600 }, (_, at) => `第${at + 1}条 工商行政管理部门${sentence(at)}`)
    const blocks = differenceOf(
      before.join('\n'),
      before.map((text) => text.replace('工商行政', '市场监督')).join('\n'),
    )
    assert.ok(blocks.every((block) => block.kind === 'changed'))
  })

  it('in one single paragraph, or in 50,000 of two characters, comes within a second', () => {
    assertQuick(long(3000, 1).join(''), long(3000, 50_000).join(''))
    assertQuick('甲\n'.repeat(50_000), '乙\n'.repeat(50_000))
  })

  function assertQuick(before: string, after: string): void {
    const start = performance.now()
    const blocks = differenceOf(before, after)
    const took = performance.now() - start
    assert.equal(side(blocks, 'added'), normal(after))
    assert.ok(took < 1000, `${Math.round(took)} ms for ${before.length} characters`)
  }
})

function shown(blocks: Block[]): string {
  const marks = { same: ['', ''], added: ['[+', ']'], removed: ['[-', ']'] } as const
  const lead = { unchanged: '', added: '+', removed: '-' } as const
  return blocks
    .map((block) =>
      block.kind === 'changed'
        ? block.spans.map((span) => marks[span.kind].join(span.text)).join('')
        : lead[block.kind] + (block.spans[0]?.text ?? ''),
    )
    .join('\n')
}

function side(blocks: Block[], own: 'added' | 'removed'): string {
  const other = own === 'added' ? 'removed' : 'added'
  const texts = blocks.flatMap((block) => {
    if (block.kind === other) return []
    return [
      block.spans
        .filter((span) => span.kind !== other)
        .map((span) => span.text)
        .join(''),
    ]
  })
  return texts.join('\n')
}

function normal(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .join('\n')
}
