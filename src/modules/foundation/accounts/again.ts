import { z } from 'zod'
import { ownAddress } from '#platform/http/call'

/** A form that was posted before the person had proven anew who they are. */
export type Waiting = { path: string; fields: Record<string, string | string[]> }

const Fields = z.record(z.string().max(100), z.union([z.string(), z.array(z.string())]))
const Shape = z.object({ path: z.string().max(500), fields: Fields })

/** What must never stand in a page again: whoever is asked for it types it anew. */
const SECRET = new Set(['_forgery', 'password', 'present', 'code', 'response'])

export function waitingOf(path: unknown, body: unknown): Waiting | undefined {
  const own = ownDeskPath(path)
  const fields = Fields.safeParse(body)
  if (!own || !fields.success) return undefined
  return {
    path: own,
    fields: Object.fromEntries(Object.entries(fields.data).filter(([name]) => !SECRET.has(name))),
  }
}

export function writeWaiting(waiting: Waiting | undefined): string | undefined {
  return waiting && JSON.stringify(waiting)
}

export function readWaiting(text: unknown): Waiting | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    const { path, fields } = Shape.parse(JSON.parse(text))
    return waitingOf(path, fields)
  } catch {
    return undefined
  }
}

function ownDeskPath(path: unknown): string | undefined {
  const own = ownAddress(path, '')
  return own.startsWith('/desk/') && !own.startsWith('/desk/elevate') ? own : undefined
}
