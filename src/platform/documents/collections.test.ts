import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utils, write } from '@e965/xlsx'
import { Invalid } from '#kernel/refusals'
import { zipOf } from '#test/sample-files'
import { readTables, unpack } from './collections.ts'

describe('many documents in one file', () => {
  test('a spreadsheet: rows keep their numbers, dates are written as on every page', async () => {
    const sheet = utils.aoa_to_sheet(
      [
        ['标题', '成文日期', '文号'],
        ['甲', new Date('2024-03-01T00:00:00Z'), 12],
        [],
        ['乙', '2024年5月6日', '溪政〔2024〕3号'],
      ],
      { UTC: true },
    )
    const book = utils.book_new(sheet, '政策')
    const bytes = Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }))
    const [table] = await readTables({ name: 'a.xlsx', bytes })
    assert.equal(table!.sheet, '政策')
    assert.deepEqual(
      table!.rows.map(({ row }) => row),
      [1, 2, 4],
    )
    assert.deepEqual(table!.rows[1]!.cells, ['甲', '2024-03-01', '12'])
    assert.deepEqual(table!.rows[2]!.cells, ['乙', '2024年5月6日', '溪政〔2024〕3号'])
  })

  test('CSV with tabs, quotes and line breaks within a cell', async () => {
    const text = '\ufefftitle\ttext\n"甲 ""一"""\t"第一行\n第二行"\n\n乙\t正文\n'
    const [table] = await readTables({ name: 'a.csv', bytes: Buffer.from(text) })
    assert.deepEqual(
      table!.rows.map(({ cells }) => cells),
      [
        ['title', 'text'],
        ['甲 "一"', '第一行\n第二行'],
        ['乙', '正文'],
      ],
    )
  })

  test('an archive made on a Chinese system keeps its names, and leaves behind what the system put there', async () => {
    const plain = zipOf({ 'aabb.md': '# x', '__MACOSX/._x.md': 'x', '.DS_Store': 'x' })
    // 通知 in GB 18030, without the mark of UTF-8.
    for (let at = plain.indexOf('aabb.md'); at >= 0; at = plain.indexOf('aabb.md', at + 1))
      Buffer.from('cda8d6aa', 'hex').copy(plain, at)
    assert.deepEqual(
      (await unpack(plain)).map(({ name }) => name),
      ['通知.md'],
    )
  })

  test('what is no table and no archive is refused', async () => {
    const refusedAs = (code: string) => (error: unknown) => error instanceof Invalid && error.code === code
    await assert.rejects(
      readTables({ name: 'a.xlsx', bytes: Buffer.from('no zip') }),
      refusedAs('upload.broken'),
    )
    await assert.rejects(unpack(zipOf({ '../x.md': 'x' })), refusedAs('upload.archive-outside'))
  })
})
