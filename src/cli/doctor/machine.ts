import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { newFileKey } from '#platform/files/file-store'
import { openFileStore } from '#platform/files/open-store'
import { FIRST_SITE } from '#platform/sites'
import { type Config, keysDirOf } from '../../config.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const GB = 1024 ** 3
const DAY_MS = 86_400_000
const NODE_WANTED = [24, 15] as const

export function checkNode(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isEnough = major > NODE_WANTED[0] || (major === NODE_WANTED[0] && minor >= NODE_WANTED[1])
  return [
    isEnough
      ? ok('node', `Node ${process.versions.node}`)
      : fail(
          'node',
          `Node ${process.versions.node} is too old`,
          `Run it through bin/, or install Node ${NODE_WANTED.join('.')}.`,
        ),
  ]
}

/** Packages with a binary of their own, which an installation for another platform leaves out. */
export async function checkNativePackages(): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of ['@node-rs/jieba', 'sharp']) {
    try {
      await import(name)
      findings.push(ok('packages', `${name} loads`))
    } catch (error) {
      findings.push(
        fail(
          'packages',
          `${name} does not load: ${(error as Error).message.split('\n')[0]}`,
          'Install again on this machine: remove node_modules and start.',
        ),
      )
    }
  }
  return findings
}

export async function checkDisk({ dataDir }: Config): Promise<Finding[]> {
  const { bavail, blocks, bsize } = await statfs(nearest(dataDir))
  const free = bavail * bsize
  const share = blocks === 0 ? 1 : bavail / blocks
  const what = `${(free / GB).toFixed(1)} GB free (${Math.round(share * 100)} %) for ${dataDir}`
  if (free < GB) return [fail('disk', what, 'Make room now: with a full disk nothing can be published.')]
  if (share < 0.1) return [warn('disk', what, 'Make room, or move DATA_DIR to a larger disk.')]
  return [ok('disk', what)]
}

/** Writes a file where files go, reads it back and removes it. */
export async function checkFiles({ files, dataDir }: Config, now: Date): Promise<Finding[]> {
  const where =
    files.place.kind === 's3' ? `${files.place.endpoint}/${files.place.bucket}` : 'the directory of files'
  const store = openFileStore(files.place, dataDir)
  const key = newFileKey(FIRST_SITE, now)
  try {
    await store.put(key, Buffer.from('x'))
    const found = await store.stat(key)
    await store.remove(key)
    if (found?.length === 1) return [ok('files', `${where} takes and gives back files`)]
    return [
      fail('files', `${where} took a file and did not keep it`, 'Look at FILES_URL and at the storage.'),
    ]
  } catch (error) {
    return [
      fail(
        'files',
        `${where} cannot be written: ${(error as Error).message}`,
        'Give the directory to the account that runs Mingtang, or correct FILES_URL.',
      ),
    ]
  }
}

const OLD_KEY_DAYS = 2 * 365

export function checkKeys(config: Config, now: Date): Finding[] {
  const folder = keysDirOf(config)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.key')) : []
  const masters = names.filter((name) => name.startsWith('master-')).sort()
  if (masters.length === 0)
    return [
      fail(
        'keys',
        `there is no master key in ${folder}`,
        'Bring the keys back: bin/mingtang.js restore takes them with --keys.',
      ),
    ]
  const open = [...names.map((name) => join(folder, name)), folder].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  )
  const days = Math.floor((now.getTime() - statSync(join(folder, masters.at(-1)!)).mtimeMs) / DAY_MS)
  const age = `${masters.length} master ${masters.length === 1 ? 'key' : 'keys'}, the newest ${days} days old`
  return [
    days > OLD_KEY_DAYS
      ? warn('keys', age, 'Add a newer one; the older ones stay, for what they sealed.')
      : ok('keys', age),
    open.length === 0
      ? ok('keys', 'nobody else can read them')
      : fail('keys', `others can read ${open.join(', ')}`, 'chmod 600 for the files, 700 for the directory.'),
  ]
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

export function checkAddresses(
  { publicUrl, host, trustedProxies, metricsToken }: Config,
  isDemo: boolean,
): Finding[] {
  const isPublic = !LOOPBACK.includes(new URL(publicUrl).hostname)
  const isBehind = LOOPBACK.includes(host) && isPublic
  const findings: Finding[] = [
    publicUrl.startsWith('https:')
      ? ok('addresses', `PUBLIC_URL is ${publicUrl}`)
      : isDemo && !isPublic
        ? ok('addresses', `PUBLIC_URL is ${publicUrl}, for the demo`)
        : (isPublic ? fail : warn)(
            'addresses',
            `PUBLIC_URL is ${publicUrl}`,
            'Passwords need https: set PUBLIC_URL to the https address of the proxy in front.',
          ),
  ]
  if ((isBehind || publicUrl.startsWith('https:')) && trustedProxies.length === 0)
    findings.push(
      warn(
        'addresses',
        'a proxy stands in front and TRUSTED_PROXIES is empty',
        'Name its address: otherwise all visitors share one, and its limits.',
      ),
    )
  if (isBehind && !metricsToken)
    findings.push(
      warn(
        'addresses',
        '/metrics is open to this machine, and so to a proxy on it',
        'Set METRICS_TOKEN, or close the path in the proxy.',
      ),
    )
  if (isDemo && isPublic)
    findings.push(
      fail(
        'addresses',
        'this is the demo under a public address',
        'Begin a real installation with a new DATA_DIR and DEMO=off.',
      ),
    )
  return findings
}

export function checkDataDir({ dataDir }: Config): Finding[] {
  mkdirSync(dataDir, { recursive: true })
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  return [ok('data directory', dataDir)]
}

/** Whether somebody listens there; what it thinks of name and password shows with the first mail. */
export async function checkMail({ mail }: Config): Promise<Finding[]> {
  if (!mail) return [ok('mail', 'no SMTP_URL: nothing is sent')]
  const { protocol, hostname, port } = new URL(mail.url)
  const at = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  const isThere = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(at.slice(hostname.length + 1)), timeout: 3000 })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
  return [
    isThere
      ? ok('mail', `${at} listens`)
      : warn(
          'mail',
          `${at} does not answer`,
          'Look at SMTP_URL and the firewall; mail waits in the outbox until then.',
        ),
  ]
}

function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path))
}
