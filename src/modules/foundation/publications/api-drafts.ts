/** What a program with a token may do: draft, hand in, and release what people have approved. */
import { sql } from 'kysely'
import { z } from 'zod'
import { DEFAULT_LIMIT, pageOf, readCursor } from '#kernel/cursors'
import { addressOf, type Id, idOfAddress, readId } from '#kernel/ids'
import { Conflict, Invalid, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { ApiSurface } from '#platform/api/operation'
import { ListQuery } from '#platform/http/query'
import { DraftDetailShape, DraftShape } from './api-shapes.ts'
import { draftPublication, saveRevision, submitRevision } from './commands/drafting.ts'
import { releaseRevision, scheduleRevision } from './commands/releasing.ts'
import { contentOf } from './content.ts'
import { openRevision } from './desk-call.ts'
import { findingsOf } from './gates.ts'
import { listColumns } from './queries.ts'
import { REVISION_STATES } from './rules.ts'
import type { DocumentContent } from './schema.ts'
import { DocumentForm, NewPublication } from './schema.ts'
import type { PublicationRow, RevisionRow } from './tables.ts'

const PENDING = REVISION_STATES.filter((state) => state !== 'published' && state !== 'superseded')

const path = z.object({ id: z.string().max(40) })
const Saved = z.object({ draft: DraftShape })

export const draftsApi: ApiSurface = (routes, tools) => {
  const { house, look, perform } = tools

  routes.get(
    '/',
    {
      id: 'listDrafts',
      says: 'api.list-drafts',
      query: ListQuery.extend({ state: z.enum(PENDING, 'publications.filter-wrong').optional() }),
      answer: z.object({ drafts: z.array(DraftShape), next: z.string().nullable() }),
      needs: 'publication.read',
    },
    async ({ call, query }) => look(call, (view) => pageDrafts(view, query)),
  )

  routes.post(
    '/',
    {
      id: 'createDraft',
      says: 'api.create-draft',
      body: NewPublication,
      answer: Saved,
      status: 201,
      needs: 'publication.draft',
    },
    async ({ call, reply, body: { organisation, columns, ...rest } }) => {
      const content = contentOf(rest, rest.kind === 'document' ? 'valid' : null)
      const places = await columnsNamed(tools.view(call), columns)
      const { revision } = await perform(call, (act) =>
        draftPublication(act, house, {
          ...rest,
          organisation: organisationIn(organisation),
          columns: places,
          content,
        }),
      )
      const address = addressOf(revision)
      reply.header('location', call.absolute(`/api/v1/drafts/${address}`))
      return look(call, async (view) => ({
        draft: draftForAll(await openRevision(view, call.circumstances.actor, address)),
      }))
    },
  )

  routes.get(
    '/:id',
    { id: 'readDraft', says: 'api.read-draft', path, answer: DraftDetailShape, needs: 'publication.read' },
    async ({ call, path: { id } }) =>
      look(call, async (view) => {
        const opened = await openRevision(view, call.circumstances.actor, id)
        const t = house.translate(call.modes.language)
        const findings = await findingsOf(view, house, opened.revision)
        return {
          ...draftForAll(opened),
          content: opened.revision.content as Record<string, unknown>,
          findings: findings.map(({ code, params, weight, part }) => ({
            ...{ code, weight, part: part ?? null },
            message: t(code, params),
          })),
        }
      }),
  )

  routes.put(
    '/:id',
    {
      id: 'saveDraft',
      says: 'api.save-draft',
      path,
      body: DocumentForm.extend({ edit: z.int('api.edit-missing') }),
      answer: Saved,
      needs: 'publication.draft',
      refusals: ['revision.moved-on', 'revision.not-editable'],
    },
    async ({ call, path: { id }, body: { edit, ...form } }) => {
      const { actor } = call.circumstances
      const { revision } = await look(call, (view) => openRevision(view, actor, id))
      const { validity } = revision.content as DocumentContent
      const saved = await perform(call, (act) =>
        saveRevision(act, house, revision.id, { edit, content: contentOf(form, validity) }),
      )
      if (!saved.saved) throw new Conflict('revision.moved-on')
      return look(call, async (view) => ({ draft: draftForAll(await openRevision(view, actor, id)) }))
    },
  )

  routes.post(
    '/:id/submission',
    {
      id: 'submitDraft',
      says: 'api.submit-draft',
      path,
      answer: Saved,
      needs: 'publication.draft',
      refusals: ['revision.wrong-state'],
    },
    async ({ call, path: { id } }) => {
      await perform(call, (act) => submitRevision(act, house, revisionIn(id)))
      return look(call, async (view) => ({
        draft: draftForAll(await openRevision(view, call.circumstances.actor, id)),
      }))
    },
  )

  routes.post(
    '/:id/release',
    {
      id: 'releaseDraft',
      says: 'api.release-draft',
      path,
      body: z.strictObject({
        content_hash: z.string('revision.moved-on').length(64, 'revision.moved-on'),
        scheduled_at: z.iso.datetime({ offset: true, error: 'release.time-malformed' }).optional(),
      }),
      answer: Saved,
      needs: 'publication.release',
      refusals: ['release.own-text', 'release.blocked', 'revision.wrong-state', 'revision.moved-on'],
    },
    async ({ call, path: { id }, body: { content_hash, scheduled_at } }) => {
      const revision = revisionIn(id)
      await perform(call, (act) =>
        scheduled_at
          ? scheduleRevision(act, house, revision, new Date(scheduled_at), { content_hash })
          : releaseRevision(act, house, revision, { content_hash }),
      )
      return look(call, async (view) => ({
        draft: draftForAll(await openRevision(view, call.circumstances.actor, id)),
      }))
    },
  )
}

type DraftsQuery = { cursor?: string | undefined; limit?: number | undefined; state?: string | undefined }

/** What moved last first, of the organisations that the token reaches. */
async function pageDrafts(view: View, { cursor, limit = DEFAULT_LIMIT, state }: DraftsQuery) {
  const after = cursor === undefined ? undefined : readCursor(cursor)
  if (after && Number.isNaN(Date.parse(after.key)))
    throw new Invalid('list.bad-cursor', { cursor: 'list.bad-cursor' })
  const rows = await view.db
    .selectFrom('publications.revision as r')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.publication_id'),
    )
    .selectAll('r')
    .select('p.kind as publication_kind')
    .where('r.site_id', '=', view.site)
    .where('r.state', 'in', (state === undefined ? PENDING : [state]) as never)
    .where(sql<boolean>`publications.in_scope(r.organisation_id)`)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(r.updated_at, r.id) < (${after!.key}::timestamptz, ${after!.id}::uuid)`),
    )
    .orderBy('r.updated_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, ({ updated_at, id }) => ({ key: updated_at.toISOString(), id }))
  return {
    drafts: page.rows.map(({ publication_kind: kind, ...revision }) =>
      draftForAll({ publication: { kind }, revision }),
    ),
    next: page.next ?? null,
  }
}

type Opened = { publication: Pick<PublicationRow, 'kind'>; revision: RevisionRow }

function draftForAll({ publication, revision }: Opened) {
  const { number, state, title, edit, content_hash, due_on } = revision
  return {
    id: addressOf(revision.id),
    publication: addressOf(revision.publication_id),
    organisation: addressOf(revision.organisation_id),
    kind: publication.kind,
    ...{ number, state, title, edit, content_hash, due_on },
    scheduled_at: revision.scheduled_at?.toISOString() ?? null,
    updated_at: revision.updated_at.toISOString(),
  }
}

/** Programs name columns by their addresses, as people read them. */
async function columnsNamed(view: View, slugs: readonly string[]): Promise<Id[]> {
  const columns = await listColumns(view)
  const ids = slugs.map((slug) => columns.find((column) => column.slug === slug)?.id)
  const known = ids.filter((id): id is Id => id !== undefined)
  if (known.length !== slugs.length) throw new Invalid('column.unknown', { columns: 'column.unknown' })
  return known
}

function organisationIn(text: string): Id {
  const id = readId(text.trim())
  if (!id) throw new Invalid('api.bad-body', { organisation: 'publication.organisation-missing' })
  return id
}

function revisionIn(address: string): Id {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('revision.unknown')
  return id
}
