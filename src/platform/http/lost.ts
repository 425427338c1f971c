/** What an address that leads nowhere still tells: where it leads now, what to search for, what stands nearby. */
import type { FastifyRequest } from 'fastify'
import type { FrameLink } from '#ui'
import { viewOf } from '../act.ts'
import type { World } from '../world.ts'
import { addressOn } from './call.ts'
import { readerFor } from './reading.ts'

/** Where a page of the portal went; with the database away nobody knows. */
export async function movedTo(call: FastifyRequest, world: World): Promise<string | undefined> {
  const { house, logger } = world
  if (!isReading(call) || /^\/(desk|api)(\/|$)/.test(call.url)) return undefined
  try {
    const target = await house.moved(viewOf(readerFor(call, world), call.circumstances), call.url)
    return target && addressOn(call.sitePrefix)(target)
  } catch (error) {
    logger.warn({ err: error, call: call.id }, 'moved addresses cannot be read')
    return undefined
  }
}

export type Lost = { words: string; near: readonly FrameLink[] }

export async function lostAt(call: FastifyRequest, world: World): Promise<Lost> {
  const words = wordsOf(call.url)
  const near = isReading(call)
    ? await world.house.near(viewOf(readerFor(call, world), call.circumstances), call.url).catch(() => [])
    : []
  return { words, near }
}

function isReading({ method, circumstances }: FastifyRequest): boolean {
  return circumstances !== undefined && (method === 'GET' || method === 'HEAD')
}

/** What builders of sites put into addresses and no reader searches for. */
const MACHINERY =
  /^(index|default|main|home|art|article|articles|col|columns?|node|content|contents|detail|info|list|view|show|page|publications|sites?|html?|s?html|jsp|jspx|php|aspx?|do|action|zh|cn|en|www|gov)$/i
const LONGEST = 40

/** Words of the address in its own order, so that the search box can begin with them. */
export function wordsOf(url: string): string {
  const [path = ''] = url.split('?', 1)
  let text: string
  try {
    text = decodeURIComponent(path)
  } catch {
    return ''
  }
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /\p{L}/u.test(word) && !MACHINERY.test(word) && !/\d.*\d.*\d/.test(word))
    .join(' ')
    .slice(0, LONGEST)
}
