import type { Id } from '#kernel/ids'
import { findPersonalData } from '#kernel/personal-data'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { Act, View } from '#platform/act'
import type { Reader } from '#platform/database'
import type { House } from '#platform/house'
import type { Finding, PartBytes } from '#platform/module'
import { textOf } from '#platform/rich-text'
import { filesIn, imagesIn, imagesWithoutWords } from './attachments.ts'
import { listFiles, readable } from './attachments-queries.ts'
import { findPublication, listFindingDecisions } from './drafts.ts'
import type { PublicationRow, RevisionRow } from './tables.ts'

export type PersonalDataFinding = Finding & {
  fingerprint: string
  masked: string
  decided: boolean
  reason: string | undefined
}

/**
 * Everything that stands between a revision and the public. A personal-data finding blocks until a person answers
 * for it; a wrong secrecy conclusion or attribute cannot be answered for.
 */
export async function findingsOf(view: View, house: House, revision: RevisionRow): Promise<Finding[]> {
  const publication = await findPublication(view.db, view.site, revision.publication_id)
  const publishable = house.publishable(publication.kind)
  const parts = publishable.parts(revision.content)
  const personal = await personalDataOf(view, house, revision.id, parts)
  const own: Finding[] = [
    ...imageFindings(parts, revision.content),
    ...(await fileWarnings(view.db, view.site, parts)),
  ]
  if (publication.disclosure_attribute !== 'proactive')
    own.push({ code: 'gate.not-proactive', weight: 'blocks' })
  if (publication.audience !== 'public') own.push({ code: 'gate.not-for-the-web', weight: 'blocks' })
  const twin = await seekSameNumber(view, house, { publication, revision })
  if (twin) own.push(twin)
  const others = await house.gate(view, {
    site: view.site,
    publication: publication.id,
    revision: revision.id,
    kind: publication.kind,
    organisation: revision.organisation_id,
    content: revision.content,
  })
  return [...own, ...personal.map(asFinding), ...others]
}

/** A document number belongs to one document of its issuer. Joint and corrected documents exist, so a person judges. */
async function seekSameNumber(
  { db, site }: View,
  house: House,
  { publication, revision }: { publication: PublicationRow; revision: RevisionRow },
): Promise<Finding | undefined> {
  const { document_number } = revision
  if (!document_number) return undefined
  const { issuer } = house.publishable(publication.kind).facts(revision.content)
  const same = await db
    .selectFrom('publications.revision as r')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.publication_id'),
    )
    .select('r.title')
    .where('r.site_id', '=', site)
    .where('r.document_number', '=', document_number)
    .where('r.publication_id', '<>', publication.id)
    .where('r.erased_at', 'is', null)
    .$if(issuer === null, (query) => query.where('p.organisation_id', '=', publication.organisation_id))
    .limit(1)
    .executeTakeFirst()
  return (
    same && {
      code: 'gate.document-number-taken',
      params: { number: document_number, title: same.title },
      weight: 'warns',
    }
  )
}

export function blocking(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ weight }) => weight === 'blocks')
}

/** Reads every part as a reader would: markup and stored facts may hide a number as well as the text. */
export async function personalDataOf(
  { db, site }: Pick<View, 'db' | 'site'>,
  { keyed }: Pick<House, 'keyed'>,
  revision: Id,
  parts: readonly PartBytes[],
): Promise<PersonalDataFinding[]> {
  const decided = new Map(
    (await listFindingDecisions(db, site, revision)).map((row) => [row.fingerprint, row.reason]),
  )
  return scan(await readable(db, site, parts), keyed).map((finding) => ({
    ...finding,
    decided: decided.has(finding.fingerprint),
    reason: decided.get(finding.fingerprint),
  }))
}

/** What the check of an upload could not judge: a hidden sheet, notes of the speaker. A person looks at it. */
async function fileWarnings(db: Reader, site: number, parts: readonly PartBytes[]): Promise<Finding[]> {
  const inText = parts.flatMap(({ name, file }) => (file ? [{ name, file }] : []))
  const rows = await listFiles(
    db,
    site,
    inText.map(({ file }) => file.id),
  )
  return inText.flatMap(({ name, file }) =>
    (rows.find(({ id }) => id === file.id)?.warnings ?? []).map((code) => ({
      ...{ code, weight: 'warns' as const, part: name, file: file.label },
    })),
  )
}

/** A picture says nothing to whoever cannot see it, and one that is not ours would be an empty frame. */
function imageFindings(parts: readonly PartBytes[], content: unknown): Finding[] {
  const bytes = parts.find(({ name }) => name === 'body')?.bytes
  const body = (bytes?.toString('utf8') ?? '') as SanitisedHtml
  const findings: Finding[] = []
  const wordless = imagesWithoutWords(body)
  if (wordless > 0)
    findings.push({
      code: 'attachment.picture-without-words',
      params: { count: wordless },
      weight: 'blocks',
      part: 'body',
    })
  const known = new Set(filesIn(content).images.map(({ id }) => id))
  if (imagesIn(body).some((id) => !known.has(id)))
    findings.push({ code: 'attachment.picture-unknown', weight: 'blocks', part: 'body' })
  return findings
}

/** Parts that carry their bytes with them: all of them, where a text has no files. */
export function ownBytes(parts: readonly PartBytes[]): Scanned[] {
  return parts.flatMap(({ name, media_type, bytes }) => (bytes ? [{ name, media_type, bytes }] : []))
}

type Scanned = { name: string; media_type: string; bytes: Buffer; label?: string }

/** Without a key findings have no fingerprint: they can be told, and not answered for. */
export function scan(parts: readonly Scanned[], keyed: House['keyed'] = () => ''): PersonalDataFinding[] {
  const found = new Map<string, PersonalDataFinding>()
  for (const { name, media_type, bytes, label } of parts) {
    const raw = bytes.toString('utf8')
    const text = media_type === 'text/html' ? textOf(raw as SanitisedHtml) : raw
    for (const { kind, at, length, masked } of findPersonalData(text)) {
      const value = `${kind}\n${text.slice(at, at + length)}`
      found.set(value, {
        code: `personal-data.${kind}`,
        params: { masked },
        weight: 'blocks',
        decidable: true,
        part: name,
        ...(label && { file: label }),
        fingerprint: fingerprintOf(keyed, value),
        masked,
        decided: false,
        reason: undefined,
      })
    }
  }
  return [...found.values()]
}

/**
 * Tells one finding of a revision from another. Keyed: who has the table and not the key could otherwise try every
 * mobile number there is.
 */
function fingerprintOf(keyed: House['keyed'], value: string): string {
  return keyed(`finding\n${value}`).slice(0, 22)
}

function asFinding(finding: PersonalDataFinding): Finding {
  return { ...finding, weight: finding.decided ? 'warns' : 'blocks' }
}

export function viewOfAct(act: Act): View {
  return { db: act.tx, site: act.site, language: 'zh-CN', reads: new Set<string>() }
}
