/** Files of a text, as its content names them: versioned, hashed, approved and compared with it. */
import { z } from 'zod'
import { type Id, idOfAddress, readId } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { PartBytes } from '#platform/module'

const FileInContent = z.object({
  id: z.string().transform((text) => readId(text)!),
  /** Under which readers see it; without the ending, which follows from what it is. */
  name: z.string().min(1).max(120),
  extension: z.string(),
  media_type: z.string(),
  length: z.number(),
  sha256: z.string(),
})
export type FileInContent = z.output<typeof FileInContent>

/** Absent where there are none, so that a text without files keeps the hash it always had. */
export const FILES_IN_CONTENT = {
  attachments: z.array(FileInContent).max(50, 'attachment.too-many').optional(),
  /** Pictures that the text shows, in the order in which they stand there. */
  images: z.array(FileInContent).optional(),
}
export type FilesInContent = {
  attachments?: FileInContent[] | undefined
  images?: FileInContent[] | undefined
}

export const MOST_ATTACHMENTS = 50

export function fileParts({ attachments = [], images = [] }: FilesInContent): PartBytes[] {
  return [...attachments, ...images].map(({ id, name, extension, media_type, length, sha256 }, at) => ({
    name: `file/${at + 1}`,
    media_type,
    file: { id, label: `${name}.${extension}`, length, sha256 },
  }))
}

/** What stands in the part `meta`: the names that readers see are approved like every other word. */
export function attachmentFacts({ attachments = [] }: FilesInContent) {
  if (attachments.length === 0) return {}
  return {
    attachments: attachments.map(({ name, extension, media_type, length, sha256 }) => ({
      ...{ name: `${name}.${extension}`, media_type, length, sha256 },
    })),
  }
}

export function filesIn(content: unknown): { attachments: FileInContent[]; images: FileInContent[] } {
  const { attachments, images } = (content ?? {}) as FilesInContent
  return { attachments: attachments ?? [], images: images ?? [] }
}

/** Own pictures in a text, each once, in its order. */
export function imagesIn(body: SanitisedHtml): Id[] {
  const ids = [...body.matchAll(/<img\s[^>]*?src="\/files\/([0-9a-z]{26})"/g)].map(([, address]) =>
    idOfAddress(address!),
  )
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** Pictures that a person who cannot see them gets nothing of. WCAG 1.1.1; GB/T 37668 says the same. */
export function imagesWithoutWords(body: SanitisedHtml): number {
  return [...body.matchAll(/<img\b[^>]*>/g)].filter(([tag]) => !/\salt="[^"]*[^\s"][^"]*"/.test(tag)).length
}

export type AttachmentChange = {
  add?: readonly FileInContent[]
  names?: ReadonlyMap<Id, string>
  remove?: Id | undefined
  move?: { id: Id; by: -1 | 1 } | undefined
}

export function changed(
  before: readonly FileInContent[],
  { add = [], names, remove, move }: AttachmentChange,
): FileInContent[] {
  const after = [...before, ...add]
    .filter(({ id }) => id !== remove)
    .map((file) => ({ ...file, name: shortened(names?.get(file.id) ?? file.name) || file.name }))
  if (!move) return after
  const at = after.findIndex(({ id }) => id === move.id)
  const to = at + move.by
  if (at < 0 || to < 0 || to >= after.length) return after
  const [moved] = after.splice(at, 1)
  after.splice(to, 0, moved!)
  return after
}

/** From the name of the uploaded file: what stands before its ending. */
export function nameOfUpload(file: string, extension: string): string {
  const ending = new RegExp(`\\.(?:${extension}|jpeg)$`, 'i')
  return shortened(file.replace(ending, '')) || extension.toUpperCase()
}

function shortened(name: string): string {
  return Array.from(
    name
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
    .slice(0, 120)
    .join('')
}

export type FileChange = {
  kind: 'added' | 'removed' | 'replaced' | 'renamed' | 'same'
  before: FileInContent | undefined
  after: FileInContent | undefined
}

/** Against the last public text. A file of the same name with other bytes replaces, other words for the same bytes rename. */
export function fileChanges(before: readonly FileInContent[], after: readonly FileInContent[]): FileChange[] {
  const gone = new Set(before)
  const pairs = after.map((file) => {
    const same =
      [...gone].find(({ sha256 }) => sha256 === file.sha256) ??
      [...gone].find((one) => one.name === file.name && one.extension === file.extension)
    if (same) gone.delete(same)
    return { before: same, after: file }
  })
  return [
    ...pairs.map((pair) => ({ kind: kindOf(pair), ...pair })),
    ...[...gone].map((file) => ({ kind: 'removed' as const, before: file, after: undefined })),
  ]
}

function kindOf({
  before,
  after,
}: {
  before: FileInContent | undefined
  after: FileInContent
}): FileChange['kind'] {
  if (!before) return 'added'
  if (before.sha256 !== after.sha256) return 'replaced'
  return before.name === after.name ? 'same' : 'renamed'
}
