import { globSync, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { type ImportText, readImportFile } from '#modules/foundation/publications'
import { UsageError } from './command.ts'

export type Found = {
  folder: string
  paths: string[] /** Files in another form than Markdown. */
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
  const isMarkdown = (path: string) => /\.(?:md|markdown)$/i.test(path)
  return { folder: place, paths: all.filter(isMarkdown), others: all.filter((path) => !isMarkdown(path)) }
}

const LARGEST = 4 * 1024 * 1024

export type Unread = { path: string; title: string; why: string }

/** A file that cannot be read is named and the next one read. */
export async function readFiles({
  folder,
  paths,
}: Found): Promise<{ texts: ImportText[]; unread: Unread[] }> {
  const texts: ImportText[] = []
  const unread: Unread[] = []
  for (const path of paths) {
    const name = placeOf(folder, path)
    try {
      if ((await stat(path)).size > LARGEST)
        unread.push({ path: name, title: basename(path), why: 'file-too-large' })
      else texts.push(readImportFile(name, await readFile(path, 'utf8')))
    } catch (error) {
      unread.push({ path: name, title: basename(path), why: (error as Error).message })
    }
  }
  return { texts, unread }
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
