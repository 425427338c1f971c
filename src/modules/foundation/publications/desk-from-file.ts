import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Draft } from '#kernel/forms'
import { Invalid } from '#kernel/refusals'
import { readDocument } from '#platform/documents/reading'
import { readUploads, type Upload } from '#platform/http/uploads'
import type { Tools } from '#platform/surface'
import type { FileReading } from './pages/desk-new.tsx'

type Pages = {
  empty(call: FastifyRequest): Promise<Draft>
  show(call: FastifyRequest, draft: Draft, reading: FileReading): Promise<VNode>
}

/** A file becomes the beginning of a text: read into the empty form, where a person looks at it before anything is kept. */
export function fromFileRoute(pages: FastifyInstance, { house }: Tools, { empty, show }: Pages): void {
  pages.post('/new/from-file', { config: { uploads: true } }, async (call, reply: FastifyReply) => {
    const draft = await empty(call)
    const uploads: Upload[] = []
    await readUploads(call, async (upload) => void (uploads.length < 1 && uploads.push(upload)))
    const t = house.translate(call.modes.language)
    const [file] = uploads
    const refuse = async (code: string, params = {}) =>
      reply.code(422).send(await show(call, draft, { name: file?.name ?? '', refused: t(code, params) }))
    if (!file) return refuse('attachment.nothing-chosen')
    if (file.refused !== undefined) return refuse(file.refused)
    try {
      const { title, html, warnings } = await readDocument({ name: file.name, bytes: file.bytes })
      const values = { ...draft.values, title: title.slice(0, 200), text: html, format: 'html' }
      const notes = warnings.map((warning) => t(warning))
      return show(call, { values, errors: {} }, { name: file.name, notes })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return refuse(error.fields.file ?? error.code, error.params)
    }
  })
}
