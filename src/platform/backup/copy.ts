import type pg from 'pg'

/** What of `pg`'s connection a COPY needs; its type declarations leave these out. */
type Wire = {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
  stream: {
    pause(): void
    resume(): void
    writableNeedDrain: boolean
    once(event: 'drain', act: () => void): void
  }
}

/** The whole of what `pg` asks of something that stands in its queue of queries. */
type Turn = {
  submit(wire: Wire): void
  handleRowDescription(): void
  handleDataRow(): void
  handleCommandComplete(answer: { text: string }): void
  handleReadyForQuery(): void
  handleError(error: Error): void
  handleCopyInResponse(wire: Wire): void
  handleCopyData(message: { chunk: Buffer }, wire: Wire): void
}

const BLOCK = 256 * 1024

/** Reads `COPY … TO STDOUT` in blocks of whole rows, never ahead of the reader. Returns the number of rows. */
export async function* copyOut(client: pg.ClientBase, sql: string): AsyncGenerator<Buffer, number> {
  const blocks: Buffer[] = []
  let held: Buffer[] = []
  let heldBytes = 0
  let wire: Wire | undefined
  let rows = 0
  let end: { error?: Error } | undefined
  let wake = () => {}

  const flush = () => {
    if (heldBytes > 0) blocks.push(Buffer.concat(held, heldBytes))
    held = []
    heldBytes = 0
  }
  const finish = (error?: Error) => {
    flush()
    end ??= error ? { error } : {}
    wake()
  }
  begin(client, {
    submit: (given) => {
      wire = given
      given.query(sql)
    },
    handleCopyData: ({ chunk }) => {
      // The parser overwrites its buffer with the next message.
      held.push(Buffer.from(chunk))
      heldBytes += chunk.length
      if (heldBytes < BLOCK) return
      flush()
      wire?.stream.pause()
      wake()
    },
    handleCommandComplete: ({ text }) => {
      rows = rowsOf(text)
    },
    handleReadyForQuery: () => finish(),
    handleError: finish,
  })
  for (;;) {
    const block = blocks.shift()
    if (block) {
      yield block
      continue
    }
    if (end?.error) throw end.error
    if (end) return rows
    await new Promise<void>((resolve) => {
      wake = resolve
      wire?.stream.resume()
    })
  }
}

/** Feeds `COPY … FROM STDIN`, as fast as the server takes it. Answers with the number of rows. */
export async function copyIn(
  client: pg.ClientBase,
  sql: string,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  let rows = 0
  let failure: Error | undefined
  await new Promise<void>((resolve, reject) => {
    begin(client, {
      submit: (wire) => wire.query(sql),
      handleCopyInResponse: (wire) => {
        feed(wire, source, () => failure !== undefined).catch((error: Error) => {
          failure = error
          wire.sendCopyFail(error.message.slice(0, 200))
        })
      },
      handleCommandComplete: ({ text }) => {
        rows = rowsOf(text)
      },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve()),
      handleError: (error) => {
        failure ??= error
        reject(failure)
      },
    })
  })
  return rows
}

async function feed(wire: Wire, source: AsyncIterable<Buffer>, isOver: () => boolean): Promise<void> {
  for await (const block of source) {
    if (isOver()) return
    wire.sendCopyFromChunk(block)
    if (wire.stream.writableNeedDrain)
      await new Promise<void>((resolve) => wire.stream.once('drain', resolve))
  }
  wire.endCopyFrom()
}

function begin(client: pg.ClientBase, turn: Partial<Turn>): void {
  const nothing = () => undefined
  const whole: Turn = {
    submit: nothing,
    handleRowDescription: nothing,
    handleDataRow: nothing,
    handleCommandComplete: nothing,
    handleReadyForQuery: nothing,
    handleError: nothing,
    handleCopyInResponse: nothing,
    handleCopyData: nothing,
    ...turn,
  }
  client.query(whole as unknown as pg.Submittable)
}

function rowsOf(text: string): number {
  return Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0)
}
