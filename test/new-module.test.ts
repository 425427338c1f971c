import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { projectRoot } from '#app/root'
import { readMigration } from '#platform/migrate'

describe('a new module', async () => {
  const { newModule } = (await import(join(projectRoot, 'bin/lib/new-module.js'))) as {
    newModule: (words: string[], root: string, now: Date) => number
  }

  test('is a folder, a migration and one line in the list, and nothing else', () => {
    const root = mkdtempSync(join(tmpdir(), 'mingtang-new-module-'))
    mkdirSync(join(root, 'migrations'))
    mkdirSync(join(root, 'src'))
    cpSync(join(projectRoot, 'src/modules.ts'), join(root, 'src/modules.ts'))
    assert.equal(newModule(['openness/open-meetings'], root, new Date('2026-11-24T09:30:00Z')), 0)
    assert.deepEqual(readdirSync(join(root, 'src/modules/openness/open-meetings')), [
      'README.md',
      'index.ts',
      'messages.ts',
    ])
    assert.deepEqual(readdirSync(join(root, 'migrations')), ['20261124-0930_open-meetings_first.sql'])
    assert.equal(readMigration('20261124-0930_open-meetings_first.sql', '').owner, 'open_meetings')
    const list = readFileSync(join(root, 'src/modules.ts'), 'utf8')
    assert.match(list, /import \{ openMeetings \} from '#modules\/openness\/open-meetings'/)
    assert.match(list, / {2}openMeetings,\n\]/)
    assert.equal(newModule(['openness/open-meetings'], root, new Date('2026-11-24T09:31:00Z')), 1)
    assert.equal(newModule(['nowhere/open-meetings'], root, new Date('2026-11-24T09:31:00Z')), 2)
    rmSync(root, { recursive: true })
  })
})
