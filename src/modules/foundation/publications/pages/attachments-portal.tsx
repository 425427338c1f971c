import { Changed, FileRow, Files, useFrame } from '#ui'
import type { FileChange } from '../attachments.ts'
import { fullName, kindAndSize } from './attachments-words.ts'

/** An attachment as readers see it; without an address where it was erased. */
export type AttachedFile = {
  name: string
  extension: string
  length: number
  href: string | undefined
}

export function AttachedFiles({ files }: { files: readonly AttachedFile[] }) {
  const { t } = useFrame()
  return (
    <Files>
      {files.map(({ name, extension, length, href }, at) =>
        href ? (
          <FileRow
            key={at}
            href={href}
            name={name}
            kind={extension}
            meta={kindAndSize({ extension, length })}
          />
        ) : (
          <li class="file" key={at}>
            <span class="file-kind" aria-hidden="true">
              {extension.toUpperCase()}
            </span>
            <span class="faint">{t('attachment.erased')}</span>
          </li>
        ),
      )}
    </Files>
  )
}

/** Below the text of an article, and of any text that stands in one column. */
export function AttachmentsBelow({ files }: { files: readonly AttachedFile[] }) {
  const { t } = useFrame()
  if (files.length === 0) return null
  return (
    <section class="article-files" aria-labelledby="files">
      <h2 id="files" class="h-small">
        {t('attachment.public')}
      </h2>
      <AttachedFiles files={files} />
    </section>
  )
}

/** Which files one public text had and another has not, by name; the files stand on the pages of the texts. */
export function FilesChanged({ changes }: { changes: readonly FileChange[] }) {
  const { t } = useFrame()
  if (changes.length === 0) return null
  return (
    <>
      <h3>{t('attachment.public')}</h3>
      <ul class="says">
        {changes.map(({ kind, before, after }, at) => (
          <li key={at}>
            {before && kind !== 'replaced' && <Changed kind="removed">{fullName(before)}</Changed>}{' '}
            {after && kind !== 'replaced' && <Changed kind="added">{fullName(after)}</Changed>}
            {kind === 'replaced' && fullName(after!)}{' '}
            <span class="faint">{t(`attachment.change.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
