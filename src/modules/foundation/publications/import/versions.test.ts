import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CivilDate } from '#kernel/calendar'
import { groupVersions, readCorpusFile } from './corpus.ts'

const TODAY: CivilDate = '2026-11-24'

function text(path: string, last: string) {
  const title = path.replace(/^.*\/|\([^(]*$|\.md$/g, '')
  return readCorpusFile(`laws/${path}`, `# ${title}\n<!-- INFO END -->\n第一条 甲。\n\n第二条 ${last}`)
}

describe('the versions of one law', () => {
  it('stand in order, and the later one makes the earlier amended', () => {
    const [law, ...others] = groupVersions(
      [
        text('行政法规/甲(2022-01-01).md', '自2022年3月1日起施行。'),
        text('行政法规/甲.md', '自1990年1月1日起施行。'),
        text('行政法规/甲(2019-01-01).md', '自2019年3月1日起施行。'),
      ],
      TODAY,
    )
    assert.equal(others.length, 0)
    assert.deepEqual(
      law?.versions.map((one) => [one.dated_on, one.validity]),
      [
        ['1990-01-01', 'amended'],
        ['2019-01-01', 'amended'],
        ['2022-01-01', 'valid'],
      ],
    )
  })

  it('are those of one folder only', () => {
    assert.equal(
      groupVersions([text('地方性法规/上海市/甲.md', '乙。'), text('地方性法规/北京市/甲.md', '乙。')], TODAY)
        .length,
      2,
    )
  })

  it('leave the older in force until the newer begins', () => {
    const files = [
      text('经济法/甲(2019-01-01).md', '自2019年3月1日起施行。'),
      text('经济法/甲(2026-10-28).md', '自2027年1月1日起施行。'),
    ]
    assert.deepEqual(
      groupVersions(files, TODAY)[0]?.versions.map((one) => one.validity),
      ['valid', 'not-yet'],
    )
    assert.deepEqual(
      groupVersions(files, '2027-01-01')[0]?.versions.map((one) => one.validity),
      ['amended', 'valid'],
    )
  })

  it('end when a later text of the same reach says so', () => {
    const files = [
      text('行政法规/甲办法(2000-01-01).md', '自2000年1月1日起施行。'),
      text('行政法规/乙条例(2020-01-01).md', '本条例自2020年3月1日起施行。《甲办法》同时废止。'),
      text('地方性法规/上海市/甲办法(2000-01-01).md', '自2000年1月1日起施行。'),
    ]
    const laws = groupVersions(files, TODAY)
    assert.deepEqual(
      laws.map((law) => law.versions[0]?.validity),
      ['repealed', 'valid', 'valid'],
    )
    assert.equal(laws[0]?.versions[0]?.repealed_by, 'laws/行政法规/乙条例(2020-01-01).md')
    assert.equal(groupVersions(files, '2020-02-01')[0]?.versions[0]?.validity, 'valid')
  })

  it('are not ended by a text that replaces its namesake, nor by an older one', () => {
    const own = [text('行政法规/甲(2020-01-01).md', '自2020年1月1日起施行。《甲》同时废止。')]
    const older = [
      text('行政法规/乙(1990-01-01).md', '《丙》同时废止。'),
      text('行政法规/丙(2000-01-01).md', '丁。'),
    ]
    for (const files of [own, older])
      assert.ok(groupVersions(files, TODAY).every((law) => law.versions[0]?.validity === 'valid'))
  })

  it('expire when their own term is over', () => {
    const files = [text('部门规章/公安部/甲(2020-01-01).md', '本办法有效期至2025年12月31日。')]
    assert.equal(groupVersions(files, TODAY)[0]?.versions[0]?.validity, 'expired')
    assert.equal(groupVersions(files, '2025-12-31')[0]?.versions[0]?.validity, 'valid')
  })

  it('lose no file', () => {
    const files = ['甲', '甲', '乙'].map((name, at) => text(`行政法/${name}(20${10 + at}-01-01).md`, '丙。'))
    assert.equal(groupVersions(files, TODAY).flatMap((law) => law.versions).length, files.length)
  })
})
