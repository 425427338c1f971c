/** `warn` can wait until tomorrow, `fail` cannot. */
export type Level = 'ok' | 'warn' | 'fail'

export type Finding = { check: string; level: Level; what: string; todo?: string }

export const ok = (check: string, what: string): Finding => ({ check, level: 'ok', what })
export const warn = (check: string, what: string, todo: string): Finding => ({
  check,
  level: 'warn',
  what,
  todo,
})
export const fail = (check: string, what: string, todo: string): Finding => ({
  check,
  level: 'fail',
  what,
  todo,
})

/** A check that itself breaks is a finding, and the others go on. */
export async function attempt(check: string, look: () => Promise<Finding[]> | Finding[]): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    return [
      fail(
        check,
        `could not be looked at: ${(error as Error).message}`,
        'See the message; ask again when it is mended.',
      ),
    ]
  }
}
