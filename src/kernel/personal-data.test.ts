import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { creditCheckOf } from './credit-code.ts'
import { findPersonalData, isIdNumber, mask, maskText, type PersonalDataKind } from './personal-data.ts'

describe('personal data in a text', () => {
  const found: [string, PersonalDataKind, string][] = [
    ['身份证号11010519491231002X。', 'id-number', '1****X'],
    ['440524188001010014', 'id-number', '4****4'],
    ['身份证：１１０１０５１９４９１２３１００２Ｘ', 'id-number', '1****X'],
    ['110105 19491231 002x', 'id-number', '1****X'],
    ['110105-1949-1231-002X', 'id-number', '1****X'],
    ['11O1O519491231OO2X', 'id-number', '1****X'],
    ['身份证号码：110105491231002', 'id-number', '1****2'],
    ['2 11010519491231002X 60', 'id-number', '1****X'],
    ['序号3 6222 0200 0000 0000 000 12 张', 'bank-card', '****0000'],
    ['联系电话13800138000，', 'mobile', '138****8000'],
    ['138 0013 8000', 'mobile', '138****8000'],
    ['+86 138-0013-8000', 'mobile', '138****8000'],
    ['１３８００１３８０００', 'mobile', '138****8000'],
    ['138OO138OOO', 'mobile', '138****8000'],
    ['6222 0200 0000 0000 000', 'bank-card', '****0000'],
    ['卡号：4111 1111 1111 1111', 'bank-card', '****1111'],
    ['付款账户 GB82 WEST 1234 5698 7654 32', 'iban', 'G****2'],
    ['zhang.san@qq.com', 'email', 'z****@qq.com'],
    ['电子邮箱：zhang@example.com', 'email', 'z****@example.com'],
    ['护照号 E12345678', 'passport', 'E****8'],
    ['车牌号为云A·12345', 'plate', '云A****5'],
    ['联系电话 +852 2123 4567', 'phone', '****67'],
  ]
  for (const [text, kind, masked] of found) {
    it(`is found in “${text}”`, () => {
      assert.deepEqual(
        findPersonalData(text).map((one) => [one.kind, one.masked]),
        [[kind, masked]],
      )
    })
  }

  const published: string[] = [
    '110105194912310021',
    '统一社会信用代码91350100M000100Y43',
    '统一社会信用代码：11990100MB990003XK',
    '云溪政发〔2026〕11号，索引号 MB990003X/2026-00008',
    '电话：0999-000-0301，服务热线12345',
    '咨询邮箱 bus@yunxi.gov.cn',
    '咨询邮箱 bus-line@yunxi.gov.cn',
    '网址 https://www.example.cn/2026/13800138000123',
    '身份证号11010519490231002X',
    '订单号 4111111111111111',
    '2026-10-15 10:00:00',
    'E12345678',
    '省略云A12345',
  ]
  for (const text of published) {
    it(`is not in “${text}”`, () => assert.deepEqual(findPersonalData(text), []))
  }

  it('is found at its place, and masking touches nothing else', () => {
    const text = '张某（身份证１１０１０５１９４９１２３１００２Ｘ，手机138-0013-8000）领取补贴。'
    const findings = findPersonalData(text)
    assert.equal(text.slice(findings[1]!.at, findings[1]!.at + findings[1]!.length), '138-0013-8000')
    assert.equal(maskText(text, findings), '张某（身份证1****X，手机138****8000）领取补贴。')
  })

  it('is gone once masked', () => {
    for (const [text] of found)
      assert.deepEqual(findPersonalData(maskText(text, findPersonalData(text))), [], text)
  })

  it('is reported once where two readings overlap', () => {
    assert.equal(findPersonalData('卡号440524188001010014').length, 1)
  })

  it('is masked in one way for each kind', () => {
    assert.equal(mask('id-number', '34052419800101001X'), '3****X')
    assert.equal(mask('bank-card', '6222020000000000008'), '****0008')
  })

  it('never breaks on any text, and stays inside it', () => {
    const noisy = fc.string({
      unit: fc.constantFrom(...'0123456789OXx -　１３８＠@.云A·身份证卡号'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(noisy, (text) =>
        findPersonalData(text).every((one) => one.at >= 0 && one.at + one.length <= text.length),
      ),
      { seed: 11643, numRuns: 500 },
    )
  })
})

describe('the detector on a made corpus of 6,000 sentences', () => {
  const draw = seeded(20_260_301)
  const kinds = ['id-number', 'mobile', 'bank-card'] as const
  const wanted = kinds.flatMap((kind) => Array.from({ length: 1000 }, () => ({ kind, text: personal(kind) })))
  const harmless = Array.from({ length: 3000 }, (_, index) => lookAlike(index % 6))

  for (const kind of kinds) {
    it(`finds at least 99 % of each kind: ${kind}`, () => {
      const mine = wanted.filter((one) => one.kind === kind)
      const hits = mine.filter((one) => findPersonalData(one.text).some((finding) => finding.kind === kind))
      assert.ok(hits.length >= 0.99 * mine.length, `${hits.length} of ${mine.length}`)
    })
  }

  it('is right in at least 99 % of what it reports', () => {
    const right = wanted.filter((one) =>
      findPersonalData(one.text).every((finding) => finding.kind === one.kind),
    ).length
    const wrong = harmless.filter((text) => findPersonalData(text).length > 0)
    assert.ok(
      right / (right + wrong.length) >= 0.99 && right >= 0.99 * wanted.length,
      wrong.slice(0, 5).join('\n'),
    )
  })

  /** Published test patterns only: the region 110105 and 440524 with computed check digits belong to nobody. */
  function personal(kind: (typeof kinds)[number]): string {
    const value = { 'id-number': idNumber, mobile, 'bank-card': card }[kind]()
    return `${draw.one(['持卡人', '申请人：', '经办人王某，', 'No', ''])}${disguise(value)}${draw.one(['。', '，已核实', '（复印件）', ''])}`
  }

  function idNumber(): string {
    const body = `${draw.one(['110105', '440524'])}${date()}${draw.digits(3)}`
    return body + [...'0123456789X'].find((check) => isIdNumber(body + check))
  }

  function mobile(): string {
    return `1${draw.one(['38', '50', '77', '99'])}${draw.digits(8)}`
  }

  function card(): string {
    const body = `62${draw.digits(draw.one([13, 16]))}`
    return body + luhnCheck(body)
  }

  function lookAlike(shape: number): string {
    if (shape === 0) return `编号${wrongCheck(idNumber())}号`
    if (shape === 1) return `统一社会信用代码${creditCode()}`
    if (shape === 2) return `云溪交发〔${2000 + draw.below(30)}〕${1 + draw.below(900)}号，${date()}`
    if (shape === 3) return `合同金额${draw.digits(4)}万元，电话0999-000-${draw.digits(4)}`
    if (shape === 4) return `项目代码2026-${draw.digits(6)}-54-01-${draw.digits(6)}`
    return `流水号1${draw.digits(11)}，批次9${draw.digits(14)}`
  }

  function creditCode(): string {
    const body = `91110105MA${draw.digits(7)}`
    return body + creditCheckOf(body)
  }

  function wrongCheck(number: string): string {
    return number.slice(0, 17) + (number[17] === '1' ? '2' : '1')
  }

  function date(): string {
    const two = (value: number) => String(value).padStart(2, '0')
    return `${1940 + draw.below(70)}${two(1 + draw.below(12))}${two(1 + draw.below(28))}`
  }

  function disguise(value: string): string {
    const shape = draw.below(4)
    if (shape === 0)
      return value.replace(/[0-9X]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    if (shape === 1)
      return value.length === 11
        ? value.replace(/(...)(....)(....)/, '$1-$2-$3')
        : value.replace(/(....)(?=.)/g, '$1 ')
    if (shape === 2) return value[0] + value.slice(1).replaceAll('0', 'O')
    return value
  }
})

function luhnCheck(body: string): number {
  const sum = [...body].reverse().reduce((total, char, place) => {
    const value = place % 2 === 0 ? Number(char) * 2 : Number(char)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}

function seeded(seed: number) {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('')
  const one = <T>(choices: readonly T[]): T => choices[below(choices.length)]!
  return { below, digits, one }
}
