/** Full-width forms and the ideographic space, folded one to one, so that positions stay those of the original. */
export function foldWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
}

const DIGITS = new Map(
  Object.entries({
    〇: 0,
    零: 0,
    '○': 0,
    Ｏ: 0,
    一: 1,
    二: 2,
    两: 2,
    三: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
  }),
)
const UNITS = new Map(Object.entries({ 十: 10, 百: 100, 千: 1000 }))

export const CHINESE_NUMERAL = '[〇零○一二两三四五六七八九十百千万]'

/** A whole number written 一百二十三, 二〇二六, 123 or １２３; undefined for anything else. */
export function readChineseNumber(text: string): number | undefined {
  const plain = foldWidth(text.replaceAll('Ｏ', '〇')).replace(/\s/g, '')
  if (/^\d{1,15}$/.test(plain)) return Number(plain)
  if (/^[〇零○一二三四五六七八九]{2,15}$/.test(plain))
    return Number([...plain].map((c) => DIGITS.get(c)).join(''))
  const [high, low, ...rest] = plain.split('万')
  if (plain === '' || high === undefined || rest.length > 0) return undefined
  if (low === undefined) return readBelowTenThousand(high)
  const tenThousands = readBelowTenThousand(high)
  const remainder = low === '' ? 0 : readBelowTenThousand(low)
  return tenThousands === undefined || remainder === undefined ? undefined : tenThousands * 10_000 + remainder
}

function readBelowTenThousand(text: string): number | undefined {
  let total = 0
  let digit: number | undefined
  for (const char of text) {
    const unit = UNITS.get(char)
    if (unit === undefined) {
      digit = DIGITS.get(char)
      if (digit === undefined) return undefined
      continue
    }
    total += (digit ?? 1) * unit
    digit = undefined
  }
  return text === '' ? undefined : total + (digit ?? 0)
}
