import type { SanitisedHtml } from '#kernel/rich-text'
import { findOrganisation } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { type Block, differenceOfHtml } from '#platform/difference'
import type { House } from '#platform/house'
import type { ShownFacts } from '#platform/module'
import { phrasesOf } from '#platform/segmentation'
import { type FileChange, fileChanges, filesIn } from './attachments.ts'
import type { TextToShow } from './pages/portal-text.tsx'
import type { PublicationRow, RevisionRow } from './tables.ts'

/** A pending text, made ready for the portal's own components. */
export async function textToShow(
  view: View,
  house: House,
  publication: PublicationRow,
  revision: RevisionRow,
): Promise<TextToShow> {
  const { name, agency_mark } = await findOrganisation(view, publication.organisation_id)
  const facts = house.publishable(publication.kind).facts(revision.content)
  return {
    kind: publication.kind,
    title: facts.title,
    title_phrases: phrasesOf(facts.title),
    body: bodyOf(house, publication.kind, revision.content),
    publisher: facts.issuer ?? name,
    is_agency: Boolean(agency_mark) && facts.issuer === null,
    document_number: facts.document_number,
    signed_on: facts.signed_on,
    is_proactive: publication.disclosure_attribute === 'proactive',
    source: facts.source,
    editor: facts.editor,
    published_at: revision.published_at ?? undefined,
    source_published_on: revision.source_published_on,
    attachments: filesIn(revision.content).attachments.map(({ name }) => name),
  }
}

export type FactChange = { name: keyof ShownFacts; before: string; after: string }
export type Changes = {
  base: RevisionRow | undefined
  facts: FactChange[]
  files: FileChange[]
  blocks: Block[]
  body: SanitisedHtml
}

const COMPARED: readonly (keyof ShownFacts)[] = [
  'title',
  'summary',
  'document_number',
  'signed_on',
  'effective_on',
  'expires_on',
  'validity',
  'subject_category',
  'issuer',
  'source',
  'editor',
  'keywords',
]

/** What a reviewer judges: this text against the last one that the public had. */
export async function changesOf(
  view: View,
  house: House,
  publication: PublicationRow,
  revision: RevisionRow,
): Promise<Changes> {
  const base = await lastPublished(view, revision)
  const publishable = house.publishable(publication.kind)
  const body = bodyOf(house, publication.kind, revision.content)
  const files = fileChanges(filesIn(base?.content).attachments, filesIn(revision.content).attachments)
  if (!base) return { base, facts: [], files, blocks: [], body }
  const [before, after] = [publishable.facts(base.content), publishable.facts(revision.content)]
  const facts = COMPARED.filter((name) => (before[name] ?? '') !== (after[name] ?? ''))
  return {
    base,
    files,
    facts: facts.map((name) => ({ name, before: before[name] ?? '', after: after[name] ?? '' })),
    blocks: differenceOfHtml(bodyOf(house, publication.kind, base.content), body),
    body,
  }
}

async function lastPublished(
  view: View,
  { publication_id, number }: RevisionRow,
): Promise<RevisionRow | undefined> {
  return view.db
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication_id)
    .where('number', '<', number)
    .where('state', 'in', ['published', 'superseded'])
    .where('erased_at', 'is', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Every kind hands over its body as a part; only what the sanitiser made ever stands in one. */
function bodyOf(house: House, kind: string, content: unknown): SanitisedHtml {
  const body = house
    .publishable(kind)
    .parts(content)
    .find(({ name }) => name === 'body')
  return (body?.bytes?.toString('utf8') ?? '') as SanitisedHtml
}
