/** What is known of the changes of one publication: of every text when and why, of two texts what. */
import { z } from 'zod'
import type { Id } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { View } from '#platform/act'
import { type Block, differenceOfHtml } from '#platform/difference'
import { type FileChange, fileChanges } from './attachments.ts'
import { listPublicFiles } from './attachments-queries.ts'
import { asInContent } from './attachments-shown.ts'
import { listPublicParts } from './portal-queries.ts'
import type { PublicRevision } from './queries.ts'

const Number_ = z.coerce
  .number('publications.filter-wrong')
  .int('publications.filter-wrong')
  .min(1, 'publications.filter-wrong')
export const HistoryQuery = z.object({
  from: Number_.optional(),
  to: Number_.optional(),
  view: z.enum(['side'], 'publications.filter-wrong').optional(),
})

export type FactChange = { key: string; before: string | null; after: string | null }

export type Comparison = {
  from: PublicRevision
  to: PublicRevision
  facts: FactChange[]
  files: FileChange[]
  /** Undefined where one of the two texts was erased. */
  blocks: Block[] | undefined
  added: number
  removed: number
}

/** The two texts that a reader asked for; else the newest and the one before it. */
export function choosePair(
  revisions: readonly PublicRevision[],
  asked: { from?: number | undefined; to?: number | undefined },
) {
  const to = revisions.find(({ number }) => number === asked.to) ?? revisions[0]
  if (!to) return undefined
  const earlier = revisions.filter(({ number }) => number < to.number)
  const from = earlier.find(({ number }) => number === asked.from) ?? earlier[0]
  return from && { from, to }
}

export async function compare(
  view: View,
  { from, to }: { from: PublicRevision; to: PublicRevision },
): Promise<Comparison> {
  const parts = await listPublicParts(view, [from.id, to.id], ['body'])
  const bodyOf = (revision: Id) =>
    parts.find(({ revision_id }) => revision_id === revision)?.bytes?.toString('utf8')
  const [before, after] = [bodyOf(from.id), bodyOf(to.id)]
  const blocks =
    before === undefined || after === undefined
      ? undefined
      : differenceOfHtml(before as SanitisedHtml, after as SanitisedHtml).filter(hasWords)
  const files = await listPublicFiles(view, [from.id, to.id])
  const filesOf = (revision: Id) =>
    files
      .filter(({ revision_id, purpose }) => revision_id === revision && purpose === 'attachment')
      .map(asInContent)
  const changes = fileChanges(filesOf(from.id), filesOf(to.id)).filter(({ kind }) => kind !== 'same')
  return { from, to, files: changes, facts: factChanges(from, to), blocks, ...lettersOf(blocks ?? []) }
}

/** A blank line more or less is nothing that a reader could see. */
function hasWords({ spans }: Block): boolean {
  return spans.some(({ text }) => text.trim() !== '')
}

function factChanges(from: PublicRevision, to: PublicRevision): FactChange[] {
  const facts: [string, string | null, string | null][] = [
    ['publications.title', from.title, to.title],
    ['publications.document-number', from.document_number, to.document_number],
    ['publications.signed-on', from.signed_on, to.signed_on],
    ['publications.effective-on', from.effective_on, to.effective_on],
  ]
  return facts.flatMap(([key, before, after]) => (before === after ? [] : [{ key, before, after }]))
}

function lettersOf(blocks: readonly Block[]): { added: number; removed: number } {
  const letters = { added: 0, removed: 0 }
  for (const { kind, text } of blocks.flatMap(({ spans }) => spans))
    if (kind !== 'same') letters[kind] += [...text].length
  return letters
}
