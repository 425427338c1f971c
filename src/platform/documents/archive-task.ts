/** Runs in the protected process only. */
import { readArchive } from '../uploads/archives.ts'
import { NotTaken } from '../uploads/not-taken.ts'

export type PackedFile = { name: string; bytes: Uint8Array }

const MB = 1024 * 1024
const MOST_TOGETHER = 300 * MB

/** What operating systems leave in archives and nobody put there. */
const LEFT_BEHIND = /(?:^|\/)(?:__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini)(?:\/|$)/i

export async function run({ bytes: given }: { bytes: Uint8Array }): Promise<{ files: PackedFile[] }> {
  const archive = await readArchive(Buffer.from(given.buffer, given.byteOffset, given.byteLength), {
    nested: 'allowed',
  })
  const files: PackedFile[] = []
  let together = 0
  for (const name of archive.names.filter((one) => !LEFT_BEHIND.test(one))) {
    const bytes = await archive.read(name)
    together += bytes.length
    if (together > MOST_TOGETHER) throw new NotTaken('upload.too-heavy')
    files.push({ name, bytes })
  }
  return { files }
}
