import { formatBytes } from '#kernel/file-size'
import type { Translate } from '#kernel/messages'
import type { FileInContent } from '../attachments.ts'

export function fullName({ name, extension }: Pick<FileInContent, 'name' | 'extension'>): string {
  return `${name}.${extension}`
}

export function kindAndSize({ extension, length }: Pick<FileInContent, 'extension' | 'length'>): string {
  return `${extension.toUpperCase()} ${formatBytes(length)}`
}

export function takenOut(removed: readonly string[], t: Translate): string {
  if (removed.length === 0) return t('attachment.cleaned.nothing')
  return removed.map((key) => t(key)).join(t.language === 'en' ? '; ' : '；')
}
