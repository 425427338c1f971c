import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import {
  beginRevision,
  columnId,
  concludeSecrecy,
  contentOf,
  draftPublication,
  releaseRevision,
  reviewRevision,
  saveRevision,
  submitRevision,
  withdrawPublication,
} from '#modules/foundation/publications'
import type { Act, Actor } from '#platform/act'
import type { SeedTools } from '#platform/module'
import { FIRST_SITE } from '#platform/sites'

export type Release = {
  title: string
  text?: string
  column?: string
  revises?: Id
  /** Of a revision: `major` unless it only corrects a slip. */
  change?: 'major' | 'minor'
  document_number?: string
  effective_on?: CivilDate
  kind?: 'article' | 'document'
}

/** One document through the whole route of the transport bureau: writer, three reviewers, secrecy officer, publisher. */
export async function releaseDocument(
  tools: SeedTools,
  release: Release,
): Promise<{ publication: Id; revision: Id }> {
  const { content_hash, ...approved } = await approveDocument(tools, release)
  await tools.performAs(FIRST_SITE, { actor: actorFor('P08'), at: tools.now() }, (act) =>
    releaseRevision(act, tools.house, approved.revision, { content_hash }),
  )
  return approved
}

/** The same, still on the writer's desk. */
export function draftDocument(
  tools: SeedTools,
  release: Release,
): Promise<{ publication: Id; revision: Id }> {
  return tools.performAs(FIRST_SITE, { actor: actorFor('P12'), at: tools.now() }, (act) =>
    draft(act, tools, release),
  )
}

/** On its way, up to where anyone with the right may release it. */
export async function approveDocument(
  tools: SeedTools,
  release: Release,
): Promise<{ publication: Id; revision: Id; content_hash: string }> {
  const as = <T>(person: keyof typeof PEOPLE, command: (act: Act) => Promise<T>) =>
    tools.performAs(FIRST_SITE, { actor: actorFor(person), at: tools.now() }, command)
  const drafted = await draftDocument(tools, release)
  await as('P12', (act) => submitRevision(act, tools.house, drafted.revision))
  const { content_hash } = await as('P12', (act) =>
    act.tx
      .selectFrom('publications.revision')
      .select('content_hash')
      .where('id', '=', drafted.revision)
      .executeTakeFirstOrThrow(),
  )
  const form = { reason: '', content_hash }
  for (const reviewer of ['P11', 'P10', 'P15'] as const) {
    await as(reviewer, (act) => reviewRevision(act, drafted.revision, { ...form, conclusion: 'passed' }))
  }
  await as('P14', (act) => concludeSecrecy(act, drafted.revision, { ...form, conclusion: 'open' }))
  return { ...drafted, content_hash }
}

export function withdraw(tools: SeedTools, publication: Id, reason: string): Promise<void> {
  return tools.performAs(FIRST_SITE, { actor: actorFor('P08'), at: tools.now() }, (act) =>
    withdrawPublication(act, publication, reason),
  )
}

async function draft(
  act: Act,
  { house }: SeedTools,
  release: Release,
): Promise<{ publication: Id; revision: Id }> {
  const content = contentOf({
    ...{
      title: release.title,
      summary: '',
      text: release.text ?? '自12月1日起执行。',
      format: 'plain',
      keywords: '',
    },
    ...{
      issuer: null,
      subject_category: null,
      expires_on: null,
      signed_on: null,
      effective_on: release.effective_on ?? null,
      source: null,
      editor: null,
    },
    document_number: release.document_number ?? null,
  })
  if (release.revises) {
    const revision = await beginRevision(act, house, release.revises, {
      kind: release.change ?? 'major',
      reason: '内容调整',
    })
    await saveRevision(act, house, revision, { edit: 1, content })
    return { publication: release.revises, revision }
  }
  return draftPublication(act, house, {
    ...{
      kind: release.kind ?? 'document',
      content,
      organisation: ORGANISATIONS.A03.id,
      columns: [columnId(release.column ?? 'news/notices')],
    },
    ...{
      stage: 'execution',
      statutory_category: 'a20-11',
      disclosure_attribute: 'proactive',
      disclosure_reason: null,
      legal_basis: null,
    },
  })
}

function actorFor(person: keyof typeof PEOPLE): Actor {
  return { kind: 'person', id: PEOPLE[person].id, unit: '*', may: () => true }
}
