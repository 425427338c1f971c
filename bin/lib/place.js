import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the installation. Everything in bin/ is plain JavaScript that Node 20 runs, without any package. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const NODE_WANTED = [24, 15]

export function inRoot(...parts) {
  return join(ROOT, ...parts)
}

export function hashOf(...contents) {
  const hash = createHash('sha256')
  for (const content of contents) hash.update(content).update('\0')
  return hash.digest('hex')
}

export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** Progress goes to the error stream: the output of a command stays clean for pipes. */
export function tell(line) {
  process.stderr.write(`${line}\n`)
}

/** Ends with a message a person can act on, no stack. */
export class Trouble extends Error {}

export function failWith(error) {
  tell(error instanceof Trouble ? `\nMingtang cannot start: ${error.message}` : error.stack)
  process.exit(1)
}
