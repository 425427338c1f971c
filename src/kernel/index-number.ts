/**
 * Index numbers (索引号) after a template each site chooses, for example `{org_code}/{yyyy}-{serial:5}`.
 * Uniqueness and the serial itself belong to whoever keeps the counter.
 */
import { orgCodeOf } from './credit-code.ts'

export { orgCodeOf }

export type IndexNumberParts = { credit_code: string; year: number; month: number; serial: number }
export type IndexNumberTemplate = {
  format(parts: IndexNumberParts): string
  /** The serial and year a given number carries, or undefined when it does not follow the template. */
  read(text: string): { unit: string; year: number; serial: number } | undefined
}

const FIELD = /\{(org_code|credit_code|yyyy|mm|serial)(?::(\d))?\}/g

/** Throws when the template lacks the unit, the year or the serial: such numbers could not stay unique. */
export function indexNumberTemplate(template: string): IndexNumberTemplate {
  assertComplete(template)
  const pattern = patternOf(template)
  return {
    format: (parts) =>
      template.replace(FIELD, (_, field: string, width?: string) => written(field, width, parts)),
    read: (text) => {
      const found = pattern.exec(text)?.groups
      if (!found) return undefined
      return { unit: found.unit ?? '', year: Number(found.yyyy), serial: Number(found.serial) }
    },
  }
}

function assertComplete(template: string): void {
  const fields = [...template.matchAll(FIELD)].map((match) => match[1])
  const units = fields.filter((field) => field === 'org_code' || field === 'credit_code')
  const isComplete =
    units.length === 1 && ['yyyy', 'serial'].every((one) => fields.filter((f) => f === one).length === 1)
  if (!isComplete || /[{}]/.test(template.replace(FIELD, ''))) {
    throw new Error(`index number template needs one unit, {yyyy} and {serial}: ${template}`)
  }
}

function written(
  field: string,
  width: string | undefined,
  { credit_code, year, month, serial }: IndexNumberParts,
): string {
  if (field === 'org_code') return orgCodeOf(credit_code)
  if (field === 'credit_code') return credit_code
  if (field === 'yyyy') return String(year)
  if (field === 'mm') return String(month).padStart(2, '0')
  return String(serial).padStart(Number(width ?? 1), '0')
}

function patternOf(template: string): RegExp {
  let at = 0
  let source = ''
  for (const match of template.matchAll(FIELD)) {
    source += escaped(template.slice(at, match.index)) + fieldPattern(match[1] ?? '', match[2])
    at = match.index + match[0].length
  }
  return new RegExp(`^${source}${escaped(template.slice(at))}$`)
}

function fieldPattern(field: string, width: string | undefined): string {
  if (field === 'org_code') return '(?<unit>[0-9A-Z]{9})'
  if (field === 'credit_code') return '(?<unit>[0-9A-Z]{18})'
  if (field === 'yyyy') return '(?<yyyy>\\d{4})'
  if (field === 'mm') return '(?<mm>0[1-9]|1[0-2])'
  return `(?<serial>\\d{${width ?? 1},})`
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
