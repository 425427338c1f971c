/** Files at the desk: uploading them, naming and ordering them, and pictures for the text. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, withErrors } from '#kernel/forms'
import { addressOf, type Id, idOfAddress, readId } from '#kernel/ids'
import { Conflict, Invalid, type Params } from '#kernel/refusals'
import { demand, type View } from '#platform/act'
import { ownImageAddress } from '#platform/files/own-images'
import { readUploads, type Upload, type UploadForm } from '#platform/http/uploads'
import type { Surface, Tools } from '#platform/surface'
import { inspectUpload } from '#platform/uploads/inspection'
import { type AttachmentChange, filesIn } from './attachments.ts'
import { listFiles, listImagesOf } from './attachments-queries.ts'
import { draftAddress } from './attachments-shown.ts'
import { layDown, takeAway } from './attachments-taking.ts'
import { changeAttachments, keepFile, type Taken } from './commands/attaching.ts'
import { type ById, goTo, openPublication, openRevision } from './desk-call.ts'
import { draftOfContent, textPage } from './desk-drafting.tsx'
import { revisionPath } from './desk-paths.ts'
import { type AttachmentsProps, nameFieldOf, type RefusedFile } from './pages/attachments-desk.tsx'
import { mayEdit } from './rules.ts'
import type { FileRow, RevisionRow } from './tables.ts'

export const attachingDesk: Surface = (pages, tools) => {
  pages.post<ById>('/revisions/:id/attachments', { config: { uploads: true } }, (call, reply) =>
    attach(call, reply, tools),
  )

  pages.post('/images', { config: { uploads: true } }, (call, reply) => takeImage(call, reply, tools))
}

/** What the section of the editing page shows. */
export async function loadAttachments(
  view: View,
  tools: Tools,
  call: FastifyRequest,
  revision: RevisionRow,
  refused: readonly RefusedFile[] = [],
): Promise<AttachmentsProps> {
  const { attachments } = filesIn(revision.content)
  const rows = await listFiles(
    view.db,
    view.site,
    attachments.map(({ id }) => id),
  )
  const removed = new Map(rows.map((row) => [row.id, row.removed]))
  const hrefOf = draftAddress(tools, call)
  const pictures = await listImagesOf(view, revision.publication_id)
  return {
    revision: revision.id,
    files: attachments.map((file) => ({ ...file, href: hrefOf(file), removed: removed.get(file.id) ?? [] })),
    pictures: pictures.map(({ id, name, width, height }) => ({ id, name, width, height })),
    refused,
  }
}

/** The names that stand in the fields of the section, for whichever button was pressed. */
export function namesTyped(revision: RevisionRow, form: Readonly<Record<string, unknown>>): Map<Id, string> {
  return new Map(
    filesIn(revision.content).attachments.flatMap(({ id }) => {
      const typed = form[nameFieldOf(id)]
      return typeof typed === 'string' ? [[id, typed]] : []
    }),
  )
}

async function attach(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools) {
  const { look, perform, house } = tools
  const { actor } = call.circumstances
  const { revision } = await look(call, (view) => openRevision(view, actor, call.params.id))
  if (!mayEdit(revision.state)) throw new Conflict('revision.not-editable', { state: revision.state })
  // Before anything is read: who may not write here need not send 50 MB to learn it.
  await perform(call, async (act) => demand(act, 'publication.draft', revision.organisation_id))
  const { form, taken, refused } = await takeIn(call, tools, revision)
  const asked = typeof form.do === 'string' ? form.do : ''
  if (taken.length + refused.length === 0 && (asked === 'upload' || asked === 'pictures'))
    refused.push({ name: '', code: 'attachment.nothing-chosen' })
  const add = await keepAll(call, tools, taken)
  const change = { ...changeOf(asked), names: namesTyped(revision, form), add }
  const { edit } = await perform(call, (act) => changeAttachments(act, house, revision.id, change))
  return answer(call, reply, tools, { revision, form, refused, edit })
}

/** A button of the section is `up:<file>`, `down:<file>`, `remove:<file>`, or names nothing of these. */
function changeOf(asked: string): Pick<AttachmentChange, 'remove' | 'move'> {
  const [does, address = ''] = asked.split(':')
  const id = idOfAddress(address)
  if (!id) return {}
  if (does === 'remove') return { remove: id }
  if (does === 'up' || does === 'down') return { move: { id, by: does === 'up' ? -1 : 1 } }
  return {}
}

type Attached = { revision: RevisionRow; form: UploadForm; refused: RefusedFile[]; edit: number }

/** Words typed in the same form come back as they were typed, saved or not. */
async function answer(call: FastifyRequest<ById>, reply: FastifyReply, tools: Tools, attached: Attached) {
  const { revision, form, refused, edit } = attached
  const isTyped = hasTyped(form, revision)
  if (!isTyped && refused.length === 0)
    return goTo(call, reply, revisionPath(revision.id, 'text'), 'attached')
  const isCurrent = form.edit === undefined || Number(form.edit) === revision.edit
  const { revision: now } = await tools.look(call, (view) =>
    openRevision(view, call.circumstances.actor, call.params.id),
  )
  const typed: Draft = isTyped
    ? draftOf({ ...form, edit: isCurrent ? String(edit) : form.edit })
    : draftOfContent(now)
  const draft =
    refused.length > 0 ? withErrors(typed, { 'attachment-files': 'attachment.some-refused' }) : typed
  const page = await textPage(call, tools, now, draft, {
    refused,
    done: isTyped ? 'attached-unsaved' : undefined,
  })
  return reply.code(refused.length > 0 ? 422 : 200).send(page)
}

function hasTyped(form: UploadForm, revision: RevisionRow): boolean {
  const { edit: _, ...stored } = draftOfContent(revision).values
  return Object.entries(stored).some(([name, value]) => form[name] !== undefined && form[name] !== value)
}

type TakenIn = { form: UploadForm; taken: Taken[]; refused: RefusedFile[] }

async function takeIn(call: FastifyRequest, tools: Tools, revision: RevisionRow): Promise<TakenIn> {
  const taken: Taken[] = []
  const refused: RefusedFile[] = []
  const of = { organisation: revision.organisation_id, publication: revision.publication_id }
  const form = await readUploads(call, async (upload) => {
    const purpose = upload.field === 'picture-files' ? 'image' : 'attachment'
    const result = await take(call, tools, upload, { ...of, purpose })
    if ('code' in result) refused.push({ name: upload.name, ...result })
    else taken.push(result)
  }).catch(async (error: unknown) => {
    await takeAway(tools.files.store, taken)
    throw error
  })
  return { form, taken, refused }
}

type Refused = { code: string; params?: Params }

/** Looks at one file, and lays its original and its cleaned copy into the store. */
async function take(
  call: FastifyRequest,
  { files: { store } }: Tools,
  { name, declared, bytes, refused }: Upload,
  of: Pick<Taken, 'organisation' | 'publication' | 'purpose'>,
): Promise<Taken | Refused> {
  if (refused !== undefined) return { code: refused }
  const inspected = await inspectUpload({ name, declared, bytes: bytes! })
  if (!inspected.accepted)
    return { code: inspected.code, ...(inspected.params && { params: inspected.params }) }
  if (of.purpose === 'image' && !isImage(inspected.media_type)) return { code: 'attachment.not-an-image' }
  const { site, now } = call.circumstances
  return { ...of, ...(await layDown(store, { site, now }, { name, bytes: bytes!, inspected })) }
}

function isImage(mediaType: string): boolean {
  return mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/webp'
}

/** Known in an act of their own, so that a file whose text cannot be changed now is swept up like any other orphan. */
async function keepAll(call: FastifyRequest, tools: Tools, taken: readonly Taken[]): Promise<Id[]> {
  try {
    const rows = await tools.perform(call, async (act) => {
      const kept: FileRow[] = []
      for (const one of taken) kept.push(await keepFile(act, one))
      return kept
    })
    return rows.filter(({ purpose }) => purpose === 'attachment').map(({ id }) => id)
  } catch (error) {
    await takeAway(tools.files.store, taken)
    throw error
  }
}

/** For the editor: one picture, known at once by the address that the text will name. */
async function takeImage(call: FastifyRequest, reply: FastifyReply, tools: Tools) {
  const of = await placeOfImage(call, tools)
  const taken: Taken[] = []
  await readUploads(call, async (upload) => {
    if (taken.length > 0) return
    const result = await take(call, tools, upload, { ...of, purpose: 'image' })
    if ('code' in result) throw new Invalid(result.code, { file: result.code }, result.params)
    taken.push(result)
  })
  const [one] = taken
  if (!one) throw new Invalid('attachment.nothing-chosen', { file: 'attachment.nothing-chosen' })
  const row = await tools
    .perform(call, (act) => keepFile(act, one))
    .catch(async (error: unknown) => {
      await takeAway(tools.files.store, taken)
      throw error
    })
  const { width, height } = row
  const address = addressOf(row.id)
  return reply.code(201).send({ id: address, src: ownImageAddress(address), width, height })
}

/** `?publication=` of a draft, or `?organisation=` where none is saved yet. */
async function placeOfImage(
  call: FastifyRequest,
  { look, perform }: Tools,
): Promise<Pick<Taken, 'organisation' | 'publication'>> {
  const { publication: address, organisation: unit } = call.query as Record<string, unknown>
  if (typeof address === 'string') {
    const publication = await look(call, (view) => openPublication(view, call.circumstances.actor, address))
    return { organisation: publication.organisation_id, publication: publication.id }
  }
  const organisation = typeof unit === 'string' ? readId(unit) : undefined
  if (!organisation)
    throw new Invalid('publication.organisation-missing', {
      organisation: 'publication.organisation-missing',
    })
  await perform(call, async (act) => demand(act, 'publication.draft', organisation))
  return { organisation, publication: null }
}
