import { globSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { IMPORTABLE, type Source } from '#modules/foundation/publications'
import { UsageError } from './command.ts'

export type Found = {
  folder: string
  paths: string[] /** Files in a form that no import reads. */
  others: string[]
}

export function findFiles(given: string): Found {
  const place = resolve(given)
  const kind = statSync(place, { throwIfNoEntry: false })
  if (!kind) throw new UsageError(`${given}: there is no such file or folder.`)
  if (kind.isFile()) return { folder: dirname(place), paths: [place], others: [] }
  const all = globSync('**/*', { cwd: place, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const isReadable = (path: string) => IMPORTABLE.test(path)
  return { folder: place, paths: all.filter(isReadable), others: all.filter((path) => !isReadable(path)) }
}

export function sourcesOf({ folder, paths }: Found): Source[] {
  return paths.map((path) => sourceAt(folder, path))
}

/** A list given alone may name files that lie beside it; what lies outside its folder is not its own. */
export function besideIn({ folder }: Found): (path: string) => Source | undefined {
  return (path) => {
    const there = resolve(folder, path)
    const isInside = there.startsWith(`${folder}${sep}`)
    return isInside && statSync(there, { throwIfNoEntry: false })?.isFile()
      ? sourceAt(folder, there)
      : undefined
  }
}

function sourceAt(folder: string, path: string): Source {
  return { path: placeOf(folder, path), read: () => readFile(path) }
}

/**
 * What makes the key of a law: the same whether the whole collection, one of its folders or a single file is given,
 * as long as it lies under a folder named `laws`.
 */
function placeOf(folder: string, path: string): string {
  const parts = path.split(sep)
  const laws = parts.lastIndexOf('laws', parts.length - 2)
  return laws < 0 ? relative(folder, path).split(sep).join('/') : parts.slice(laws).join('/')
}
