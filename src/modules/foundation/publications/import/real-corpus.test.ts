/** Runs only where the public collection of 1,457 laws lies beside the project; it is never part of it. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { groupVersions, type LawText, readCorpusFile } from './corpus.ts'

const CORPUS = '../shared/corpus/laws'

describe('the real collection of laws', { skip: !existsSync(CORPUS) }, () => {
  let read: LawText[] | undefined
  const files = () => {
    read ??= globSync(`${CORPUS}/**/*.md`)
      .sort()
      .map((path) => readCorpusFile(path, readFileSync(path, 'utf8')))
    return read
  }
  const share = (holds: (file: LawText) => boolean) => files().filter(holds).length / files().length

  it('is 1,370 publications in 1,457 files, 86 with several versions, 175 names without a date', () => {
    const laws = groupVersions(files(), '2026-11-24')
    assert.equal(files().length, 1457)
    assert.equal(laws.length, 1370)
    assert.equal(laws.filter((law) => law.versions.length > 1).length, 86)
    assert.equal(files().filter((file) => file.version_date === null).length, 175)
    assert.equal(laws.flatMap((law) => law.versions).filter((one) => one.validity === 'amended').length, 87)
  })

  it('has a title in every file, a publisher in 99 %, a date in 97 %', () => {
    assert.equal(
      share((file) => file.title !== '' && !file.problems.some((one) => one.code === 'title-missing')),
      1,
    )
    assert.ok(share((file) => file.publisher !== null) >= 0.99)
    assert.ok(share((file) => file.dated_on !== null) >= 0.97)
    assert.ok(share((file) => file.effective_on !== null) >= 0.96)
  })

  it('holds texts that are not whole, and each of them is reported', () => {
    const broken = files().filter((file) => file.problems.some((one) => one.severity === 'error'))
    assert.ok(
      broken.some(
        (file) =>
          file.short_title === '长江保护法' && file.problems.some((one) => one.code === 'ending-missing'),
      ),
    )
    assert.ok(
      broken.some(
        (file) =>
          file.short_title === '飞行基本规则' && file.problems.some((one) => one.code === 'article-skipped'),
      ),
    )
    assert.ok(broken.length < 15, broken.map((file) => file.path).join('\n'))
  })
})
