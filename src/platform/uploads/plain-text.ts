import type { Format } from './formats.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'

/** UTF-8 or UTF-16 by their mark, else UTF-8 if it is, else GB 18030, which Chinese offices have written for decades. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const mark = Buffer.from(bytes.subarray(0, 3)).toString('hex')
  if (mark.startsWith('fffe')) return decoded(bytes, 'utf-16le')
  if (mark.startsWith('feff')) return decoded(bytes, 'utf-16be')
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030')
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The copy is UTF-8, with the mark without which spreadsheets garble the Chinese of a CSV file. */
export async function cleanText(bytes: Buffer, { extension }: Format): Promise<Cleaned> {
  const text = decodeText(bytes)
  if (text === undefined || /[^\P{Cc}\t\n\r\f]/u.test(text))
    throw new NotTaken('upload.type-mismatch', { extension })
  const isTable = extension === 'csv'
  const hasFormula = isTable && /(?:^|[\n,;])[ ]*"?(?:[=@]|[+-](?![\d.]))/.test(text)
  return {
    cleaned: Buffer.from(isTable ? `\ufeff${text}` : text, 'utf8'),
    text,
    removed: [],
    warnings: hasFormula ? ['upload.has-formulas'] : [],
  }
}
