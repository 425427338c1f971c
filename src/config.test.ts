import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { ConfigError, readConfig, VARIABLES } from './config.ts'

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('the configuration', () => {
  test('an installation without any setting runs on this machine, with its own database', () => {
    const config = readConfig({})
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.port, 8080)
    assert.equal(config.publicUrl, 'http://127.0.0.1:8080')
    assert.equal(config.dataDir, resolve('data'))
    assert.deepEqual(config.database, { kind: 'embedded', pgBinDir: undefined })
    assert.equal(config.demo, undefined)
    assert.equal(config.logLevel, 'info')
    assert.deepEqual(config.trustedProxies, [])
  })

  test('an empty setting is one that is not set', () => {
    assert.deepEqual(readConfig(Object.fromEntries(VARIABLES.map(({ name }) => [name, ' ']))), readConfig({}))
  })

  test('DATABASE_URL replaces the embedded database, and serves the owner too unless told otherwise', () => {
    const app = 'postgres://app:secret@db.yunxi.example/mingtang'
    const owner = 'postgresql://owner@/mingtang?host=/run/postgresql'
    assert.deepEqual(readConfig({ DATABASE_URL: app }).database, {
      kind: 'server',
      appUrl: app,
      ownerUrl: app,
      replicaUrls: [],
    })
    const both = readConfig({ DATABASE_URL: app, DATABASE_OWNER_URL: owner }).database
    assert.deepEqual(both, { kind: 'server', appUrl: app, ownerUrl: owner, replicaUrls: [] })
  })

  test('replicas are named beside the server that they follow, and nothing of their passwords is repeated', () => {
    const DATABASE_URL = 'postgres://app@db.yunxi.example/mingtang'
    const two = 'postgres://app@db2.yunxi.example/mingtang, postgresql://app@db3.yunxi.example/mingtang,'
    const { database } = readConfig({ DATABASE_URL, DATABASE_REPLICA_URLS: two })
    assert.deepEqual(database.kind === 'server' && database.replicaUrls, [
      'postgres://app@db2.yunxi.example/mingtang',
      'postgresql://app@db3.yunxi.example/mingtang',
    ])
    assert.match(
      problemsOf({ DATABASE_REPLICA_URLS: two }).join(),
      /^DATABASE_REPLICA_URLS: write DATABASE_URL too/,
    )
    const wrong = problemsOf({ DATABASE_URL, DATABASE_REPLICA_URLS: `${two} mysql://app:hunter2@db4` })
    assert.match(wrong.join(), /^DATABASE_REPLICA_URLS: write postgres/)
    assert.doesNotMatch(wrong.join(), /hunter2/)
  })

  test('every problem is told at once, by its variable, with what to write', () => {
    const problems = problemsOf({
      PORT: '80800',
      HOST: 'not a host',
      PUBLIC_URL: 'www.yunxi.example',
      DATABASE_OWNER_URL: 'postgres://owner@db/mingtang',
      PG_BIN_DIR: 'bin',
      SECRET_KEY: 'short',
      DEMO: 'perhaps',
      LOG_LEVEL: 'loud',
      METRICS_TOKEN: 'short',
      TRUSTED_PROXIES: '10.0.0.1, 10.0.0.0/64, proxy',
    })
    const named = problems.map((problem) => problem.split(':')[0])
    assert.deepEqual(named.sort(), [
      'DATABASE_OWNER_URL',
      'DEMO',
      'HOST',
      'LOG_LEVEL',
      'METRICS_TOKEN',
      'PG_BIN_DIR',
      'PORT',
      'PUBLIC_URL',
      'SECRET_KEY',
      'TRUSTED_PROXIES',
    ])
    for (const problem of problems) assert.match(problem, /: write /)
  })

  test('a secret that is wrong is not repeated in the message', () => {
    const env = {
      SECRET_KEY: 'hunter2',
      METRICS_TOKEN: 'hunter2',
      DATABASE_URL: 'mysql://app:hunter2@db/mingtang',
    }
    assert.equal(problemsOf(env).length, 3)
    assert.doesNotMatch(problemsOf(env).join(), /hunter2/)
  })

  test('a port is a whole number up to 65535', () => {
    for (const PORT of ['-1', '8080.5', '65536', '0x10', 'http', '1e3'])
      assert.equal(problemsOf({ PORT }).length, 1, PORT)
    for (const PORT of ['0', '80', '65535']) assert.equal(readConfig({ PORT }).port, Number(PORT))
  })

  test('the public address has no path, and its default can be opened in a browser', () => {
    for (const PUBLIC_URL of [
      'ftp://yunxi.example',
      'https://yunxi.example/portal',
      'https://a:b@yunxi.example',
      'https://yunxi.example/?a',
    ])
      assert.equal(problemsOf({ PUBLIC_URL }).length, 1, PUBLIC_URL)
    assert.equal(
      readConfig({ PUBLIC_URL: 'https://www.yunxi.example/' }).publicUrl,
      'https://www.yunxi.example',
    )
    assert.equal(readConfig({ HOST: '0.0.0.0' }).publicUrl, 'http://localhost:8080')
    assert.equal(readConfig({ HOST: '::1', PORT: '9000' }).publicUrl, 'http://[::1]:9000')
  })

  test('trusted proxies are addresses, networks or known names', () => {
    const config = readConfig({ TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16,fd00::/8, loopback' })
    assert.deepEqual(config.trustedProxies, ['10.0.0.5', '10.1.0.0/16', 'fd00::/8', 'loopback'])
    for (const TRUSTED_PROXIES of ['10.0.0.0/33', '10.0.0.0/8/8', 'everyone', '*'])
      assert.equal(problemsOf({ TRUSTED_PROXIES }).length, 1, TRUSTED_PROXIES)
  })

  test('the demo is switched in the usual words', () => {
    for (const DEMO of ['on', 'ON', 'true', '1', 'yes']) assert.equal(readConfig({ DEMO }).demo, true)
    for (const DEMO of ['off', 'false', '0', 'no']) assert.equal(readConfig({ DEMO }).demo, false)
  })

  test('nobody changes the configuration after the start', () => {
    const config = readConfig({})
    assert.ok(
      Object.isFrozen(config) && Object.isFrozen(config.database) && Object.isFrozen(config.trustedProxies),
    )
  })
})
