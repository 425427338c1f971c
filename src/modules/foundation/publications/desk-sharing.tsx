import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Draft, draftOf, EMPTY_DRAFT, readForm, typed } from '#kernel/forms'
import { addressOf, idOfAddress, readId } from '#kernel/ids'
import { readPageQuery } from '#platform/http/query'
import type { Surface, Tools } from '#platform/surface'
import { FILLABLE } from './columns-rules.ts'
import { demandSharing, endSharing, sharePublication } from './commands/sharing.ts'
import { attempt, type ById, doneOf, goTo, idOf, namesOf } from './desk-call.ts'
import { SHARING_DESK } from './desk-paths.ts'
import { SharingPage } from './pages/desk-sharing.tsx'
import { listColumns } from './queries.ts'
import { listShared, searchSharable } from './sharing-queries.ts'

const SharingForm = z.object({
  publication: z
    .string('sharing.publication-missing')
    .transform((text) => idOfAddress(text))
    .refine((id) => id !== undefined, 'sharing.publication-missing'),
  columns: z
    .union([z.array(z.string()), z.string().transform((one) => [one])], 'sharing.columns-missing')
    .transform((all) => all.flatMap((one) => readId(one) ?? []))
    .refine((all) => all.length > 0, 'sharing.columns-missing'),
})

const FindQuery = z.object({ q: z.string().trim().max(300, 'list.bad-parameters').optional() })

/** Under /desk/publications/shared: what this site takes in from the others of the installation. */
export const sharingDesk: Surface = (pages, tools) => {
  const { perform } = tools

  pages.get('/shared', async (call) => sharingPage(call, tools, undefined))

  pages.post('/shared', async (call, reply) => {
    const form = readForm(SharingForm, call.body)
    const result = form.ok
      ? await attempt(call.body, () =>
          perform(call, (act) => {
            const { publication, columns } = form.value
            return sharePublication(act, { publication: publication!, columns })
          }),
        )
      : form
    if (!result.ok) return reply.code(422).send(await sharingPage(call, tools, result.draft))
    return goTo(call, reply, SHARING_DESK, 'shared')
  })

  pages.post<ById>('/shared/:id/end', async (call, reply) => {
    const publication = idOf(call.params.id, 'publication.unknown')
    await perform(call, (act) => endSharing(act, publication))
    return goTo(call, reply, SHARING_DESK, 'unshared')
  })
}

async function sharingPage(call: FastifyRequest, { look }: Tools, failed: Draft | undefined) {
  // After an error the words that were looked for come back with the form.
  const { q } = failed ? { q: typed(failed, 'q') } : readPageQuery(FindQuery, call.query)
  return look(call, async (view) => {
    await demandSharing({ tx: view.db as never, site: view.site, actor: call.circumstances.actor })
    const shared = await listShared(view)
    const candidates = q ? await searchSharable(view, q) : []
    const [only, ...others] = candidates
    const known =
      others.length === 0 ? shared.find((row) => row.publication_id === only?.publication_id) : undefined
    const chosen =
      only && others.length === 0
        ? draftOf({ publication: addressOf(only.publication_id), columns: known?.columns ?? [] })
        : EMPTY_DRAFT
    return (
      <SharingPage
        {...{ shared, candidates }}
        search={q || undefined}
        columns={(await listColumns(view)).filter(({ kind }) => FILLABLE.includes(kind))}
        names={
          await namesOf(
            view,
            shared.map(({ shared_by }) => shared_by),
          )
        }
        draft={failed ?? chosen}
        done={doneOf(call)}
      />
    )
  })
}
