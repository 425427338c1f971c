/**
 * Document numbers (发文字号): 机关代字〔year〕serial号 with six-corner brackets, no leading zero and no 第;
 * orders and announcements are counted without a year: 国务院令第711号.
 */
import { foldWidth, readChineseNumber } from './chinese-text.ts'

export type DocumentNumber =
  | { kind: 'document'; agency_mark: string; year: number; number: number; text: string }
  | { kind: 'order'; agency_mark: string; year: null; number: number; text: string }

export type DocumentNumberFault =
  | 'document-number.empty'
  | 'document-number.leading-zero'
  | 'document-number.ordinal'
  | 'document-number.year'
  | 'document-number.unreadable'

export type DocumentNumberReading =
  | { ok: true; value: DocumentNumber }
  | { ok: false; why: DocumentNumberFault }

const OPENING = /[[(【{〔〖〘［｛]/g
const CLOSING = /[\])】}〕〗〙］｝]/g
const NUMBERED = /^([^〔〕\d《》“”]{1,20}?)〔(\d{4})〕(第?)(\d{1,5})号$/
const ORDER = /^([^〔〕\d《》“”]{1,60}(?:令|公告))第([\d〇零一二三四五六七八九十百千]{1,9})号$/
/** Older ministries wrote 海关总署第61号令. */
const INVERTED_ORDER = /^([^〔〕\d《》“”]{1,60})第([\d〇零一二三四五六七八九十百千]{1,9})号令$/

export function readDocumentNumber(text: string): DocumentNumberReading {
  const plain = normalise(text)
  if (plain === '') return { ok: false, why: 'document-number.empty' }
  return readNumbered(plain) ?? readOrder(plain) ?? { ok: false, why: 'document-number.unreadable' }
}

function normalise(text: string): string {
  return foldWidth(text).replace(/\s/g, '').replace(OPENING, '〔').replace(CLOSING, '〕')
}

function readNumbered(plain: string): DocumentNumberReading | undefined {
  const [, mark, year, ordinal, serial] = NUMBERED.exec(plain) ?? []
  if (mark === undefined || year === undefined || serial === undefined) return undefined
  if (ordinal) return { ok: false, why: 'document-number.ordinal' }
  if (serial.startsWith('0')) return { ok: false, why: 'document-number.leading-zero' }
  if (serial.length > 4) return { ok: false, why: 'document-number.unreadable' }
  if (year < '1900' || year > '2100') return { ok: false, why: 'document-number.year' }
  return {
    ok: true,
    value: { kind: 'document', agency_mark: mark, year: Number(year), number: Number(serial), text: plain },
  }
}

function readOrder(plain: string): DocumentNumberReading | undefined {
  const inverted = INVERTED_ORDER.exec(plain)
  const [, mark, serial] = ORDER.exec(plain) ?? (inverted ? ['', `${inverted[1]}令`, inverted[2]] : [])
  if (mark === undefined || serial === undefined) return undefined
  if (/^[0零〇]/.test(serial)) return { ok: false, why: 'document-number.leading-zero' }
  const number = readChineseNumber(serial)
  if (number === undefined) return undefined
  return {
    ok: true,
    value: { kind: 'order', agency_mark: mark, year: null, number, text: `${mark}第${serial}号` },
  }
}
