/** The rules say no. A refusal carries a stable code, which is API and is translated in a message catalogue. */

export type Params = Readonly<Record<string, string | number>>

export class Refusal extends Error {
  readonly code: string
  readonly params: Params

  constructor(code: string, params: Params = {}) {
    super(code)
    this.name = new.target.name
    this.code = code
    this.params = params
  }
}

/** The thing is not there, or the caller may not know that it is. */
export class NotFound extends Refusal {}

/** Nobody has signed in, and somebody must. */
export class Unauthenticated extends Refusal {}

/** The actor is known and lacks the right. On the portal use NotFound: what may not be seen does not exist. */
export class Forbidden extends Refusal {}

/** The thing is not in the state that the act needs. */
export class Conflict extends Refusal {}

/** The input is well formed but breaks a rule; `fields` names each field and the message key of what is wrong. */
export class Invalid extends Refusal {
  readonly fields: Readonly<Record<string, string>>

  constructor(code: string, fields: Readonly<Record<string, string>>, params: Params = {}) {
    super(code, params)
    this.fields = fields
  }
}

/** Too many calls; try again after so many seconds. */
export class TooMany extends Refusal {
  readonly retryAfterSeconds: number

  constructor(code: string, retryAfterSeconds: number) {
    super(code, { seconds: retryAfterSeconds })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Nothing is wrong with the call; the installation cannot do it just now. */
export class Unavailable extends Refusal {}
