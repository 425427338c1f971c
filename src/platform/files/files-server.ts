/** The second origin: user files and nothing else. It knows no cookie, no page and no session. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { NotFound } from '#kernel/refusals'
import type { Actor } from '../act.ts'
import { isDatabaseDown } from '../database.ts'
import { circumstancesOf, stagehandsOf, systemActor, type World } from '../world.ts'
import { answerFile, type FileAnswer } from './answer-file.ts'

const NOBODY: Actor = { kind: 'visitor', id: 'visitor', unit: '', may: () => false }
/** Stands for the person to whom the signed address was given: their right was checked then. */
const SIGNED: Actor = systemActor('signed-address', [])

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
const GONE = '这里没有文件，或者地址已经过期。\nThere is no file here, or the address has expired.\n'
const AWAY = '文件暂时取不到，请过几分钟再试。\nThe file cannot be fetched now. Try again in a few minutes.\n'

export function filesListener(world: World): RequestListener {
  return (request, response) => {
    const { method = 'GET', url = '/', headers } = request
    answerAt(world, { method, url, headers })
      .catch((error: unknown) => failed(world, error))
      .then((answer) => send(response, answer))
      .catch((error: unknown) => {
        world.logger.warn({ err: error }, 'a file broke off')
        response.destroy()
      })
  }
}

/** Before the pages open: their policy names this origin, so its port must be known. */
export async function openFilesPort(host: string, port: number): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  return server
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

type Asked = { method: string; url: string; headers: Parameters<typeof answerFile>[0]['headers'] }

async function answerAt(world: World, { method, url, headers }: Asked): Promise<FileAnswer | string> {
  if (method !== 'GET' && method !== 'HEAD') return GONE
  const now = world.clock()
  const asked = world.files.addresses.read(url, now)
  if (!asked || !(await world.sites.all()).some(({ id }) => id === asked.site)) return GONE
  const { look } = stagehandsOf(world)
  const file = await look(circumstancesOf(asked.site, asked.isSigned ? SIGNED : NOBODY, now), (view) =>
    world.house.file(view, asked.id),
  )
  if (!file || !(file.isPublic || asked.isSigned)) return GONE
  return answerFile({ method, headers }, file, world.files.store)
}

function failed({ logger }: World, error: unknown): FileAnswer | string {
  if (error instanceof NotFound) return GONE
  if (!isDatabaseDown(error)) logger.error({ err: error }, 'a file could not be served')
  return AWAY
}

async function send(response: ServerResponse, answer: FileAnswer | string): Promise<void> {
  if (typeof answer === 'string') {
    const bytes = Buffer.from(answer)
    response.writeHead(answer === GONE ? 404 : 503, {
      ...PLAIN,
      'cache-control': 'no-store',
      'content-length': bytes.length,
    })
    response.end(bytes)
    return
  }
  response.writeHead(answer.status, answer.headers)
  if (answer.body) await pipeline(answer.body, response)
  else response.end()
}
