import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import type { Tools } from '../surface.ts'
import type { World } from '../world.ts'
import { contributedApi, serveDatasetCsv } from './contributed.ts'
import { describeApi } from './description.ts'
import { mountApi } from './mount.ts'
import type { Mounted } from './operation.ts'
import { type Description, ReferencePage } from './reference.ts'

/** The API of all modules, its description for programs and its reference for people. */
export async function serveApi(
  app: FastifyInstance,
  { house }: World,
  { tools, version }: { tools: Tools; version: string },
): Promise<void> {
  const operations: Mounted[] = []
  for (const [group, surface] of house.modules.flatMap(({ api = {} }) => Object.entries(api))) {
    operations.push(...(await mountApi(app, { prefix: `/api/v1/${group}`, group, surface }, tools)))
  }
  operations.push(
    ...(await mountApi(app, { prefix: '/api/v1', group: 'contributed', surface: contributedApi }, tools)),
  )

  serveDatasetCsv(app, tools)

  const describe = (call: { site: { name: string }; language: 'zh-CN' | 'en'; server: string }) =>
    describeApi(operations, {
      title: call.site.name,
      version,
      server: call.server,
      t: house.translate(call.language),
    })

  app.get('/api/openapi.json', { config: { cache: [] } }, async (call, reply) => {
    const { site, modes, absolute } = call
    reply.header('access-control-allow-origin', '*').type('application/json; charset=utf-8')
    return JSON.stringify(describe({ site, language: modes.language, server: serverOf(absolute) }), null, 2)
  })

  app.get('/api', { config: { cache: [] } }, async ({ site, modes, absolute }) => {
    const description = describe({ site, language: modes.language, server: serverOf(absolute) })
    return h(ReferencePage, { description: description as unknown as Description })
  })
}

/** Without the stroke at its end: paths begin with one. */
function serverOf(absolute: (path: string) => string): string {
  return absolute('/').replace(/\/$/, '')
}
