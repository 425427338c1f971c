/** The others: nginx, as an operator who wants speed would set it up for one core, and bare `node:http`. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '#test/journeys/product'
import type { Caller, Sample } from './cached-page-samples.ts'

export type Contestant = {
  name: string
  pid: number
  urlFor(sample: Sample): string
  stop(): Promise<void>
}

/** What these servers write by themselves. */
const WRITTEN_ANYWAY = new Set(['content-length', 'content-type', 'date', 'connection', 'keep-alive'])

export async function startBare(directory: string, samples: readonly Sample[]): Promise<Contestant> {
  const file = join(directory, 'samples.json')
  writeFileSync(file, JSON.stringify(samples.map(bareSample)))
  const here = fileURLToPath(import.meta.url)
  const program = join(here, '..', `cached-page-server${extname(here)}`)
  const server = spawn(process.execPath, [...process.execArgv, program, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(server.stdout, 'data')
  const url = `http://127.0.0.1:${Number(line)}`
  return { name: 'node:http', pid: server.pid!, urlFor: ({ path }) => url + path, stop: () => stop(server) }
}

function bareSample({ path, answer, body, headers }: Sample) {
  const own = new Set(['date', 'connection', 'keep-alive'])
  const fields = Object.entries(answer).filter(([name]) => !own.has(name))
  const isCompressed = headers['Accept-Encoding'] !== undefined
  return { path, isCompressed, fields: fields.flat(), body: body.toString('base64') }
}

/** Workers of a master that is root become another user, who cannot read a private directory: so the one process works. */
export async function startNginx(directory: string, samples: readonly Sample[]): Promise<Contestant> {
  const ports = { browser: await freePort(), harvester: await freePort() }
  const file = join(directory, 'nginx.conf')
  writeFileSync(file, nginxConfiguration(directory, samples, ports))
  const server = spawn('nginx', ['-p', directory, '-c', file], { stdio: 'inherit' })
  for (const port of Object.values(ports)) await answering(port)
  const urlFor = ({ caller, path }: Sample) => `http://127.0.0.1:${ports[caller]}${path}`
  return { name: 'nginx', pid: server.pid!, urlFor, stop: () => stop(server) }
}

/** A server for each kind of caller: nginx need not look at `Accept-Encoding`, which the page cache must. */
function nginxConfiguration(
  directory: string,
  samples: readonly Sample[],
  ports: Record<Caller, number>,
): string {
  const servers = Object.entries(ports).map(([caller, port]) => {
    const own = samples.filter((sample) => sample.caller === caller)
    return `server { listen 127.0.0.1:${port}; ${own.map((sample) => location(directory, sample)).join('\n')} }`
  })
  return `daemon off; master_process off; worker_processes 1; pid ${directory}/nginx.pid; error_log stderr error;
    events { worker_connections 1024; }
    http {
      access_log off; server_tokens off; etag off; max_ranges 0; types { }
      sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 75s 72s;
      open_file_cache max=100 inactive=1h; open_file_cache_valid 1h;
      client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory};
      uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
      ${servers.join('\n')}
    }`
}

function location(directory: string, { page, caller, path, answer, body }: Sample): string {
  const name = `${page}-${caller}`
  writeFileSync(join(directory, name), body)
  // An address that ends in a slash is a folder to `alias`.
  const file = path.endsWith('/')
    ? `root ${directory}; try_files /${name} =404;`
    : `alias ${directory}/${name};`
  const added = Object.entries(answer).filter(([name]) => !WRITTEN_ANYWAY.has(name))
  const lines = added.map(([name, value]) => `add_header ${name} ${quoted(String(value))};`)
  return `location = ${path} {
    ${file} default_type ${quoted(answer['content-type']!)}; add_header Last-Modified ""; ${lines.join(' ')}
  }`
}

function quoted(value: string): string {
  if (value.includes('$')) throw new Error(`nginx would read a variable in ${value}`)
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
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

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}
