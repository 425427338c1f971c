import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LANGUAGES } from '#kernel/messages'
import {
  CONTRASTS,
  oneOf,
  readModes,
  SIZES,
  THEMES,
  VIEW_COOKIE,
  type ViewModes,
  writeModes,
} from '#kernel/view-modes'
import { addressOn, ownAddress } from '#platform/http/call'
import { SettingsPage } from './pages/settings-page.tsx'

const A_YEAR = 365 * 24 * 3600

/** How pages are shown, kept in one cookie. A GET only asks; a POST sets what it names and leaves the rest. */
export function settingRoutes(pages: FastifyInstance): void {
  pages.get('/settings', async (call) => <SettingsPage back={backOf(call)} />)

  pages.post('/settings', async (call, reply) => {
    const given = (call.body ?? {}) as Record<string, unknown>
    const modes = changed(readModes(call.cookies[VIEW_COOKIE]), given)
    reply.setCookie(VIEW_COOKIE, writeModes(modes), {
      path: '/',
      maxAge: A_YEAR,
      sameSite: 'lax',
      httpOnly: true,
      secure: call.absolute('/').startsWith('https:'),
    })
    const back = withoutLanguage(ownAddress(given.back, '/'))
    return reply.redirect(addressOn(call.sitePrefix)(back), 303)
  })
}

/** What is not named, or named wrongly, stays as it was. */
function changed(modes: ViewModes, given: Record<string, unknown>): ViewModes {
  const word = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : undefined)
  const simple = oneOf(['0', '1'], word('simple'))
  return {
    language: oneOf(LANGUAGES, word('language')) ?? modes.language,
    size: oneOf(SIZES, word('size')) ?? modes.size,
    contrast: oneOf(CONTRASTS, word('contrast')) ?? modes.contrast,
    theme: oneOf(THEMES, word('theme')) ?? modes.theme,
    simple: simple === undefined ? modes.simple : simple === '1',
  }
}

/** A language in the address would overrule the one just chosen. */
function withoutLanguage(address: string): string {
  const { pathname, searchParams, hash } = new URL(address, 'http://site')
  if (!searchParams.has('lang')) return address
  searchParams.delete('lang')
  return pathname + (searchParams.size > 0 ? `?${searchParams}` : '') + hash
}

/** The page that the reader came from, if it is one of this site. */
function backOf(call: FastifyRequest): string {
  const { back } = (call.query ?? {}) as { back?: unknown }
  if (back !== undefined) return ownAddress(back, '/')
  const referrer = URL.parse(call.headers.referer ?? '')
  if (!referrer || referrer.host !== call.host) return '/'
  const path = referrer.pathname + referrer.search
  const own = call.sitePrefix && path.startsWith(call.sitePrefix) ? path.slice(call.sitePrefix.length) : path
  return own.startsWith('/settings') ? '/' : ownAddress(own, '/')
}
