import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { searchTasks } from '#modules/collectors/search'
import { connect, type Reader } from '#platform/database'
import { handlerJob, readNotice } from '#platform/house'
import { type CronLine, startWorker, type Tasks } from '#platform/jobs'
import { MAIL_CRON, mailTasks } from '#platform/mail/delivery'
import type { Manifest } from '#platform/module'
import { jobToolsOf, type World } from '#platform/world'

export type Background = { stop(): Promise<void> }

/** Everything that happens after a commit or by the clock: jobs, event handlers, the search index. */
export async function startBackground(world: World, ownerUrl: string, logger: Logger): Promise<Background> {
  const queue = connect(ownerUrl, { max: 5, name: 'mingtang worker' })
  const { modules } = world.house
  const tasks = tasksOf(world, modules, queue.db)
  const workers = await startWorker(queue.pool, tasks, cronOf(modules), logger)
  await catchUp(queue.pool, cronOf(modules))
  return {
    stop: async () => {
      await workers.stop()
      await queue.close()
    },
  }
}

/** What the clock should have done while nothing ran is done now; every such job is safe to run twice. */
async function catchUp(pool: Pool, cron: readonly CronLine[]): Promise<void> {
  for (const { task } of cron) {
    await pool.query('select graphile_worker.add_job($1, job_key => $2)', [task, `catch-up:${task}`])
  }
}

function cronOf(modules: readonly Manifest[]): CronLine[] {
  return [...MAIL_CRON, ...modules.flatMap((module) => module.cron ?? [])]
}

export function tasksOf(world: World, modules: readonly Manifest[], owner: Reader = world.db): Tasks {
  const tasks: Record<string, Tasks[string]> = { ...searchTasks(world), ...mailTasks(world) }
  for (const module of modules) {
    for (const [name, job] of Object.entries(module.jobs ?? {})) {
      const own = job.asOwner ? { ...world, db: owner } : world
      tasks[name] = (payload) => job.run(jobToolsOf(own, name, job.permissions), payload)
    }
    for (const [event, handle] of Object.entries(module.on ?? {})) {
      const name = handlerJob(module.name, event)
      tasks[name] = (payload) =>
        handle(jobToolsOf(world, name, module.permissions ?? []), readNotice(payload))
    }
  }
  return tasks
}
