/**
 * How long a city waits for its statute book: reads, checks, writes and indexes a folder of laws on a scratch
 * embedded PostgreSQL with the settings of a real one. Goal: the 1,457 files of the public collection in 60 s.
 *
 *     node --conditions=source --import tsx bench/import.ts <folder>
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFiles, readWords } from '#app/cli/import'
import { findFiles } from '#app/cli/import-files'
import { progressOf } from '#app/cli/import-progress'
import { withInstallation } from '#app/cli/installation'
import { runQueuedJobs } from '#app/cli/queued-jobs'
import { readConfig } from '#app/config'

const GOAL_SECONDS = 60

async function measure(folder: string): Promise<boolean> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingtang-bench-import-'))
  try {
    let seconds = 0
    const found = findFiles(folder)
    await withInstallation(readConfig({ DATA_DIR: dataDir, DEMO: 'on' }), async ({ app }, database) => {
      await runQueuedJobs(app.world, database.ownerUrl)
      const startedAt = performance.now()
      const { files } = await importFiles(app.world, found, {
        words: readWords([folder]),
        progress: progressOf('imported', found.paths.length),
      })
      const writtenAt = performance.now()
      await runQueuedJobs(app.world, database.ownerUrl)
      seconds = (performance.now() - startedAt) / 1000
      const import_seconds = (writtenAt - startedAt) / 1000
      const figures = { files: files.length, seconds, rate: files.length / seconds }
      console.log(
        JSON.stringify({
          ...figures,
          import_seconds,
          index_seconds: seconds - import_seconds,
          goal_seconds: GOAL_SECONDS,
        }),
      )
      return 0
    })
    return seconds <= GOAL_SECONDS
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say which folder: bench/import.ts <folder>')
process.exitCode = (await measure(folder)) ? 0 : 1
