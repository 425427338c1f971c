/** Bare `node:http`, sending the samples of `cached-page.ts`: what Node itself makes of it. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Bare = { path: string; isCompressed: boolean; fields: string[]; body: string }

const samples = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Bare[]
const answers = new Map(
  samples.map(({ path, isCompressed, fields, body }) => [
    `${path} ${isCompressed}`,
    { fields, bytes: Buffer.from(body, 'base64') },
  ]),
)

const server = createServer((call, answer) => {
  const { fields, bytes } = answers.get(`${call.url} ${call.headers['accept-encoding'] !== undefined}`)!
  answer.writeHead(200, fields)
  answer.end(bytes)
})
server.keepAliveTimeout = 72_000
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
