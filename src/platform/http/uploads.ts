import type { Multipart } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Unauthenticated } from '#kernel/refusals'
import { demandForgeryToken, FORGERY_FIELD } from './forgery.ts'

/** One file of a form: its bytes, or why it was not taken in. */
export type Upload = { field: string; name: string; declared: string } & (
  | { bytes: Buffer; refused?: undefined }
  | { bytes?: undefined; refused: string }
)

export type UploadForm = Record<string, string | string[]>

const MB = 1024 * 1024
export const UPLOAD_LIMITS = { megabytes: 50, files: 20 } as const

/**
 * Reads a form with files, one file at a time: only one of them is in memory, and what is too large is let run out
 * so that the fields after it are still read. The session's token must have come before the first file.
 */
export async function readUploads(
  call: FastifyRequest,
  each: (upload: Upload) => Promise<void>,
): Promise<UploadForm> {
  // Pressed without a file by a browser that sends such a form like any other: its token is proven already.
  if (!call.isMultipart()) return { ...(call.body as UploadForm | undefined) }
  const fields: UploadForm = Object.create(null)
  let files = 0
  let isProven = false
  const prove = () => {
    if (!isProven) demandToken(call, fields)
    isProven = true
  }
  for await (const part of call.parts({ limits: LIMITS })) {
    if (part.type === 'field') {
      addField(fields, part)
      continue
    }
    prove()
    const upload = await readFile(part)
    if (upload.name === '' && upload.bytes?.length === 0) continue
    files++
    if (files > UPLOAD_LIMITS.files) await each({ ...upload, bytes: undefined, refused: 'file.too-many' })
    else await each(upload)
  }
  prove()
  return fields
}

const LIMITS = {
  fileSize: UPLOAD_LIMITS.megabytes * MB,
  files: 200,
  fields: 500,
  fieldSize: 4 * MB,
  fieldNameSize: 200,
  parts: 700,
}

/** As a field, as the header of a script, or in the address, where nothing of the body can be read before the files. */
function demandToken(call: FastifyRequest, fields: UploadForm): void {
  if (!call.person) throw new Unauthenticated('permission.missing', { permission: 'sign-in' })
  const { [FORGERY_FIELD]: inAddress } = call.query as Record<string, unknown>
  const { headers, method } = call
  const body = { [FORGERY_FIELD]: fields[FORGERY_FIELD] ?? headers['x-forgery-token'] ?? inAddress }
  demandForgeryToken({ headers, method, body } as FastifyRequest, call.person.forgeryToken)
}

function addField(fields: UploadForm, part: Extract<Multipart, { type: 'field' }>): void {
  const before = fields[part.fieldname]
  // A form with files arrives with CRLF, and NUL is in no keyboard.
  const value = String(part.value ?? '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\0', '')
  fields[part.fieldname] = before === undefined ? value : [before, value].flat()
}

async function readFile(part: Extract<Multipart, { type: 'file' }>): Promise<Upload> {
  const { fieldname: field, filename, mimetype: declared, file } = part
  const name = (filename ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const chunks: Buffer[] = []
  for await (const chunk of file) chunks.push(chunk as Buffer)
  if (file.truncated) return { field, name, declared, refused: 'file.too-large' }
  return { field, name, declared, bytes: Buffer.concat(chunks) }
}
