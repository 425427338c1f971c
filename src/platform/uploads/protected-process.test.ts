import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { callProtected, Exhausted } from './protected-process.ts'

const TASK = import.meta.resolve(`./protected-process-trial${import.meta.filename.slice(-3)}`)

describe('a parser that a file has taken over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingtang-protected-'))
  const secret = join(folder, 'master.key')
  writeFileSync(secret, 'secret')
  after(() => rmSync(folder, { recursive: true }))

  const attempt = (deed: string, limits = { seconds: 20, megabytes: 100 }) =>
    callProtected(TASK, { deed, where: secret }, limits)

  test('reads no file, writes none, starts no program, runs no text as code', async () => {
    assert.deepEqual(await attempt('read'), { error: 'ERR_ACCESS_DENIED' })
    assert.deepEqual(await attempt('write'), { error: 'ERR_ACCESS_DENIED' })
    assert.deepEqual(await attempt('start'), { error: 'ERR_ACCESS_DENIED' })
    assert.deepEqual(await attempt('evaluate'), { error: 'EvalError' })
  })

  test('knows nothing of the environment, where addresses and keys stand', async () => {
    assert.deepEqual(await attempt('environment'), { did: [] })
  })

  test('is ended when it takes too long, or too much memory of either kind', async () => {
    const isTooHeavy = (error: unknown) => error instanceof Exhausted && error.code === 'upload.too-heavy'
    await assert.rejects(attempt('loop', { seconds: 1, megabytes: 100 }), isTooHeavy)
    await assert.rejects(attempt('fill-heap', { seconds: 20, megabytes: 50 }), isTooHeavy)
    await assert.rejects(attempt('fill-memory', { seconds: 20, megabytes: 100 }), isTooHeavy)
  })
})
