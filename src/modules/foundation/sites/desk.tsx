import type { FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm } from '#kernel/forms'
import { type Id, readId } from '#kernel/ids'
import { nameColleagues } from '#modules/foundation/accounts'
import { addressOn } from '#platform/http/call'
import type { Surface, Tools } from '#platform/surface'
import { amendSite, demandSiteEditor } from './commands.ts'
import { SitePage } from './pages/site-page.tsx'
import { listAmendments } from './queries.ts'
import { SITE_FIELDS, SiteForm } from './schema.ts'

/** /desk/site: who the site is, kept true by its administrator. */
export const desk: Surface = (pages, tools) => {
  pages.get('/', async (call) => {
    await demandSiteEditor(call.circumstances, tools.db)
    const draft = draftOf(Object.fromEntries(SITE_FIELDS.map((field) => [field, call.site[field]])))
    return sitePage(call, tools, draft)
  })

  pages.post('/', async (call, reply) => {
    await demandSiteEditor(call.circumstances, tools.db)
    const form = readForm(SiteForm, call.body)
    if (!form.ok) return reply.code(422).send(await sitePage(call, tools, form.draft))
    await tools.perform(call, async (act) => {
      await demandSiteEditor(act, act.tx)
      await amendSite(act, form.value)
    })
    return reply.redirect(addressOn(call.sitePrefix)('/desk/site?saved=1'), 303)
  })
}

async function sitePage(call: FastifyRequest, { look }: Tools, draft: Draft) {
  const { saved } = call.query as { saved?: unknown }
  return look(call, async (view) => {
    const amendments = await listAmendments(view)
    const people = amendments.map(({ by }) => by).filter((by): by is Id => readId(by) === by)
    const names = await nameColleagues(view, [...new Set(people)])
    return (
      <SitePage
        {...{ draft, amendments }}
        site={call.site}
        nameOf={(by) => names.get(by as Id)?.name}
        isSaved={saved === '1'}
      />
    )
  })
}
