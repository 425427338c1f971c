import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { type Id, readId } from '#kernel/ids'
import { Conflict, Forbidden } from '#kernel/refusals'
import { listOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { differenceOf, differenceOfHtml } from '#platform/difference'
import { placePanels } from '#platform/house'
import { anchorArticles } from '#platform/rich-text'
import type { Surface, Tools } from '#platform/surface'
import { FILLABLE } from './columns-rules.ts'
import { draftPublication, saveRevision, submitRevision, takeBackRevision } from './commands/drafting.ts'
import { bodyOf, contentOf } from './content.ts'
import { revisionActs } from './desk-acts.ts'
import { isUnsaved, listAlikeTitles, seekOwnTyping } from './desk-alike.ts'
import { loadAttachments, namesTyped } from './desk-attachments.tsx'
import { attempt, type ById, doneOf, goTo, idOf, namesOf, openRevision } from './desk-call.ts'
import { fromFileRoute } from './desk-from-file.ts'
import { revisionPath } from './desk-paths.ts'
import { textToShow } from './desk-shown.ts'
import { othersHere, typingRoutes } from './desk-typing.ts'
import { listReviews } from './drafts.ts'
import { findingsOf } from './gates.ts'
import type { RefusedFile } from './pages/attachments-desk.tsx'
import { ConflictPage, type Facing } from './pages/desk-conflict.tsx'
import { type FileReading, NewPublicationPage } from './pages/desk-new.tsx'
import { PreviewPage } from './pages/desk-preview.tsx'
import { TextPage } from './pages/desk-text.tsx'
import { UnsavedPage } from './pages/desk-unsaved.tsx'
import { listColumns } from './queries.ts'
import { mayEdit } from './rules.ts'
import { type DocumentContent, DocumentForm, FORMATS, NewPublication } from './schema.ts'
import type { AutosaveRow, RevisionRow } from './tables.ts'

/** Writing a text and handing it in. */
export const draftingDesk: Surface = (pages, tools) => {
  const { house, look, perform } = tools
  typingRoutes(pages, tools)
  fromFileRoute(pages, tools, {
    empty: (call) => emptyDraft(call, tools),
    show: (call, draft, reading) => newPage(call, tools, draft, reading),
  })

  pages.get('/new', async (call) => newPage(call, tools, await emptyDraft(call, tools)))

  pages.post('/new', async (call, reply) => {
    const form = await readNew(call, tools)
    if (!form.ok) return reply.code(422).send(await newPage(call, tools, form.draft))
    const { organisation, columns, ...rest } = form.value
    const content = contentOf(rest, rest.kind === 'document' ? 'valid' : null)
    const drafted = await attempt(call.body, () =>
      perform(call, (act) =>
        draftPublication(act, house, {
          ...rest,
          organisation: organisation as Id,
          columns: columns as Id[],
          content,
        }),
      ),
    )
    if (!drafted.ok) return reply.code(422).send(await newPage(call, tools, drafted.draft))
    return goTo(call, reply, revisionPath(drafted.value.revision, 'text'), 'drafted')
  })

  pages.get<ById>('/revisions/:id/text', async (call, reply) => {
    const { revision } = await look(call, (view) =>
      openRevision(view, call.circumstances.actor, call.params.id),
    )
    if (!mayEdit(revision.state)) return goTo(call, reply, revisionPath(revision.id, 'review'), doneOf(call))
    const { from } = call.query as { from?: unknown }
    const unsaved = await seekUnsaved(call, tools, revision)
    if (unsaved && from !== 'autosave') return unsavedPage(call, tools, revision, unsaved)
    return textPage(call, tools, revision, unsaved ? draftOf(unsaved.typed) : draftOfContent(revision))
  })

  pages.post<ById>('/revisions/:id/text', async (call, reply) => saveText(call, reply, tools))

  pages.get<ById>('/revisions/:id/preview', async (call) =>
    look(call, async (view) => {
      const { publication, revision } = await openRevision(view, call.circumstances.actor, call.params.id)
      return (
        <PreviewPage
          publication={publication}
          revision={revision}
          text={await textToShow(view, house, publication, revision)}
          files={(await loadAttachments(view, tools, call, revision)).files}
        />
      )
    }),
  )

  pages.post<ById>('/revisions/:id/submission', async (call, reply) => {
    const id = idOf(call.params.id, 'revision.unknown')
    await perform(call, (act) => submitRevision(act, house, id))
    return goTo(call, reply, revisionPath(id, 'review'), 'submitted')
  })

  pages.post<ById>('/revisions/:id/taking-back', async (call, reply) => {
    const id = idOf(call.params.id, 'revision.unknown')
    await perform(call, (act) => takeBackRevision(act, id))
    return goTo(call, reply, revisionPath(id, 'text'), 'taken-back')
  })
}

/** Two at once: the second gets both texts and keeps their own in the form; nothing is written over. */
async function saveText(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools) {
  const { look, perform, house } = tools
  const { actor } = call.circumstances
  const { publication, revision } = await look(call, (view) => openRevision(view, actor, call.params.id))
  const content = ownContent(revision, publication.kind)
  const form = readForm(DocumentForm, call.body)
  if (!form.ok) return reply.code(422).send(await textPage(call, tools, revision, form.draft))
  const edit = Number((call.body as { edit?: unknown } | undefined)?.edit)
  const saved = await perform(call, (act) =>
    saveRevision(act, house, revision.id, {
      edit,
      content: contentOf(form.value, content.validity),
      names: namesTyped(revision, call.body as Draft['values']),
    }),
  )
  if (saved.saved) {
    const isPreview = (call.body as { then?: unknown }).then === 'preview'
    return isPreview
      ? goTo(call, reply, revisionPath(revision.id, 'preview'))
      : goTo(call, reply, revisionPath(revision.id, 'text'), 'saved')
  }
  const theirs = saved.theirs.content as DocumentContent
  const names = await look(call, (view) => namesOf(view, [saved.theirs.last_editor_id]))
  const mine = draftOf({ ...(call.body as Draft['values']), edit: String(saved.theirs.edit) })
  return reply
    .code(409)
    .send(
      <ConflictPage
        revision={saved.theirs}
        names={names}
        draft={mine}
        theirs={theirs}
        mine={form.value}
        blocks={compared(theirs, form.value)}
      />,
    )
}

export async function textPage(
  call: FastifyRequest,
  tools: Tools,
  revision: RevisionRow,
  draft: Draft,
  { refused, done = doneOf(call) }: { refused?: readonly RefusedFile[]; done?: string | undefined } = {},
) {
  const { house, look } = tools
  return look(call, async (view) => {
    const { actor } = call.circumstances
    const { publication } = await openRevision(view, actor, (call.params as { id: string }).id)
    const reviews = await listReviews(view.db, view.site, revision.id)
    return (
      <TextPage
        publication={publication}
        revision={revision}
        draft={draft}
        isOwnKind={isOwnKind(publication.kind)}
        acts={revisionActs(revision, (permission) => actor.may(permission, revision.organisation_id))}
        findings={await findingsOf(view, house, revision)}
        reviews={reviews}
        names={
          await namesOf(view, [revision.last_editor_id, ...reviews.map(({ reviewer_id }) => reviewer_id)])
        }
        panels={await placePanels(house, 'publication.editor', view, publication.id)}
        attachments={await loadAttachments(view, tools, call, revision, refused)}
        alike={await listAlikeTitles(view, revision.title, publication.id)}
        others={await othersHere(view, call, tools, revision.id)}
        done={done}
      />
    )
  })
}

/** What this person typed here and left without saving, if it says anything else than what is saved. */
async function seekUnsaved(call: FastifyRequest, { look }: Tools, revision: RevisionRow) {
  const { actor } = call.circumstances
  const kept = await look(call, (view) => seekOwnTyping(view, revision.id, actor.id))
  if (!kept) return undefined
  const saved = revision.content as DocumentContent
  const isSame = anchorArticles(bodyOf(textIn(kept))) === saved.body
  return isUnsaved(saved, kept.typed, isSame) ? kept : undefined
}

async function unsavedPage(call: FastifyRequest, { look }: Tools, revision: RevisionRow, kept: AutosaveRow) {
  const saved = revision.content as DocumentContent
  return (
    <UnsavedPage
      revision={revision}
      kept={kept}
      saved={saved}
      typed={draftOf(kept.typed).values as Facing}
      blocks={compared(saved, textIn(kept))}
      names={await look(call, (view) => namesOf(view, [revision.last_editor_id]))}
    />
  )
}

function textIn({ typed }: AutosaveRow): Written {
  const format = FORMATS.find((one) => one === typed.format) ?? 'plain'
  return { format, text: String(typed.text ?? '') }
}

type Written = Pick<DocumentForm, 'format' | 'text'>

/** As words where either is typeset, else as typed: marks are part of what was written. */
function compared(before: Written, after: Written) {
  return before.format === 'html' || after.format === 'html'
    ? differenceOfHtml(bodyOf(before), bodyOf(after))
    : differenceOf(before.text, after.text)
}

/** Kinds of other modules have editors of their own; here they are shown, reviewed and released. */
function isOwnKind(kind: string): boolean {
  return kind === 'article' || kind === 'document'
}

function ownContent(revision: RevisionRow, kind: string): DocumentContent {
  if (!isOwnKind(kind)) throw new Conflict('revision.other-editor')
  return revision.content as DocumentContent
}

export function draftOfContent({ content, edit }: RevisionRow): Draft {
  const { body: _, validity: __, attachments: ___, images: ____, ...typed } = content as DocumentContent
  return draftOf({ ...typed, edit: String(edit) })
}

async function newPage(call: FastifyRequest, tools: Tools, draft: Draft, reading?: FileReading) {
  const view = tools.view(call)
  return (
    <NewPublicationPage
      draft={draft}
      organisations={await offered(call, view)}
      columns={await fillable(view)}
      reading={reading}
    />
  )
}

async function emptyDraft(call: FastifyRequest, tools: Tools): Promise<Draft> {
  const [first] = await offered(call, tools.view(call))
  const own = call.person?.organisationId
  const isOwn = own !== undefined && call.circumstances.actor.may('publication.draft', own)
  return draftOf({
    kind: 'article',
    format: 'markdown',
    disclosure_attribute: 'proactive',
    organisation: isOwn ? own : (first?.id ?? ''),
    editor: call.person?.name,
  })
}

/** Only organisations for which the person may write; the command asks again. */
async function offered(call: FastifyRequest, view: View) {
  const { actor } = call.circumstances
  const all = await listOrganisations(view)
  const mine = all.filter(({ id }) => actor.may('publication.draft', id))
  if (mine.length === 0) throw new Forbidden('permission.missing', { permission: 'publication.draft' })
  return mine
}

async function fillable(view: View) {
  return (await listColumns(view)).filter(({ kind }) => FILLABLE.includes(kind))
}

async function readNew(call: FastifyRequest, tools: Tools) {
  const form = readForm(NewPublication, call.body)
  const view = tools.view(call)
  const [organisations, columns] = [await offered(call, view), await fillable(view)]
  const typed = form.ok ? draftOf(call.body as Draft['values']) : form.draft
  const errors: Record<string, string> = {}
  if (!organisations.some(({ id }) => id === typed.values.organisation))
    errors.organisation = 'publication.organisation-missing'
  const chosen = [typed.values.columns ?? []].flat()
  if (!chosen.every((one) => columns.some(({ id }) => id === readId(one)))) errors.columns = 'column.unknown'
  if (form.ok && Object.keys(errors).length === 0) return form
  return { ok: false as const, draft: inOrder(withErrors(typed, errors)) }
}

const ORDER: readonly string[] = [...Object.keys(DocumentForm.shape), 'organisation', 'columns']

/** The summary names the errors in the order in which the page shows the fields. */
function inOrder({ values, errors }: Draft): Draft {
  const rank = (field: string) => (ORDER.includes(field) ? ORDER.indexOf(field) : ORDER.length)
  const sorted = Object.entries(errors).sort(([one], [other]) => rank(one) - rank(other))
  return { values, errors: Object.fromEntries(sorted) }
}
