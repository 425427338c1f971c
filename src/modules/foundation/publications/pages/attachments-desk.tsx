import type { Draft } from '#kernel/forms'
import { addressOf, type Id } from '#kernel/ids'
import type { Params } from '#kernel/refusals'
import { Block, Button, Changed, DataTable, FileField, Input, Notice, useFrame } from '#ui'
import type { FileChange, FileInContent } from '../attachments.ts'
import { revisionPath } from '../desk-paths.ts'
import { fullName, kindAndSize, takenOut } from './attachments-words.ts'

export type DeskFile = FileInContent & { href: string; removed: readonly string[] }
export type DeskPicture = { id: Id; name: string; width: number | null; height: number | null }
export type RefusedFile = { name: string; code: string; params?: Params | undefined }

export type AttachmentsProps = {
  revision: Id
  files: readonly DeskFile[]
  pictures: readonly DeskPicture[]
  refused: readonly RefusedFile[]
}

/** Each button sends the whole form that it stands in, so that words typed above come back whatever happens here. */
export function AttachmentsSection({ attachments, draft }: { attachments: AttachmentsProps; draft: Draft }) {
  const { t } = useFrame()
  const { revision, files, refused } = attachments
  return (
    <Block title={t('attachment.title')} id="attachments" note={t('attachment.lead')}>
      <div class="form">
        {refused.length > 0 && <Refused files={refused} />}
        {files.length === 0 ? (
          <p class="faint">{t('attachment.none')}</p>
        ) : (
          <FileTable attachments={attachments} draft={draft} />
        )}
        <FileField
          name="attachment-files"
          label={t('attachment.files')}
          hint={t('attachment.files.hint')}
          draft={draft}
          multiple
          optional
        />
        <Send revision={revision} does="upload" label={t('attachment.upload')} />
        <FileField
          name="picture-files"
          label={t('attachment.pictures')}
          hint={t('attachment.pictures.hint')}
          draft={draft}
          accept="image/png,image/jpeg,image/webp"
          multiple
          optional
        />
        <Send revision={revision} does="pictures" label={t('attachment.upload-pictures')} />
        <Pictures pictures={attachments.pictures} />
        <p class="faint">{t('attachment.closed')}</p>
      </div>
    </Block>
  )
}

function Send({ revision, does, label }: { revision: Id; does: string; label: string }) {
  return (
    <p>
      <Button name="do" value={does} action={revisionPath(revision, 'attachments')} files skipChecks>
        {label}
      </Button>
    </p>
  )
}

function Refused({ files }: { files: readonly RefusedFile[] }) {
  const { t } = useFrame()
  return (
    <Notice kind="late" title={t('attachment.refused')}>
      <ul>
        {files.map(({ name, code, params }, at) => (
          <li key={at}>{name ? t('attachment.refused-one', { name, why: t(code, params) }) : t(code)}</li>
        ))}
      </ul>
    </Notice>
  )
}

function FileTable({ attachments, draft }: { attachments: AttachmentsProps; draft: Draft }) {
  const { t } = useFrame()
  const { files, revision } = attachments
  return (
    <>
      <DataTable
        caption={t('attachment.table')}
        captionHidden
        stack
        columns={[
          { label: t('attachment.name') },
          { label: t('attachment.size') },
          { label: t('attachment.cleaned') },
          { label: t('attachment.acts') },
        ]}
        rows={files.map((file, at) => ({
          key: file.id,
          cells: [
            <NameField key="name" file={file} at={at} draft={draft} />,
            <a key="open" href={file.href}>
              {kindAndSize(file)}
            </a>,
            takenOut(file.removed, t),
            <Acts key="acts" {...{ file, at, revision, count: files.length }} />,
          ],
        }))}
      />
      <Send revision={revision} does="names" label={t('attachment.rename')} />
    </>
  )
}

function NameField({ file, at, draft }: { file: DeskFile; at: number; draft: Draft }) {
  const { t } = useFrame()
  const name = nameFieldOf(file.id)
  const value = draft.values[name] ?? file.name
  return (
    <Input
      name={name}
      label={t('attachment.name-of', { number: at + 1 })}
      draft={{ values: { [name]: value }, errors: {} }}
      maxlength={120}
    />
  )
}

export function nameFieldOf(id: Id): string {
  return `attachment-name-${addressOf(id)}`
}

function Acts(props: { file: DeskFile; at: number; revision: Id; count: number }) {
  const { t } = useFrame()
  const { file, at, revision, count } = props
  const action = revisionPath(revision, 'attachments')
  const button = (does: 'up' | 'down' | 'remove') => (
    <Button
      kind="quiet"
      name="do"
      value={`${does}:${addressOf(file.id)}`}
      action={action}
      label={t(`attachment.${does}`, { name: fullName(file) })}
      files
      skipChecks
    >
      {t(`attachment.${does}.short`)}
    </Button>
  )
  return (
    <>
      {at > 0 && button('up')} {at < count - 1 && button('down')} {button('remove')}
    </>
  )
}

function Pictures({ pictures }: { pictures: readonly DeskPicture[] }) {
  const { address, t } = useFrame()
  if (pictures.length === 0) return null
  return (
    <>
      <h3>{t('attachment.picture-list')}</h3>
      <p class="faint">{t('attachment.picture-how')}</p>
      <ul class="files">
        {pictures.map(({ id, name, width, height }) => (
          <li class="file" key={id}>
            <img
              class="file-picture"
              src={address(`/files/${addressOf(id)}`)}
              alt=""
              width="56"
              height="42"
            />
            <span>
              {name} {width && height && <span class="faint">{`${width} × ${height}`}</span>}
              <br />
              <code>{`![${t('attachment.picture-words')}](/files/${addressOf(id)})`}</code>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** For who decides: each file, what became of it since the last public text, and the file itself. */
export function FileChanges({
  changes,
  hrefOf,
}: {
  changes: readonly FileChange[]
  hrefOf: (file: FileInContent) => string
}) {
  const { t } = useFrame()
  if (changes.length === 0) return null
  return (
    <Block title={t('attachment.public')} id="attachments">
      <DataTable
        caption={t('attachment.table')}
        captionHidden
        columns={[
          { label: t('attachment.name') },
          { label: t('attachment.size') },
          { label: t('attachment.change') },
        ]}
        rows={changes.map(({ kind, before, after }, at) => ({
          key: String(at),
          cells: [
            after ? (
              <a key="name" href={hrefOf(after)}>
                {fullName(after)}
              </a>
            ) : (
              <Changed key="name" kind="removed">
                {fullName(before!)}
              </Changed>
            ),
            kindAndSize((after ?? before)!),
            <>
              {t(`attachment.change.${kind}`)}
              {kind === 'renamed' && `　${t('attachment.change.was', { name: fullName(before!) })}`}
            </>,
          ],
        }))}
      />
    </Block>
  )
}
