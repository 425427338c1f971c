import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { findPersonalData, maskText, type PersonalDataKind } from './personal-data.ts'

const found = (text: string): [PersonalDataKind, string][] =>
  findPersonalData(text).map(({ kind, at, length }) => [kind, text.slice(at, at + length)])

describe('where somebody lives', () => {
  const homes: [string, string][] = [
    ['家住临溪区七孔桥街道文庙路12号', '临溪区七孔桥街道文庙路12号'],
    ['家庭住址：云溪市临溪区听潮新村3幢2单元501室', '云溪市临溪区听潮新村3幢2单元501室'],
    ['户籍地址 云溪市青埠县青埠镇上街５号', '云溪市青埠县青埠镇上街５号'],
    ['荻湾镇荷塘村三组12号', '荻湾镇荷塘村三组12号'],
    ['听潮小区5栋1单元302', '听潮小区5栋1单元302'],
    ['（住临溪区砚池街道北街18号）', '临溪区砚池街道北街18号'],
  ]
  for (const [text, address] of homes)
    it(`is found in “${text}”`, () => assert.deepEqual(found(text), [['address', address]]))

  const offices = [
    '地址：临溪区七孔桥街道文庙路1号',
    '望云区新荷街道行政中心3号楼305室',
    '公司住所：云溪市江滨路8号',
    '绕行北街18号至中街2号',
    '7路、12路停靠文庙路口站',
    '云溪政发〔2026〕11号',
    '土地坐落荷塘村第三组',
  ]
  for (const text of offices) it(`is not in “${text}”`, () => assert.deepEqual(found(text), []))
})

describe('who somebody is', () => {
  const persons: [string, string][] = [
    ['申请人：张志远，男，1975年3月出生', '张志远'],
    ['姓名 田𠮷 男 45岁', '田𠮷'],
    ['户主欧阳清和，女，汉族', '欧阳清和'],
    ['王小梅，女，1962年生，住青埠镇', '王小梅'],
  ]
  for (const [text, name] of persons)
    it(`is found in “${text}”`, () => assert.deepEqual(found(text)[0], ['name', name]))

  const published = [
    '任命张志远为云溪市交通运输局局长',
    '申请人：张某，男，1975年出生',
    '申请人申请住房公积金贷款的',
    '被征收人符合住房保障条件',
    '患者应当住院治疗',
    '林晓汀、孟庆澜参加了会议',
    '男女老少都能乘车',
  ]
  for (const text of published) it(`is not in “${text}”`, () => assert.deepEqual(found(text), []))

  it('is gone once masked, and the surname stays to tell two apart', () => {
    const text = '申请人：张志远，男，家住临溪区文庙路12号'
    const masked = maskText(text, findPersonalData(text))
    assert.equal(masked, '申请人：张某，男，家住临溪****号')
    assert.deepEqual(findPersonalData(masked), [])
  })
})

describe('the detector on a made list of 3,000 households', () => {
  const surnames = ['王', '李', '张', '刘', '陈', '杨', '欧阳', '司马', '苏', '顾']
  const given = ['志远', '小梅', '巧', '望秋', '德茂', '念禾', '清', '听溪', '守一', '𬭎']
  const streets = [
    '临溪区文庙路',
    '望云区荷湖北路',
    '青埠县青埠镇上街',
    '云溪市砚池街道北街',
    '新荷街道听潮巷',
  ]
  const rows = Array.from({ length: 3000 }, (_, at) => {
    const name = surnames[at % 10]! + given[Math.floor(at / 10) % 10]!
    const sex = at % 2 ? '男' : '女'
    const address = `${streets[at % 5]}${(at % 180) + 1}号`
    return {
      name,
      address,
      text: `户主${name}，${sex}，${1940 + (at % 60)}年生，家住${address}，领取补贴300元。`,
    }
  })

  it('finds at least 99 % of names and addresses', () => {
    const names = rows.filter(({ name, text }) =>
      found(text).some(([kind, value]) => kind === 'name' && value === name),
    )
    const homes = rows.filter(({ address, text }) =>
      found(text).some(([kind, value]) => kind === 'address' && value === address),
    )
    assert.ok(names.length >= 0.99 * rows.length, `${names.length} names`)
    assert.ok(homes.length >= 0.99 * rows.length, `${homes.length} addresses`)
  })
})

/** Runs only where the public collection of 1,457 laws lies beside the project; it is never part of it. */
const CORPUS = '../shared/corpus/laws'

describe('the detector on the real collection of laws', { skip: !existsSync(CORPUS) }, () => {
  it('takes no law for the address or the name of a person', () => {
    const wrong = globSync(`${CORPUS}/**/*.md`).flatMap((path) =>
      found(readFileSync(path, 'utf8')).filter(([kind]) => kind === 'address' || kind === 'name'),
    )
    assert.ok(wrong.length <= 2, JSON.stringify(wrong))
  })
})
