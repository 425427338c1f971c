/** How one process tells the others which pages a commit made old: PostgreSQL's LISTEN and NOTIFY. */
import { Client, type ClientConfig, type Notification } from 'pg'

export const DROP_CHANNEL = 'mingtang_cache'

/** PostgreSQL refuses a payload of 8,000 bytes or more. */
const LONGEST_NOTICE = 7_000

export type DropNotice = { tags: readonly string[] | 'all' }

/** What the writer notifies, in its own transaction. Too many tags for one notice become everything. */
export function dropNotice(tags: Iterable<string>): string {
  const exact = JSON.stringify({ tags: [...tags] })
  return Buffer.byteLength(exact) <= LONGEST_NOTICE ? exact : JSON.stringify({ tags: 'all' })
}

const MOST_NOTICES = 32

/**
 * In several notices, where one is too short: an act may concern more than one site, so the tag of its own would not
 * be enough.
 */
export function dropNotices(tags: Iterable<string>): string[] {
  const notices: string[][] = []
  let length = LONGEST_NOTICE
  for (const tag of tags) {
    const added = Buffer.byteLength(JSON.stringify(tag)) + 1
    if (length + added > LONGEST_NOTICE - 100) {
      notices.push([])
      length = 0
    }
    notices.at(-1)!.push(tag)
    length += added
  }
  if (notices.length > MOST_NOTICES) return [JSON.stringify({ tags: 'all' })]
  return notices.map((part) => dropNotice(part))
}

/** A notice that cannot be read may be about any page. */
export function readDropNotice(payload: string): DropNotice {
  try {
    const { tags } = JSON.parse(payload)
    const isList = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
    return { tags: isList ? tags : 'all' }
  } catch {
    return { tags: 'all' }
  }
}

export type DropListener = {
  connectionString: string
  channel?: string
  onDrop: (tags: readonly string[]) => void
  /** Everything may have changed: a notice that names no tags. */
  onDropAll: () => void
  /** From now on changes elsewhere go unheard. Told once for each loss, also if the first connection fails. */
  onLost: (cause: Error) => void
  /** Listening (again). What was missed is unknown. */
  onHeard: () => void
  /** A connection may die without a word; each beat asks it for a sign of life, and waits as long for it. */
  heartbeatMs?: number
  firstRetryMs?: number
}

const LONGEST_RETRY_MS = 10_000

/** Answers when the first attempt has succeeded or failed; goes on trying until closed. */
export async function listenForDrops(listener: DropListener): Promise<{ close(): Promise<void> }> {
  const { firstRetryMs = 100, onLost } = listener
  let client: Client | undefined
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let isClosed = false
  let wasTold = false

  async function connect(): Promise<void> {
    try {
      client = await openListener(listener, lose)
      if (isClosed) return await client.end()
      failures = 0
      wasTold = false
      listener.onHeard()
    } catch (cause) {
      lose(cause as Error)
    }
  }

  function lose(cause: Error): void {
    client = undefined
    if (isClosed) return
    if (!wasTold) onLost(cause)
    wasTold = true
    retry = setTimeout(connect, Math.min(LONGEST_RETRY_MS, firstRetryMs * 2 ** failures))
    failures = Math.min(failures + 1, 16)
  }

  await connect()
  return {
    async close() {
      isClosed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}

/** `lose` is called at most once, and only after this has succeeded. */
async function openListener(listener: DropListener, lose: (cause: Error) => void): Promise<Client> {
  const { channel = DROP_CHANNEL, heartbeatMs = 10_000 } = listener
  const client = new Client(clientConfig(listener.connectionString, heartbeatMs))
  let isOpen = false
  let beat: NodeJS.Timeout | undefined

  function fail(cause: Error): void {
    clearInterval(beat)
    if (!isOpen) return
    isOpen = false
    lose(cause)
    client.end().catch(() => {})
  }

  client.on('error', fail)
  client.on('end', () => fail(new Error('the connection that hears of changes was closed')))
  client.on('notification', (notice) => hear(notice, listener))
  await client.connect()
  try {
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
  } catch (cause) {
    client.end().catch(() => {})
    throw cause
  }
  isOpen = true
  beat = setInterval(() => client.query('select 1').catch(fail), heartbeatMs).unref()
  return client
}

function hear({ payload }: Notification, { onDrop, onDropAll }: DropListener): void {
  const { tags } = readDropNotice(payload ?? '')
  if (tags === 'all') onDropAll()
  else onDrop(tags)
}

function clientConfig(connectionString: string, patienceMs: number): ClientConfig {
  return {
    connectionString,
    application_name: 'mingtang cache',
    keepAlive: true,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  }
}
