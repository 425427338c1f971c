import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { type FilesPlace, readFilesUrl } from '#platform/files/open-store'
import { ACCESS_LOGS, type AccessLog } from '#platform/http/access-log'
import { VARIABLES } from './variables.ts'

export { VARIABLES }

export type Config = Readonly<{
  port: number
  host: string
  publicUrl: string
  dataDir: string
  files: FilesConfig
  database: DatabaseConfig
  secretKey: string | undefined
  /** Undefined: not said, so the first start decides. */
  demo: boolean | undefined
  /** Undefined: of the host under which the public reaches this installation when the log begins. */
  logOrigin: string | undefined
  logLevel: LogLevel
  accessLog: AccessLog
  metricsToken: string | undefined
  trustedProxies: readonly string[]
  mail: Readonly<{ url: string; from: string }> | undefined
}>

export type FilesConfig = Readonly<{
  place: FilesPlace
  /** Undefined: the one after PORT, or any free one. */
  port: number | undefined
  publicUrl: string | undefined
}>

export type DatabaseConfig =
  | Readonly<{ kind: 'embedded'; pgBinDir: string | undefined }>
  | Readonly<{ kind: 'server'; appUrl: string; ownerUrl: string; replicaUrls: readonly string[] }>

export type LogLevel = (typeof LOG_LEVELS)[number]

type VariableName = (typeof VARIABLES)[number]['name']

/** All that is wrong with the environment at once, each with its variable and what to write. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration needs a correction:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const SWITCH: Record<string, boolean> = {
  on: true,
  true: true,
  '1': true,
  yes: true,
  off: false,
  false: false,
  '0': false,
  no: false,
}
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']

const SERVER_URL = /^postgres(ql)?:\/\/\S+$/

const serverUrl = z.string().regex(SERVER_URL, 'write postgres://role:password@host:5432/database').optional()

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535,
    'write a number from 0 to 65535, such as 8080',
  )

const origin = (example: string) =>
  z.string().refine(isOrigin, `write http:// or https:// and a host, without a path, such as ${example}`)

const Environment = z
  .object({
    PORT: port.default('8080'),
    HOST: z
      .string()
      .refine(isHost, 'write an address such as 127.0.0.1, 0.0.0.0 or ::1, or a host name')
      .default('127.0.0.1'),
    PUBLIC_URL: origin('https://www.yunxi.example').optional(),
    DATA_DIR: z.string().default('./data'),
    FILES_URL: z
      .string()
      .refine(
        (text) => readFilesUrl(text) !== undefined,
        'write file:, file:///srv/files or s3://key:secret@host:port/bucket?region=…&tls=on',
      )
      .default('file:'),
    FILES_PORT: port.optional(),
    FILES_PUBLIC_URL: origin('https://files.yunxi.example').optional(),
    DATABASE_URL: serverUrl,
    DATABASE_OWNER_URL: serverUrl,
    DATABASE_REPLICA_URLS: z
      .string()
      .refine(
        (text) => split(text).every((url) => SERVER_URL.test(url)),
        'write postgres://role:password@host:5432/database, several separated by commas',
      )
      .default(''),
    PG_BIN_DIR: z
      .string()
      .startsWith('/', 'write the whole path, such as /usr/lib/postgresql/18/bin')
      .optional(),
    SECRET_KEY: z
      .string()
      .min(32, 'write at least 32 characters, such as the output of `openssl rand -base64 48`')
      .optional(),
    DEMO: z
      .string()
      .refine((text) => Object.hasOwn(SWITCH, text.toLowerCase()), 'write on or off')
      .optional(),
    LOG_ORIGIN: z
      .string()
      .regex(
        /^[a-z0-9.:-]+(?:\/[a-z0-9._-]+)*$/,
        'write host and path without scheme, such as www.yunxi.example/log',
      )
      .optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `write one of ${LOG_LEVELS.join(', ')}`).default('info'),
    ACCESS_LOG: z.enum(ACCESS_LOGS, `write one of ${ACCESS_LOGS.join(', ')}`).default('off'),
    METRICS_TOKEN: z
      .string()
      .min(16, 'write at least 16 characters, such as the output of `openssl rand -hex 24`')
      .optional(),
    TRUSTED_PROXIES: z
      .string()
      .refine(
        (text) => split(text).every(isNetwork),
        `write addresses or networks separated by commas, such as 10.0.0.5, 10.1.0.0/16 or ${NAMED_NETWORKS.join(', ')}`,
      )
      .default(''),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/\S+$/, 'write smtp:// or smtps://, name, password, host and port')
      .refine(
        (text) => URL.canParse(text),
        'write an address such as smtps://name:password@mail.yunxi.example',
      )
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(
        /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
        'write an address such as noreply@yunxi.example, or a name and the address in <>',
      )
      .optional(),
  } satisfies Record<VariableName, z.ZodType>)
  .refine((env) => !env.SMTP_URL || env.MAIL_FROM, {
    path: ['MAIL_FROM'],
    message: 'write the address in whose name mail is sent: SMTP_URL is set',
    when: always,
  })
  .refine((env) => env.DATABASE_URL || !env.DATABASE_OWNER_URL, {
    path: ['DATABASE_OWNER_URL'],
    message:
      'write DATABASE_URL too, with the role of the application, or leave both out for the embedded database',
    when: always,
  })
  .refine((env) => env.DATABASE_URL || !env.DATABASE_REPLICA_URLS, {
    path: ['DATABASE_REPLICA_URLS'],
    message: 'write DATABASE_URL too: the embedded database has no replicas',
    when: always,
  })
  .refine((env) => !env.DATABASE_URL || !env.PG_BIN_DIR, {
    path: ['PG_BIN_DIR'],
    message: 'leave it out: DATABASE_URL names a server, so no embedded database is started',
    when: always,
  })
  .refine((env) => !env.FILES_PUBLIC_URL || originOf(env.FILES_PUBLIC_URL) !== originOf(env.PUBLIC_URL), {
    path: ['FILES_PUBLIC_URL'],
    message:
      'write another host name than that of PUBLIC_URL: user files never share an origin with the pages',
    when: always,
  })

/** An empty variable counts as not set: compose files and service units write them so. Throws `ConfigError`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const written = VARIABLES.flatMap(({ name }) => (env[name]?.trim() ? [[name, env[name].trim()]] : []))
  const read = Environment.safeParse(Object.fromEntries(written))
  if (!read.success)
    throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const { data } = read
  return Object.freeze({
    port: Number(data.PORT),
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ? new URL(data.PUBLIC_URL).origin : localUrl(data.HOST, data.PORT),
    dataDir: resolve(data.DATA_DIR),
    files: Object.freeze(readFiles(data)),
    database: Object.freeze(readDatabase(data)),
    secretKey: data.SECRET_KEY,
    demo: data.DEMO === undefined ? undefined : SWITCH[data.DEMO.toLowerCase()],
    logOrigin: data.LOG_ORIGIN,
    logLevel: data.LOG_LEVEL,
    accessLog: data.ACCESS_LOG,
    metricsToken: data.METRICS_TOKEN,
    trustedProxies: Object.freeze(split(data.TRUSTED_PROXIES)),
    mail: readMail(data),
  })
}

function readFiles(data: z.output<typeof Environment>): FilesConfig {
  return {
    place: readFilesUrl(data.FILES_URL)!,
    port: data.FILES_PORT === undefined ? undefined : Number(data.FILES_PORT),
    publicUrl: originOf(data.FILES_PUBLIC_URL),
  }
}

function originOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).origin : undefined
}

/** Master keys and the secret for signing: backed up apart from everything else. */
export function keysDirOf({ dataDir }: Config): string {
  return join(dataDir, 'keys')
}

/** Undefined where files lie in S3-compatible storage, which keeps copies by its own means. */
export function filesDirOf({ dataDir, files }: Config): string | undefined {
  return files.place.kind === 's3' ? undefined : (files.place.path ?? join(dataDir, 'files'))
}

function readDatabase(data: z.output<typeof Environment>): DatabaseConfig {
  const { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } = data
  if (!appUrl) return { kind: 'embedded', pgBinDir: data.PG_BIN_DIR }
  const replicaUrls = split(data.DATABASE_REPLICA_URLS)
  return { kind: 'server', appUrl, ownerUrl: ownerUrl ?? appUrl, replicaUrls }
}

function readMail({ SMTP_URL: url, MAIL_FROM: from }: z.output<typeof Environment>): Config['mail'] {
  return url && from ? Object.freeze({ url, from }) : undefined
}

/** The address a browser on this machine can open: nobody can visit 0.0.0.0. */
function localUrl(host: string, port: string): string {
  const visited = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return new URL(`http://${isIP(visited) === 6 ? `[${visited}]` : visited}:${Number(port)}`).origin
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash, username } = new URL(text)
  return /^https?:$/.test(protocol) && pathname === '/' && !search && !hash && !username
}

function isNetwork(text: string): boolean {
  if (NAMED_NETWORKS.includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function split(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** By default zod asks these only when every single variable is right; here all problems come at once. */
function always(): boolean {
  return true
}
