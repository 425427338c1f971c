/** Brings texts before the public in tests, by the commands that people use and with as many hands as the law wants. */
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Act, Actor } from '#platform/act'
import type { Validity } from '#platform/module'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, type World } from '#platform/world'
import {
  beginRevision,
  type Drafted,
  draftPublication,
  saveRevision,
  submitRevision,
} from './commands/drafting.ts'
import { releaseRevision } from './commands/releasing.ts'
import { concludeSecrecy, reviewRevision } from './commands/reviewing.ts'
import { redirectPublication, restorePublication, withdrawPublication } from './commands/standing.ts'
import { contentOf } from './content.ts'
import type { RevisionKind } from './rules.ts'
import { DocumentForm } from './schema.ts'

export type TrialText = {
  kind?: 'article' | 'document'
  organisation: OrganisationId
  columns: readonly Id[]
  title: string
  text?: string
  summary?: string
  document_number?: string
  signed_on?: string
  effective_on?: string
  expires_on?: string
  validity?: Validity
  source?: string
  editor?: string
  subject_category?: string
}

export type Trial = ReturnType<typeof trialOf>

export function trialOf(world: World, now: () => Date, site: SiteId = FIRST_SITE) {
  const { house } = world
  const { perform } = stagehandsOf(world)
  const by = <T>(person: string, command: (act: Act) => Promise<T>) =>
    perform(circumstancesOf(site, actorCalled(person), now()), command)

  async function publish(text: TrialText): Promise<Id> {
    const { kind = 'document', organisation, columns } = text
    const drafted: Drafted = await by('author', (act) =>
      draftPublication(act, house, {
        ...{ kind, organisation, columns, content: contentFrom(text) },
        ...{ disclosure_attribute: 'proactive', disclosure_reason: null, legal_basis: null, stage: null },
        statutory_category: null,
      }),
    )
    await release(drafted.revision)
    return drafted.publication
  }

  async function revise(
    publication: Id,
    text: TrialText,
    change: { kind: RevisionKind; reason: string },
  ): Promise<void> {
    const revision = await by('author', (act) => beginRevision(act, house, publication, change))
    await by('author', (act) => saveRevision(act, house, revision, { edit: 1, content: contentFrom(text) }))
    await release(revision)
  }

  async function release(revision: Id): Promise<void> {
    await by('author', (act) => submitRevision(act, house, revision))
    const content_hash = await hashNow(revision)
    for (const reviewer of ['first', 'second', 'third']) {
      await by(reviewer, (act) =>
        reviewRevision(act, revision, { conclusion: 'passed', reason: '', content_hash }),
      )
    }
    await by('secrecy', (act) =>
      concludeSecrecy(act, revision, { conclusion: 'open', reason: '', content_hash }),
    )
    await by('publisher', (act) => releaseRevision(act, house, revision, { content_hash }))
  }

  async function hashNow(revision: Id): Promise<string> {
    return by('publisher', async ({ tx }) => {
      const row = await tx
        .selectFrom('publications.revision')
        .select('content_hash')
        .where('id', '=', revision)
        .executeTakeFirstOrThrow()
      return row.content_hash
    })
  }

  return {
    publish,
    revise,
    withdraw: (id: Id, reason: string) => by('publisher', (act) => withdrawPublication(act, id, reason)),
    restore: (id: Id, reason: string) => by('publisher', (act) => restorePublication(act, id, reason)),
    redirect: (id: Id, to: string, reason: string) =>
      by('publisher', (act) => redirectPublication(act, id, { to, reason })),
  }
}

function contentFrom({ validity, kind: _, organisation: __, columns: ___, ...text }: TrialText) {
  return contentOf(DocumentForm.parse({ text: '正文。', ...text }), validity ?? null)
}

function actorCalled(id: string): Actor {
  return { kind: 'person', id, unit: '*', may: () => true }
}
