import { addressOf, type Id } from '#kernel/ids'
import { DESK } from './desk-paths.ts'

export const IMPORT = `${DESK}/import`

export function runPath(id: Id): string {
  return `${IMPORT}/${addressOf(id)}`
}
