import type { FastifyRequest } from 'fastify'
import type { Tools } from '#platform/surface'
import type { Pen } from './notifying.ts'

/** For mail that a page causes: in the language of the page. */
export function penOf({ vault, house }: Tools, call: FastifyRequest): Pen {
  const { language } = call.modes
  const sender = language === 'en' ? call.site.name_en : call.site.name
  return { vault, t: house.translate(language), sender, absolute: call.absolute }
}
