/** What the product answers from its cache: the bytes and headers that the other contestants have to send too. */
import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export type Caller = 'browser' | 'harvester'

export type Sample = {
  page: string
  caller: Caller
  path: string
  /** What the caller sends. */
  headers: Record<string, string>
  answer: IncomingHttpHeaders
  body: Buffer
}

export const CALLERS: Record<Caller, Record<string, string>> = {
  browser: {
    Connection: 'keep-alive',
    'User-Agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'navigate',
    'Accept-Encoding': 'gzip, deflate, br, zstd',
    'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.8',
    Cookie: 'view=zh-CN.large.normal.auto.0',
  },
  harvester: { 'User-Agent': 'open-data-harvester/2.1', Accept: '*/*' },
}

/** What one server says of itself and of the moment. */
const OWN = new Set(['server', 'date'])

type Newest = { publications: { address: string }[] }

export async function takeSamples(url: string): Promise<Sample[]> {
  const newest = (await (await fetch(`${url}/publications.json?limit=1`)).json()) as Newest
  const pages = {
    home: '/',
    list: '/columns/policies/documents',
    document: new URL(newest.publications[0]!.address, url).pathname,
  }
  const samples: Sample[] = []
  for (const [page, path] of Object.entries(pages)) {
    for (const caller of ['browser', 'harvester'] as const) {
      const headers = CALLERS[caller]
      samples.push({ page, caller, path, headers, ...(await warm(url + path, headers)) })
    }
  }
  return samples
}

export async function differences(url: string, sample: Sample): Promise<string[]> {
  const { answer, body } = await ask(url, sample.headers)
  const names = new Set([...Object.keys(answer), ...Object.keys(sample.answer)])
  const found = [...names].filter((name) => !OWN.has(name) && answer[name] !== sample.answer[name])
  const said = found.map((name) => `${name}: ${answer[name]} instead of ${sample.answer[name]}`)
  return body.equals(sample.body) ? said : [...said, `${body.length} bytes instead of ${sample.body.length}`]
}

type Answer = Pick<Sample, 'answer' | 'body'>

/** Asks until the page comes in the form that this caller likes best: the first answer is made, the second is kept. */
async function warm(url: string, headers: Record<string, string>): Promise<Answer> {
  const form = headers['Accept-Encoding'] === undefined ? undefined : 'br'
  await ask(url, headers)
  for (let attempt = 0; attempt < 500; attempt++) {
    const answer = await ask(url, headers)
    if (answer.answer['content-encoding'] === form && answer.answer.etag !== undefined) return answer
    await pause(10)
  }
  throw new Error(`${url} is not kept by the cache`)
}

async function ask(url: string, headers: Record<string, string>): Promise<Answer> {
  const call = request(url, { headers: { Connection: 'keep-alive', ...headers } }).end()
  const [answer] = await once(call, 'response')
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`)
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return { answer: answer.headers, body: Buffer.concat(chunks) }
}
