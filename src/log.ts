import { join } from 'node:path'
import {
  findOrigin,
  openLogFiles,
  openSigningDesk,
  type Recovered,
  type RunningLog,
  recover,
  runLog,
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
    signer: await openSigningDesk(signerDirOf(config), { origin }),
    files: openLogFiles(logFilesDirOf(config)),
  })
}
