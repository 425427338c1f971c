import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  findOrigin,
  type LogSigner,
  openLogFiles,
  openSigningDesk,
  type Recovered,
  type RunningLog,
  recover,
  runLog,
  signerAt,
} from '#modules/collectors/transparency-log'
import { connect } from '#platform/database'
import { backfillLog } from '#platform/log/backfilling'
import type { World } from '#platform/world'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { readNote } from '#transparency-log/note'
import { openSource } from '#transparency-log/source/places'
import type { Config } from './config.ts'

/** Tiles, bundles and checkpoint, as everybody may copy them. */
export function logFilesDirOf({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'log', 'public')
}

/** The key of the log and what it signed: nobody but the signer reads or writes there. */
export function signerDirOf({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'log', 'signer')
}

/** Before anything is served, for installations that published before they had a log. */
export async function backfill(world: World, ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, name: 'mingtang log' })
  try {
    const written = await backfillLog(owner.db, world.house.bodies)
    if (written > 0) world.logger.info({ written }, 'entered into the public log what was published before')
  } finally {
    await owner.close()
  }
}

/** From the files of this machine unless another place is named. */
export async function recoverLog(config: Config, ownerUrl: string, from?: string): Promise<Recovered> {
  const owner = connect(ownerUrl, { max: 2, name: 'mingtang log' })
  try {
    const source = openSource(from ?? logFilesDirOf(config))
    const { text } = readNote(await source.checkpoint())
    const signer = await openSigningDesk(signerDirOf(config), { origin: readCheckpoint(text).origin })
    return await recover(owner.db, source, signer)
  } finally {
    await owner.close()
  }
}

/** The writer of the public log. Several processes may run one: only one of them writes. */
export async function startLog(world: World, ownerUrl: string, config: Config): Promise<RunningLog> {
  const { clock, logger } = world
  const origin = config.logOrigin ?? (await findOrigin(world.db)) ?? `${new URL(config.publicUrl).host}/log`
  return runLog({
    ...{ world, ownerUrl, clock, logger },
    signer: await startSigner(config, origin),
    files: openLogFiles(logFilesDirOf(config)),
  })
}

const RESTART_MS = 500

/** A process of its own, started again when it ends: a signature that is not given is asked for again. */
async function startSigner(config: Config, origin: string): Promise<LogSigner> {
  // The path of a socket has little room, so it lies beside others of its kind and not in a deep data directory.
  const folder = await mkdtemp(join(tmpdir(), 'mingtang-signer-'))
  const socket = join(folder, 'signer.sock')
  const program = fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './signer.ts' : './signer.js', import.meta.url),
  )
  // How sources are read is the same for both programs; what belongs to a test run is not.
  const flags = process.execArgv.filter((flag) => !flag.startsWith('--test'))
  let isClosing = false
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const started = spawn(
      process.execPath,
      [...flags, '--max-old-space-size=32', program, signerDirOf(config), origin, socket],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    child = started
    started.once('exit', () => {
      if (!isClosing) setTimeout(() => start().catch(() => {}), RESTART_MS)
    })
    await Promise.race([once(started.stdout, 'data'), once(started, 'exit')])
  }
  await start()
  return {
    ...signerAt(socket),
    close: async () => {
      isClosing = true
      child?.stdin?.end()
      if (child && child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
