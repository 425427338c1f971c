import type { Params } from '#kernel/refusals'

/** Why a file does not come in: the code is the key of a message. */
export class NotTaken extends Error {
  readonly code: string
  readonly params: Params | undefined
  constructor(code: string, params?: Params) {
    super(code)
    this.code = code
    this.params = params
  }
}

export function isNotTaken(error: unknown): error is NotTaken {
  return error instanceof NotTaken
}
