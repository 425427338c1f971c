import { z } from 'zod'
import { NotFound } from '#kernel/refusals'
import { isShown, publicationAddress } from '#modules/foundation/publications'
import { readPageQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { base64 } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { isLogType, readLeaf } from '#transparency-log/leaf'
import { readNote } from '#transparency-log/note'
import { listOpenAlarms } from './alarms.ts'
import { machine, readIndex } from './machine.ts'
import { EntryPage } from './pages/entry-page.tsx'
import { LogPage } from './pages/log-page.tsx'
import {
  findEntry,
  findPublished,
  findSubject,
  listEntries,
  listEntriesOfItem,
  listKeyEntries,
} from './queries.ts'

const LogQuery = z.object({
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  type: z.string().refine(isLogType).optional(),
  unit: z
    .string()
    .regex(/^[0-9A-Z]{18}$/)
    .optional(),
})
const PAGE = 20

/** /log for people, and beside it the files that programs read. */
export const portal: Surface = (pages, tools) => {
  const { db } = tools
  pages.register(async (files) => machine(files, tools))

  pages.get('/', async (call, reply) => {
    reply.header('cache-control', 'no-cache')
    const published = await findPublished(db)
    if (!published) throw new NotFound('log.not-begun')
    const { before, ...filter } = readPageQuery(LogQuery, call.query)
    const { size, note } = published
    const rows = await listEntries(db, filter, { size, before, limit: PAGE })
    const [key] = (await listKeyEntries(db, size)).slice(-1)
    const { origin, root } = readCheckpoint(readNote(note).text)
    const last = rows[PAGE - 1]
    return (
      <LogPage
        log={{
          ...{ published, origin, root: base64(root), entries: rows.slice(0, PAGE) },
          vkey: key && String(readLeaf(key.leaf).data?.vkey),
          previous: before === undefined ? undefined : addressWith(filter),
          next: rows.length > PAGE && last ? addressWith({ ...filter, before: String(last.idx) }) : undefined,
          alarms: await listOpenAlarms(db),
        }}
      />
    )
  })

  pages.get<{ Params: { index: string } }>('/entries/:index', async (call, reply) => {
    reply.header('cache-control', 'no-cache')
    const { size } = (await findPublished(db)) ?? { size: 0 }
    const entry = (await findEntry(db, readIndex(call.params.index, size)))!
    const about = await findSubject(db, entry.item)
    const at = tools.view(call)
    const isHere = about?.site === at.site && (await isShown(at, about.subject))
    return (
      <EntryPage
        view={{
          ...{ entry, leaf: entry.leaf.toString('utf8') },
          chain: await listEntriesOfItem(db, entry.item, size),
          publication: isHere ? publicationAddress(about.subject) : undefined,
        }}
      />
    )
  })
}

function addressWith(filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return given.length > 0 ? `/log?${new URLSearchParams(given)}` : '/log'
}
