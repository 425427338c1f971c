import type { z } from 'zod'

/** What a person typed, kept as typed, and what is wrong with it: field → message key. */
export type Draft = {
  values: Readonly<Record<string, string | string[]>>
  errors: Readonly<Record<string, string>>
}

export type Reading<T> = { ok: true; value: T } | { ok: false; draft: Draft }

/** The message of what a shape left unnamed: a field that was not sent at all, or sent as something else. */
export const UNNAMED = {
  error: ({ input }: { input?: unknown }) =>
    input === undefined || input === null ? 'form.field-missing' : 'form.field-wrong',
}

export const EMPTY_DRAFT: Draft = { values: {}, errors: {} }

/** Reads a posted form. All errors at once, the first of each field; zod messages are message keys. */
export function readForm<Shape extends z.ZodType>(shape: Shape, body: unknown): Reading<z.output<Shape>> {
  const values = typedIn(body)
  const result = shape.safeParse(values, UNNAMED)
  if (result.success) return { ok: true, value: result.data }
  const errors: Record<string, string> = {}
  for (const issue of result.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message
  return { ok: false, draft: { values, errors } }
}

export function draftOf(values: Readonly<Record<string, string | string[] | null | undefined>>): Draft {
  const present = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return { values: Object.fromEntries(present) as Draft['values'], errors: {} }
}

/** The same draft with errors that only the rules could find. */
export function withErrors(draft: Draft, errors: Readonly<Record<string, string>>): Draft {
  return { values: draft.values, errors: { ...draft.errors, ...errors } }
}

export function typed(draft: Draft, field: string): string {
  const value = draft.values[field]
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}

function typedIn(body: unknown): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = Object.create(null)
  if (typeof body !== 'object' || body === null) return values
  for (const [field, value] of Object.entries(body)) {
    if (typeof value === 'string') values[field] = plain(value)
    else if (Array.isArray(value)) values[field] = value.map((each) => plain(String(each)))
  }
  return values
}

/** No keyboard types a NUL, and no text column of the database takes one. */
function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\0', '')
}
