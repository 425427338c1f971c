import type { Server } from 'node:http'
import { demoPassword, staffWithRoles } from '#modules/foundation/accounts'
import { filesListener, openFilesPort, portOf } from '#platform/files/files-server'
import { announceHttp } from '#platform/postgres/embedded'
import { type Background, startBackground } from '../background.ts'
import type { Config } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import {
  bringUpToDate,
  type Database,
  filesOriginOf,
  type Installation,
  loggerFor,
  openDatabase,
  openInstallation,
} from './installation.ts'

export const startCommand: Command = {
  usage: 'start',
  what: 'Runs everything: the database (unless DATABASE_URL names one), pages and API, and the worker.',
  run: (config) => startServing(config, { withWorker: true }),
}

type Share = { withWorker: boolean }

/** The whole program, or the half of it that answers calls. */
export async function startServing(config: Config, share: Share): Promise<number> {
  const database = await openDatabase(config, 'own')
  try {
    return await serve(config, database, share)
  } finally {
    await database.stop()
  }
}

async function serve(config: Config, database: Database, { withWorker }: Share): Promise<number> {
  const logger = loggerFor(config)
  await bringUpToDate(database)
  const files = await listenForFiles(config)
  // The pages keep the process up; a start that fails must not be held by this port.
  files.unref()
  const installation = await openInstallation(config, database, logger, {
    filesOrigin: filesOriginOf(config, portOf(files)),
  })
  const { server, world } = installation.app
  files.on('request', filesListener(world))
  const listening = await listen(server, config)
  const background = withWorker ? await startBackground(world, database.ownerUrl, logger) : undefined
  if (database.isOurs) announceHttp(config.dataDir, listening)
  welcome(installation, config, listening)
  return untilStopped({ installation, files, background, database })
}

async function listen(server: Installation['app']['server'], { port, host }: Config): Promise<string> {
  try {
    return await server.listen({ port, host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new UsageError(
      `Port ${port} on ${host} is in use. Stop the other program, or set PORT to another number.`,
    )
  }
}

/** The port after that of the pages if it is free, unless the operator asked for one. */
async function listenForFiles({ host, port, files }: Config): Promise<Server> {
  const wanted = files.port ?? (port === 0 || port === 65_535 ? 0 : port + 1)
  try {
    return await openFilesPort(host, wanted)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (files.port === undefined) return openFilesPort(host, 0)
    throw new UsageError(
      `Port ${wanted} on ${host} is in use. Stop the other program, or set FILES_PORT to another number.`,
    )
  }
}

function welcome({ app, isDemo, seeded }: Installation, config: Config, address: string): void {
  if (seeded.length > 0) console.log(`Set up: ${seeded.join(', ')}`)
  console.log(`\nMingtang 明堂\n  Portal  ${address}/\n  Desk    ${address}/desk\n`)
  if (isDemo) console.log(demoAccounts(app, config))
}

/** Only while `demo` is stored and only on this machine; the sign-in page shows the current second code of each. */
function demoAccounts({ world }: Installation['app'], { host }: Config): string {
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    return '  The demo accounts are closed: HOST is not this machine.\n'
  const rows = staffWithRoles().map(({ login, name, post }) => `    ${login.padEnd(34)} ${name}　${post}`)
  return `  Demo accounts, password ${demoPassword(world.vault)} (the sign-in page shows the second code)\n${rows.join('\n')}\n`
}

type Running = {
  installation: Installation
  files: Server
  background: Background | undefined
  database: Database
}

/** Stops in order: no new calls, calls that run, jobs, connections, and the database last. */
function untilStopped({ installation, files, background, database }: Running): Promise<number> {
  return new Promise((resolve, reject) => {
    let stopping = false
    const stop = async (code: number) => {
      if (stopping) return
      stopping = true
      files.close()
      files.closeIdleConnections()
      await installation.app.server.close()
      await background?.stop()
      await installation.close()
      resolve(code)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => stop(0).catch(reject))
    // The start script was killed: nobody is left who could stop us.
    if (process.channel) process.once('disconnect', () => stop(0).catch(reject))
    database.exited?.then(() => {
      if (stopping) return
      console.error('The database has ended unexpectedly. Mingtang stops; start it again to recover.')
      stop(1).catch(reject)
    })
  })
}
