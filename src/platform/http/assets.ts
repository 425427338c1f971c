import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { NotFound } from '#kernel/refusals'

type Asset = { body: Buffer; brotli: Buffer | undefined; type: string }

export type Assets = { address(name: string): string; serve(app: FastifyInstance): void }

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  webmanifest: 'application/manifest+json',
}

/** Names carry the hash of their content, so they are kept for ever by whoever fetched them. */
export function loadAssets(folder: string): Assets {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, string>
  const assets = new Map(
    readdirSync(folder)
      .filter((name) => name !== 'manifest.json')
      .map((name) => [name, loadAsset(folder, name)]),
  )
  return {
    address: (name) => {
      const hashed = manifest[name]
      if (!hashed) throw new Error(`no asset is called ${name}`)
      return `/assets/${hashed}`
    },
    serve: (app) => {
      app.get<{ Params: { name: string } }>('/assets/:name', (call, reply) => {
        const { name } = call.params
        // A plain name is for what must be found without reading a page first: the icons of the web manifest.
        const asset = assets.get(name) ?? assets.get(manifest[name] ?? '')
        if (!asset) throw new NotFound('page.unknown')
        reply
          .header(
            'cache-control',
            assets.has(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=86400',
          )
          .header('vary', 'Accept-Encoding')
          .type(asset.type)
        const takesBrotli = asset.brotli && /\bbr\b/.test(call.headers['accept-encoding'] ?? '')
        return takesBrotli
          ? reply.header('content-encoding', 'br').send(asset.brotli)
          : reply.send(asset.body)
      })
      // At the root of the site, because a service worker rules over what stands below its own address.
      app.get('/service-worker.js', (_call, reply) => {
        const worker = assets.get(manifest['service-worker.js'] ?? '')
        if (!worker) throw new NotFound('page.unknown')
        return reply.header('cache-control', 'no-cache').type(worker.type).send(worker.body)
      })
    },
  }
}

/** The last two levels take ten times as long at every start, for a twentieth of the size. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

function loadAsset(folder: string, name: string): Asset {
  const body = readFileSync(join(folder, name))
  const extension = name.slice(name.lastIndexOf('.') + 1)
  const type = TYPES[extension] ?? 'application/octet-stream'
  const isText = /text|svg|manifest/.test(type)
  return { body, brotli: isText ? brotliCompressSync(body, COMPRESSION) : undefined, type }
}
