import type { Params } from '#kernel/refusals'
import { EXTENSIONS, formatOf, isDeclaredAs } from './formats.ts'
import { callProtected, Exhausted, type Limits, type Unwelcome } from './protected-process.ts'

export type Given = { name: string; declared: string; bytes: Buffer }

export type Accepted = {
  accepted: true
  media_type: string
  extension: string
  /** The copy that may be shown: what it said of its makers and their machines is gone. */
  cleaned: Buffer
  /** The words in it, for search and for the scan for personal data; empty where it has none. */
  text: string
  /** Message keys of what was taken out. */
  removed: readonly string[]
  /** Message keys of what a person should look at before it is shown. */
  warnings: readonly string[]
  width?: number
  height?: number
}

export type Inspected = Accepted | { accepted: false; code: string; params?: Params }

const MB = 1024 * 1024
export const LARGEST_UPLOAD = 100 * MB

/** Whether a file may come in; and if it may, its cleaned copy and its text. Never throws on what is in the file. */
export async function inspectUpload({ name, declared, bytes }: Given): Promise<Inspected> {
  const format = formatOf(name)
  if (!format) return refused('upload.type-not-allowed', { allowed: EXTENSIONS.join(' ') })
  if (bytes.length === 0) return refused('upload.empty')
  if (bytes.length > LARGEST_UPLOAD) return refused('upload.too-large', { megabytes: LARGEST_UPLOAD / MB })
  if (!isDeclaredAs(format, declared)) return refused('upload.type-mismatch', { extension: format.extension })
  try {
    const answer = await callProtected<Accepted>(TASK, { format, bytes }, limitsFor(format.family))
    if (isUnwelcome(answer)) return { accepted: false, ...answer.refused }
    return { ...answer, cleaned: Buffer.from(answer.cleaned) }
  } catch (error) {
    if (error instanceof Exhausted) return refused(error.code)
    throw error
  }
}

const TASK = import.meta.resolve(`./inspection-task${import.meta.filename.slice(-3)}`)

function limitsFor(family: string): Limits {
  return { seconds: 60, megabytes: 700, addons: family === 'image' }
}

export function isUnwelcome(answer: object): answer is Unwelcome {
  return 'refused' in answer
}

function refused(code: string, params?: Params): Inspected {
  return { accepted: false, code, ...(params ? { params } : {}) }
}
