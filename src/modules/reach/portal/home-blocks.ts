import { z } from 'zod'
import { type Id, readId } from '#kernel/ids'

/** What a home page is composed of. Each kind says by itself what it shows; the rest of a block is what may be set. */
export const BLOCK_KINDS = [
  'hero',
  'lead',
  'documents',
  'columns',
  'column',
  'text',
  'links',
  'panels',
  'organisations',
] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

export type BlockLink = { label: string; label_en: string; href: string }

export type Block = {
  id: string
  kind: BlockKind
  title: string
  title_en: string
  text: string
  text_en: string
  /** Of the kinds `lead`, `documents` and `column`; null lets the site choose. */
  column: Id | null
  rows: number | null
  links: BlockLink[]
  /** The module whose panels the block holds; null: of all that have no block of their own. */
  module: string | null
}

export function newBlock(kind: BlockKind, id: string): Block {
  return {
    ...{ id, kind, title: '', title_en: '', text: '', text_en: '' },
    ...{ column: null, rows: null, links: [], module: null },
  }
}

/** A site begins with this, and has it as long as nobody arranged anything else. */
export const AS_DELIVERED: readonly Block[] = (
  ['hero', 'lead', 'documents', 'panels', 'columns', 'organisations'] as const
).map((kind) => newBlock(kind, kind))

/** What of a block can be set, for each kind. */
export const FIELDS: Readonly<
  Record<BlockKind, readonly ('title' | 'text' | 'column' | 'rows' | 'links' | 'module')[]>
> = {
  hero: ['title', 'text'],
  lead: ['column'],
  documents: ['column', 'rows'],
  columns: ['rows'],
  column: ['title', 'column', 'rows'],
  text: ['title', 'text'],
  links: ['title', 'links'],
  panels: ['module'],
  organisations: ['rows'],
}

const LINE = /^(.{1,40}?)\s*\|\s*(?:(.{0,80}?)\s*\|\s*)?((?:\/(?![/\\])|https:\/\/)[^\s\\|]*)$/
const MOST_LINKS = 24

/** One link a line: words, English words if there are any, address. */
const LinksField = z.string().transform((text, context): BlockLink[] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const links = lines.map((line) => LINE.exec(line))
  if (links.some((link) => !link) || links.length > MOST_LINKS) {
    context.addIssue({ code: 'custom', message: 'portal.block.links-malformed' })
    return z.NEVER
  }
  return links.map((link) => ({ label: link![1]!, label_en: link![2] ?? '', href: link![3]! }))
})

const blankAsNull = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? null : (value ?? null)

export const BlockForm = z.object({
  title: z.string().trim().max(60, 'portal.block.title-long').default(''),
  title_en: z.string().trim().max(120, 'portal.block.title-long').default(''),
  text: z.string().trim().max(1000, 'portal.block.text-long').default(''),
  text_en: z.string().trim().max(2000, 'portal.block.text-long').default(''),
  column: z.preprocess(
    blankAsNull,
    z
      .string()
      .transform((text) => readId(text) ?? null)
      .nullable(),
  ),
  rows: z.preprocess(
    blankAsNull,
    z.coerce
      .number('portal.block.rows-malformed')
      .int('portal.block.rows-malformed')
      .min(1, 'portal.block.rows-malformed')
      .max(20, 'portal.block.rows-malformed')
      .nullable(),
  ),
  links: LinksField.default([]),
  module: z.preprocess(blankAsNull, z.string().max(80).nullable()),
})
export type BlockForm = z.output<typeof BlockForm>

export function linesOf(links: readonly BlockLink[]): string {
  return links
    .map(({ label, label_en, href }) =>
      label_en ? `${label} | ${label_en} | ${href}` : `${label} | ${href}`,
    )
    .join('\n')
}

/** A block moved by one place; the same list where there is no such place. */
export function shifted(blocks: readonly Block[], id: string, step: -1 | 1): Block[] {
  const at = blocks.findIndex((block) => block.id === id)
  const [one, other] = [blocks[at], blocks[at + step]]
  if (!one || !other) return [...blocks]
  return blocks.with(at, other).with(at + step, one)
}
