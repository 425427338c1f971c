import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readMarkdownDocument } from './markdown-document.ts'

describe('a plain Markdown document', () => {
  it('has its title in the first line and its body below', () => {
    assert.deepEqual(readMarkdownDocument('\ufeff# 关于　开通7路的公告\r\n\r\n正文一。\r\n\r\n## 附件\r\n'), {
      title: '关于 开通7路的公告',
      body: '正文一。\n\n## 附件',
      problems: [],
    })
  })

  it('without a title or without a body is reported, and keeps what there is', () => {
    assert.deepEqual(readMarkdownDocument('正文。'), {
      title: '',
      body: '正文。',
      problems: [{ severity: 'error', code: 'title-missing', line: 1 }],
    })
    assert.deepEqual(readMarkdownDocument('# 题').problems, [{ severity: 'error', code: 'body-empty' }])
    assert.deepEqual(readMarkdownDocument('# 题\n文\ufffd').problems, [
      { severity: 'error', code: 'characters-broken' },
    ])
  })
})
