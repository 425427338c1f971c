import pg from 'pg'
import { startEmbedded } from './embedded.ts'

/** A program for tests to kill: it starts the database, then says of each row that its commit was acknowledged. */
const server = await startEmbedded({ dataDir: process.argv[2] ?? '' })
const client = new pg.Client(server.ownerUrl)
await client.connect()
await client.query('create table if not exists promise (number integer primary key)')
const known = await client.query<{ last: number }>(
  'select coalesce(max(number), 0)::int as last from promise',
)
console.log(`server ${server.pid}`)
for (let number = (known.rows[0]?.last ?? 0) + 1; ; number++) {
  await client.query('insert into promise values ($1)', [number])
  console.log(`kept ${number}`)
}
