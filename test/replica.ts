import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findBinaries } from '#platform/postgres/binaries'
import { startEmbedded } from '#platform/postgres/embedded'
import { type Home, makeSocketDirectory, own, settleHome } from '#platform/postgres/home'
import { type Server, startServer } from '#platform/postgres/server'

export type Pair = {
  primaryUrl: string
  /** The same database and role on the replica. */
  onReplica(url: string): string
  /** Whether the replica replays what the primary sends; it receives all the same. */
  replay(isOn: boolean): Promise<void>
  /** Breaks one connection to the replica under whoever holds it. */
  endConnection(pid: number): Promise<void>
  stopReplica(): Promise<void>
  startReplica(): Promise<void>
  stop(): Promise<void>
}

const SETTINGS = { wal_level: 'replica', max_wal_senders: '4', hot_standby: 'on' }

/** Two servers: a primary, and a replica that streams from it. Both are thrown away. */
export async function openPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'mingtang-pair-'))
  chmodSync(folder, 0o711)
  const primary = await startEmbedded({ dataDir: join(folder, 'one'), unsafeFast: true, settings: SETTINGS })
  const home = await copyOf(primary, folder)
  const socketDir = makeSocketDirectory(home)
  const start = () =>
    startServer({
      binaries: findBinaries({ home }),
      home,
      settings: {
        ...{ ...SETTINGS, listen_addresses: '', port: '5432', max_connections: '200' },
        ...{ unix_socket_directories: socketDir, timezone: 'UTC' },
        primary_conninfo: `host=${primary.socketDir} port=5432 user=postgres`,
      },
      logPath: join(folder, 'two.log'),
    })
  let replica: Server = await start()
  const onReplica = (url: string) => url.replace(/host=[^&]*/, () => `host=${encodeURIComponent(socketDir)}`)
  const asSuperuser = onReplica(superuser(primary.socketDir))
  return {
    primaryUrl: primary.ownerUrl,
    onReplica,
    replay: (isOn) => ask(asSuperuser, `select pg_wal_replay_${isOn ? 'resume' : 'pause'}()`),
    endConnection: (pid) => ask(asSuperuser, `select pg_terminate_backend(${pid}, 5000)`),
    stopReplica: () => replica.stop(),
    startReplica: async () => {
      replica = await start()
    },
    stop: async () => {
      await replica.stop()
      await primary.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What pg_basebackup does, which the package of the embedded database does not bring. */
async function copyOf({ socketDir }: { socketDir: string }, folder: string): Promise<Home> {
  const from = settleHome(join(folder, 'one'))
  mkdirSync(join(folder, 'two'), { mode: 0o711 })
  const home = settleHome(join(folder, 'two'))
  appendFileSync(join(from.cluster, 'pg_hba.conf'), 'local replication all trust\n')
  const client = new pg.Client(superuser(socketDir))
  await client.connect()
  try {
    await client.query('select pg_reload_conf()')
    await client.query(`select pg_backup_start('replica', fast => true)`)
    const copied = spawnSync('cp', ['-a', from.cluster, home.cluster], { encoding: 'utf8' })
    if (copied.status !== 0) throw new Error(copied.stderr)
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    )
    rmSync(join(home.cluster, 'postmaster.pid'))
    for (const [name, text] of Object.entries({ backup_label: rows[0]!.labelfile, 'standby.signal': '' })) {
      writeFileSync(join(home.cluster, name), text)
      own(join(home.cluster, name), home.account)
    }
  } finally {
    await client.end()
  }
  return home
}

function superuser(socketDir: string): string {
  return `postgres://postgres@/postgres?host=${encodeURIComponent(socketDir)}&port=5432`
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
