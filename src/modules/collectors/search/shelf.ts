import { type Id, siteId } from '#kernel/ids'
import type { Searchable, SearchRow } from '#platform/module'

/** A module of no kind, for tests and the benchmark: whatever stands on the shelf can be searched. */
export type Shelf = {
  searchable: Searchable
  put(subject: Id, rows: readonly Partial<SearchRow>[]): void
  clear(subject: Id): void
}

/** Ids in the order of their numbers. */
export function idOf(number: number): Id {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as Id
}

export const SITE = siteId(1)

export function shelf(kind = 'paper'): Shelf {
  const rows = new Map<Id, SearchRow[]>()
  return {
    searchable: {
      kind,
      events: [`${kind}.changed`],
      rows: async (_, subject) => rows.get(subject) ?? [],
      subjects: async (_, after, limit) =>
        [...rows.keys()]
          .sort()
          .filter((id) => !after || id > after)
          .slice(0, limit),
    },
    put: (subject, given) =>
      void rows.set(
        subject,
        given.map((row, at) => rowOf(subject, at, row)),
      ),
    clear: (subject) => void rows.delete(subject),
  }
}

function rowOf(subject: Id, at: number, row: Partial<SearchRow>): SearchRow {
  return {
    id: at === 0 ? subject : (subject.replace('-8000-', `-80${String(at).padStart(2, '0')}-`) as Id),
    site: SITE,
    address: `/papers/${subject}`,
    title: '无题',
    document_number: null,
    publisher: '云溪市人民政府办公室',
    organisation: idOf(900),
    kind: 'document',
    columns: [],
    validity: 'valid',
    published_at: new Date('2026-11-01T09:00:00+08:00'),
    dated_on: null,
    current: true,
    text: '',
    ...row,
  }
}
