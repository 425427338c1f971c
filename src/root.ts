import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the project, found from where this file runs: from its source or from what was built of it. */
export const projectRoot: string = find(import.meta.dirname)

/** The version that package.json names. */
export function productVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version
}

function find(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  if (dirname(folder) === folder) throw new Error('unreachable: no package.json above the program')
  return find(dirname(folder))
}
