import type { TestHouse } from '#test/house'

/** Every route of the running product, as Fastify draws them: a tree of segments, four characters for each level. */
export function routesOf(house: TestHouse): string[] {
  const path: string[] = []
  const routes: string[] = []
  for (const line of house.server.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, -]+)\))?$/.exec(line)
    if (!found) continue
    const [, indent = '', segment = '', methods] = found
    path.length = indent.length / 4
    path.push(segment)
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD') routes.push(`${method} ${namesOf(path.join(''))}`)
  }
  return routes
}

/** Two names at one place are drawn as `:slug|:parent`: the first where the address ends there, the second where not. */
function namesOf(pattern: string): string {
  return pattern.replaceAll(/(:\w+)\|(:\w+)/g, (_, first, second, at) =>
    pattern.indexOf('/', at) === -1 ? first : second,
  )
}
