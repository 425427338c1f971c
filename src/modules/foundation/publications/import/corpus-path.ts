/** What the place of a file says: `<category>/<place or ministry>/<short title>(<date>).md`. */
import { type CivilDate, isCivilDate } from '#kernel/calendar'

export type CorpusPath = {
  /** The folder: files of one folder and one short title are versions of one law. */
  folder: string
  category: string
  place: string | null
  ministry: string | null
  short_title: string
  version_date: CivilDate | null
}

const DATED = /^(.*?)\s*[(（](\d{4}-\d{2}-\d{2})[)）]$/

export function readCorpusPath(path: string): CorpusPath {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.')
  const start = parts.lastIndexOf('laws') + 1
  const folders = parts.slice(start, -1)
  const name = (parts.at(-1) ?? '').replace(/\.(?:md|markdown)$/i, '').trim()
  const [category = '', division] = folders
  const [, short, date] = DATED.exec(name) ?? []
  const isDated = date !== undefined && isCivilDate(date)
  return {
    folder: folders.join('/'),
    category,
    place: category === '地方性法规' && division !== undefined ? division : null,
    ministry: category === '部门规章' && division !== undefined ? division : null,
    short_title: isDated ? (short ?? name) : name,
    version_date: isDated ? date : null,
  }
}
