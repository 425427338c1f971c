/**
 * How many times a second of processor time answers a cached page, against nginx and bare `node:http` sending the same
 * bytes. Ratios of one run: rounds are interleaved, so that a busy machine is unjust to all alike. Linux only.
 *
 *     node --conditions=source --import tsx bench/cached-page.ts [rounds] [seconds of each round]
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const GOAL = 0.6
const CONNECTIONS = 64
const CLOCK_TICKS = 100

/** Who asks: a browser gets 1 KB of brotli, a harvester of open data the whole page. */
const CALLERS: Record<string, Record<string, string>> = {
  browser: {
    host: 'county.test',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
    'accept-encoding': 'gzip, deflate, br, zstd',
    cookie: 'view=zh-CN.large.normal.auto.0',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'navigate',
    connection: 'keep-alive',
  },
  harvester: { host: 'county.test', accept: '*/*', connection: 'keep-alive' },
}

type Contestant = { name: string; port: number; server: ChildProcess; answered: number; cpuSeconds: number }
type Load = { headers: Record<string, string>; seconds: number }
type Sample = { headers: Record<string, string>; body: Buffer }

async function race(caller: string, rounds: number, seconds: number): Promise<void> {
  const headers = CALLERS[caller]!
  const directory = mkdtempSync(join(tmpdir(), 'mingtang-bench-'))
  const contestants: Contestant[] = []
  try {
    contestants.push(await startNode('page cache', 'cache'))
    const sample = await warm(contestants[0]!.port, headers)
    writeFileSync(
      join(directory, 'sample.json'),
      JSON.stringify({ ...sample, body: sample.body.toString('base64') }),
    )
    writeFileSync(join(directory, 'page.html'), sample.body)
    contestants.push(await startNode('node:http', 'bare', join(directory, 'sample.json')))
    if (hasNginx()) contestants.push(await startNginx(directory, sample))
    console.log(`\n${caller}: ${sample.body.length} bytes, ${rounds} rounds of ${seconds} s`)
    await compete(contestants, rounds, { headers, seconds })
    report(contestants)
  } finally {
    await Promise.all(contestants.map(({ server }) => stop(server)))
    rmSync(directory, { recursive: true, force: true })
  }
}

async function compete(contestants: readonly Contestant[], rounds: number, work: Load): Promise<void> {
  for (const { port } of contestants) await load(port, { ...work, seconds: 1 })
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(round + turn) % contestants.length]!
      const before = cpuSecondsOf(contestant.server.pid!)
      contestant.answered += await load(contestant.port, work)
      contestant.cpuSeconds += cpuSecondsOf(contestant.server.pid!) - before
    }
  }
}

function report(contestants: readonly Contestant[]): void {
  const rates = new Map(contestants.map(({ name, answered, cpuSeconds }) => [name, answered / cpuSeconds]))
  for (const [name, rate] of rates)
    console.log(`${name.padEnd(12)} ${Math.round(rate)} answers per CPU second`)
  const cached = rates.get('page cache')!
  console.log(`page cache / node:http: ${(cached / rates.get('node:http')!).toFixed(2)}`)
  const nginx = rates.get('nginx')
  if (nginx === undefined) {
    console.log('nginx is not installed: the goal was NOT measured')
    return
  }
  const ratio = cached / nginx
  console.log(
    `page cache / nginx: ${ratio.toFixed(2)}, goal ${GOAL}: ${ratio >= GOAL ? 'reached' : 'MISSED'}`,
  )
  if (ratio < GOAL) process.exitCode = 1
}

/** Each connection asks again when it has its answer. All answers are equally long, so counting bytes is enough. */
async function load(port: number, { headers, seconds }: Load): Promise<number> {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const question = Buffer.from(`GET /columns/notices HTTP/1.1\r\n${head.join('')}\r\n`)
  const length = await lengthOfAnswer(port, question)
  const deadline = performance.now() + seconds * 1_000
  let answered = 0

  const asking = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(port, '127.0.0.1').setNoDelay()
    let received = 0
    socket.on('data', (bytes) => {
      received += bytes.length
      if (received < length) return
      if (received > length) throw new Error(`an answer of ${received} bytes instead of ${length}`)
      received = 0
      answered += 1
      if (performance.now() < deadline) socket.write(question)
      else socket.end()
    })
    socket.write(question)
    return once(socket, 'close')
  })
  await Promise.all(asking)
  return answered
}

async function lengthOfAnswer(port: number, question: Buffer): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let received = Buffer.alloc(0)
  socket.write(question)
  for await (const bytes of socket) {
    received = Buffer.concat([received, bytes as Buffer])
    const end = received.indexOf('\r\n\r\n')
    const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received.toString('latin1'))?.[1]
    if (end !== -1 && length !== undefined && received.length >= end + 4 + Number(length)) break
  }
  return received.length
}

/** Asks until the answer comes from the cache, compressed if this caller accepts that. */
async function warm(port: number, headers: Record<string, string>): Promise<Sample> {
  for (;;) {
    const call = request({ host: '127.0.0.1', port, path: '/columns/notices', headers }).end()
    const [answer] = await once(call, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk)
    const isReady = !headers['accept-encoding'] || answer.headers['content-encoding'] === 'br'
    if (isReady) return { headers: answer.headers, body: Buffer.concat(chunks) }
    await pause(10)
  }
}

async function startNode(name: string, kind: 'cache' | 'bare', ...rest: string[]): Promise<Contestant> {
  const program = fileURLToPath(new URL('cached-page-server.ts', import.meta.url))
  const options = { stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'] }
  const server = spawn(process.execPath, [...process.execArgv, program, kind, ...rest], options)
  const [line] = await once(server.stdout!, 'data')
  return { name, port: Number(line), server, answered: 0, cpuSeconds: 0 }
}

function hasNginx(): boolean {
  return spawnSync('nginx', ['-v']).status === 0
}

async function startNginx(directory: string, { headers }: Sample): Promise<Contestant> {
  const port = await freePort()
  const own = new Set(['content-length', 'content-type', 'date', 'connection', 'keep-alive'])
  const added = Object.entries(headers).filter(([name]) => !own.has(name))
  const lines = added.map(([name, value]) => `add_header ${name} "${value.replaceAll('"', '\\"')}";`)
  writeFileSync(join(directory, 'nginx.conf'), nginxConfiguration(directory, port, lines))
  // Workers of a master that is root become another user, who cannot read a private temporary directory.
  const server = spawn('nginx', ['-p', directory, '-c', join(directory, 'nginx.conf')], { stdio: 'inherit' })
  await answering(port)
  return { name: 'nginx', port, server, answered: 0, cpuSeconds: 0 }
}

/** One process, no access log, open files remembered: nginx at its best on one core. */
function nginxConfiguration(directory: string, port: number, headers: readonly string[]): string {
  return `daemon off; master_process off; pid ${directory}/nginx.pid; error_log stderr error;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; server_tokens off;
      open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; etag off;
      client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory};
      uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
      server {
        listen 127.0.0.1:${port}; charset utf-8; types { } default_type text/html;
        location / { root ${directory}; try_files /page.html =404; ${headers.join(' ')} }
      }
    }`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, '127.0.0.1')
    const answers = await new Promise((resolve) =>
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false)),
    )
    socket.destroy()
    if (answers) return
    await pause(20)
  }
  throw new Error('nginx does not answer')
}

/** proc(5): fields 14 and 15, user and system time of all threads, counted after the name in brackets. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

for (const caller of Object.keys(CALLERS))
  await race(caller, Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 2))
