import type { App } from '../app.ts'

const MOST = 200

/** Asks for the pages that the site map of each site names, some of each, and says which do not answer. */
export async function samplePages({ server, world }: App): Promise<{ asked: number; broken: string[] }> {
  const broken: string[] = []
  let asked = 0
  for (const { key } of await world.sites.all()) {
    const ask = (path: string) => server.inject({ url: `/sites/${key}${path}` })
    const addresses = new Set(['/', ...(await listPaths(`/sites/${key}`, ask))])
    for (const path of spread([...addresses], MOST)) {
      asked += 1
      const { statusCode } = await ask(path)
      if (statusCode >= 400) broken.push(`/sites/${key}${path}: ${statusCode}`)
    }
  }
  return { asked, broken }
}

type Ask = (path: string) => Promise<{ body: string }>

/** A site map may be a list of site maps. */
async function listPaths(prefix: string, ask: Ask, map = '/sitemap.xml', depth = 0): Promise<string[]> {
  const { body } = await ask(map)
  const paths = [...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => {
    const { pathname, search } = new URL(address!.replaceAll('&amp;', '&'))
    return (pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname) + search
  })
  if (depth > 0) return paths
  const nested = paths.filter((path) => path.endsWith('.xml'))
  const below: string[] = []
  for (const path of nested.slice(0, 20)) below.push(...(await listPaths(prefix, ask, path, depth + 1)))
  return [...paths.filter((path) => !path.endsWith('.xml')), ...below]
}

function spread(all: readonly string[], most: number): string[] {
  const step = Math.max(1, all.length / most)
  return Array.from({ length: Math.min(most, all.length) }, (_, at) => all[Math.floor(at * step)]!)
}
