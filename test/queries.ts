import type { TestHouse } from './house.ts'

/** Statements that one uncached page sends. */
export async function queriesOf(house: TestHouse, path: string): Promise<number> {
  const seen: string[] = []
  const pool = house.connection.pool
  const connect = pool.connect.bind(pool)
  const client = await connect()
  client.release()
  const query = Object.getPrototypeOf(client).query
  Object.getPrototypeOf(client).query = function (...given: unknown[]) {
    const [first] = given as [string | { text?: string }]
    seen.push(typeof first === 'string' ? first : (first?.text ?? ''))
    return query.apply(this, given)
  }
  try {
    await house.visitor().visit(path)
  } finally {
    Object.getPrototypeOf(client).query = query
  }
  return seen.filter((text) => /^\s*(select|with)\b/i.test(text)).length
}
