/**
 * Finds personal identifiers in a text before it is published. Numbers with a check digit are found anywhere,
 * ambiguous ones only beside their keyword, addresses and names only in a context that makes them a person's. An organisation's unified social credit code is public and no finding.
 */
import { foldWidth } from './chinese-text.ts'
import { isCreditCode } from './credit-code.ts'
import { findInContext } from './personal-data-context.ts'

export type PersonalDataKind =
  | 'id-number'
  | 'mobile'
  | 'bank-card'
  | 'iban'
  | 'email'
  | 'passport'
  | 'plate'
  | 'phone'
  | 'address'
  | 'name'

export type Finding = { kind: PersonalDataKind; at: number; length: number; masked: string }

type Detector = { kind: PersonalDataKind; pattern: RegExp; holds(value: string, before: string): boolean }

const GAP = '[ -]{0,2}'
const DIGIT = '[0-9O]'

/** In order of certainty: where two overlap, the first keeps its place. */
const DETECTORS: readonly Detector[] = [
  {
    kind: 'id-number',
    pattern: new RegExp(`(?<![0-9])[1-9](?:${GAP}${DIGIT}){16}${GAP}[0-9OXx](?![0-9])`, 'g'),
    holds: isIdNumber,
  },
  {
    kind: 'id-number',
    pattern: /(?<![0-9])[1-9][0-9]{14}(?![0-9])/g,
    holds: (value, before) => isOldIdNumber(value) && /身份证|证件号|身份号/.test(before),
  },
  {
    kind: 'iban',
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g,
    holds: isIban,
  },
  {
    kind: 'bank-card',
    pattern: new RegExp(`(?<![0-9])[1-9](?:${GAP}[0-9O]){12,18}(?![0-9])`, 'g'),
    holds: (value, before) =>
      isLuhn(value) && (hasCardPrefix(value) || /卡号|银行卡|账号|帐号|账户|帐户|开户/.test(before)),
  },
  {
    kind: 'mobile',
    pattern: new RegExp(
      `(?<![0-9])(?<![0-9]\\.)(?:(?:\\+|00)86${GAP})?(?:1[3-9]${DIGIT}${GAP}${DIGIT}{4}${GAP}${DIGIT}{4}|1[3-9]${DIGIT}{2}${GAP}${DIGIT}{4}${GAP}${DIGIT}{3})(?![0-9])`,
      'g',
    ),
    holds: (value) => /^(?:\+?(?:00)?86)?1[3-9]\d{9}$/.test(value),
  },
  {
    kind: 'phone',
    pattern: /\+[1-9](?:[ -]{0,2}[0-9]){7,14}(?![0-9])/g,
    holds: (_, before) => /电话|手机|联系|tel|phone/i.test(before),
  },
  {
    kind: 'email',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@])/g,
    holds: isPersonalEmail,
  },
  {
    kind: 'passport',
    pattern: /(?<![A-Za-z0-9])(?:[DEGPS][A-Z]?[0-9]{7,8}|1[45][0-9]{7})(?![A-Za-z0-9])/g,
    holds: (value, before) => value.length === 9 && /护照|passport/i.test(before),
  },
  {
    kind: 'plate',
    pattern:
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])/g,
    holds: (_, before) => /车牌|号牌|牌照|车号|车辆/.test(before),
  },
]

const KEYWORD_REACH = 16

export function findPersonalData(text: string): Finding[] {
  const folded = fold(text)
  const taken = creditCodesIn(folded)
  const findings: Finding[] = []
  for (const detector of DETECTORS) {
    for (const finding of findingsOf(detector, folded)) {
      if (taken.some((one) => finding.at < one.at + one.length && one.at < finding.at + finding.length))
        continue
      taken.push(finding)
      findings.push(finding)
    }
  }
  for (const finding of findInContext(folded)) {
    if (taken.some((one) => finding.at < one.at + one.length && one.at < finding.at + finding.length))
      continue
    taken.push(finding)
    findings.push(finding)
  }
  return findings.sort((a, b) => a.at - b.at)
}

/** After a miss the search goes on one character later: in a table a row number may stand before the number meant. */
function findingsOf({ kind, pattern, holds }: Detector, folded: string): Finding[] {
  const findings: Finding[] = []
  const search = new RegExp(pattern)
  for (let match = search.exec(folded); match !== null; match = search.exec(folded)) {
    const at = match.index
    const before = folded.slice(Math.max(0, at - KEYWORD_REACH), at)
    const found = shortenings(match[0], kind).find((one) => holds(compact(one, kind), before))
    search.lastIndex = at + (found?.length ?? 1)
    if (found !== undefined)
      findings.push({ kind, at, length: found.length, masked: mask(kind, compact(found, kind)) })
  }
  return findings
}

/** The whole, then without what follows its last gap, and so on: the number after it may belong to the next cell. */
function shortenings(found: string, kind: PersonalDataKind): string[] {
  if (kind !== 'id-number' && kind !== 'bank-card' && kind !== 'iban') return [found]
  const gaps = [...found.matchAll(/[ -]+/g)].map((gap) => found.slice(0, gap.index))
  return [found, ...gaps.reverse()]
}

/** The text with every finding replaced by its mask. `findings` are those of this very text. */
export function maskText(text: string, findings: readonly Finding[]): string {
  let end = 0
  let masked = ''
  for (const finding of findings) {
    masked += text.slice(end, finding.at) + finding.masked
    end = finding.at + finding.length
  }
  return masked + text.slice(end)
}

/** Keeps what tells two persons in one list apart and nothing that finds them: 3****X, 138****8000. */
export function mask(kind: PersonalDataKind, value: string): string {
  const chars = [...value]
  if (kind === 'email') return `${chars[0] ?? ''}****${value.slice(value.indexOf('@'))}`
  if (kind === 'mobile') return `${value.slice(-11, -8)}****${value.slice(-4)}`
  if (kind === 'bank-card') return `****${value.slice(-4)}`
  if (kind === 'plate') return `${chars.slice(0, 2).join('')}****${chars.at(-1) ?? ''}`
  if (kind === 'phone') return `****${value.slice(-2)}`
  return `${chars[0] ?? ''}****${chars.at(-1) ?? ''}`
}

/** One character for one, so that every position stays that of the original. */
function fold(text: string): string {
  return foldWidth(text)
    .replace(/[^\S\n\r]/g, ' ')
    .replace(/[\u00ad\u2010-\u2015\u2212\uFE63]/g, '-')
}

function compact(found: string, kind: PersonalDataKind): string {
  if (kind === 'email') return found
  const joined = found.replace(/[ ·.-]/g, '')
  if (kind === 'id-number' || kind === 'bank-card' || kind === 'mobile')
    return joined.replaceAll('O', '0').toUpperCase()
  return joined
}

function creditCodesIn(folded: string): { at: number; length: number }[] {
  return [...folded.matchAll(/(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])/g)]
    .filter(({ 0: code }) => isCreditCode(code) && !isIdNumber(code))
    .map(({ index, 0: code }) => ({ at: index, length: code.length }))
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: six digits of the place, the date of birth, three of sequence, one check character. */
export function isIdNumber(value: string): boolean {
  const [, date] = /^[1-9]\d{5}((?:18|19|20)\d{6})\d{3}[\dX]$/.exec(value) ?? []
  if (date === undefined || !isDate(date)) return false
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(value[at]), 0)
  return '10X98765432'[sum % 11] === value[17]
}

function isOldIdNumber(value: string): boolean {
  return /^[1-9]\d{14}$/.test(value) && isDate(`19${value.slice(6, 12)}`)
}

function isDate(digits: string): boolean {
  const [year, month, day] = [
    Number(digits.slice(0, 4)),
    Number(digits.slice(4, 6)),
    Number(digits.slice(6, 8)),
  ]
  if (month < 1 || month > 12 || day < 1) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

function isLuhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, place = 0; at >= 0; at--, place++) {
    const digit = Number(digits[at])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0 && !/^(\d)\1*$/.test(digits)
}

/**
 * UnionPay credit cards have 16 digits and debit cards 19; the older issuer numbers below stand for debit cards
 * of 16 to 19. Luhn alone accepts every tenth number, so other lengths and schemes need a keyword.
 */
function hasCardPrefix(digits: string): boolean {
  if (/^62/.test(digits) && (digits.length === 16 || digits.length === 19)) return true
  return /^(?:955(?:88|99|33|50|55)|6227|6228|6222)/.test(digits) && digits.length >= 16
}

function isIban(value: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value)) return false
  let remainder = 0
  for (const char of value.slice(4) + value.slice(0, 4)) {
    const number = Number.parseInt(char, 36)
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97
  }
  return remainder === 1
}

/** Mailboxes of agencies are published on purpose; a private provider or the word beside it makes a finding. */
function isPersonalEmail(value: string, before: string): boolean {
  const domain = value.slice(value.indexOf('@') + 1).toLowerCase()
  if (domain === 'gov.cn' || domain.endsWith('.gov.cn')) return false
  if (
    /^(?:vip\.)?(?:qq|163|126|139|189|sina|sohu|foxmail|gmail|outlook|hotmail|yeah|aliyun|icloud|wo)\.(?:com|cn|net)$/.test(
      domain,
    )
  ) {
    return true
  }
  return /邮箱|邮件|电邮|mail/i.test(before)
}
