import { Invalid, type Params } from '#kernel/refusals'
import { callProtected, Exhausted } from '../uploads/protected-process.ts'

/** Asks the protected process; what it does not take becomes a refusal of the field `file`. */
export async function readProtected<Answer extends object>(task: string, given: object): Promise<Answer> {
  const answer = await callProtected<Answer>(task, given, { seconds: 60, megabytes: 700 }).catch((error) => {
    if (error instanceof Exhausted) throw unreadable(error.code)
    throw error
  })
  if ('refused' in answer) throw unreadable(answer.refused.code, answer.refused.params)
  return answer
}

export function unreadable(code: string, params: Params = {}): Invalid {
  return new Invalid(code, { file: code }, params)
}
