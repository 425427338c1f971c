import { type Id, siteId } from '#kernel/ids'
import { connect } from '#platform/database'
import type { Searchable, SearchRow } from '#platform/module'

/** A module of no kind, for tests: whatever stands on the shelf can be searched. */
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

export async function placeSite(ownerUrl: string): Promise<void> {
  const { db, close } = connect(ownerUrl)
  const words = { owner: '', operator: '', address: '', phone: '', icp_number: '', police_filing_number: '' }
  const names = { name: '云溪市人民政府', name_en: 'Yunxi', description: '', keywords: '' }
  await db
    .insertInto('platform.site')
    .values({
      id: SITE,
      key: 'yunxi',
      host: 'www.yunxi.example',
      site_id_code: '9999000001',
      ...words,
      ...names,
    })
    .onConflict((on) => on.doNothing())
    .execute()
  await close()
}
