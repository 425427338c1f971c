import type { z } from 'zod'
import { type Id, idOfAddress } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import type { Act } from '#platform/act'
import type { Tools } from '#platform/surface'
import { beginRevision } from './commands/drafting.ts'
import { cancelLeaving, scheduleLeaving } from './commands/leaving.ts'
import { proposeErasure, proposeNotPublic } from './commands/proposing.ts'
import {
  decideNotPublic,
  redirectPublication,
  reopenPublication,
  restorePublication,
  withdrawPublication,
} from './commands/standing.ts'
import type { StandingAct } from './desk-acts.ts'
import { ErasureForm, LeavingForm, NotPublicForm, RedirectionForm } from './desk-forms.ts'
import { publicationPath, revisionPath } from './desk-paths.ts'
import { RevisionForm, StandingForm } from './schema.ts'
import type { PublicationRow } from './tables.ts'

type Went = { path: string; done: string }
type Standing = {
  shape: z.ZodType
  command: (act: Act, tools: Tools, publication: PublicationRow, form: never) => Promise<Went>
}

function standing<Shape extends z.ZodType>(
  shape: Shape,
  command: (act: Act, tools: Tools, publication: PublicationRow, form: z.output<Shape>) => Promise<Went>,
): Standing {
  return { shape, command }
}

const backTo = ({ id }: PublicationRow, done: string): Went => ({ path: publicationPath(id), done })

/** The form of each act, and the command behind it. */
export const ACTS: Record<StandingAct, Standing> = {
  revision: standing(RevisionForm, async (act, { house }, { id }, form) => ({
    path: revisionPath(await beginRevision(act, house, id, form), 'text'),
    done: 'begun',
  })),
  withdrawal: standing(StandingForm, async (act, _, publication, { reason }) => {
    await withdrawPublication(act, publication.id, reason)
    return backTo(publication, 'withdrawn')
  }),
  restoration: standing(StandingForm, async (act, _, publication, { reason }) => {
    await restorePublication(act, publication.id, reason)
    return backTo(publication, 'restored')
  }),
  redirection: standing(RedirectionForm, async (act, { house }, publication, { redirects_to, reason }) => {
    const isItself = redirects_to.startsWith(house.publishable(publication.kind).address(publication.id))
    if (isItself) throw new Invalid('standing.address-itself', { redirects_to: 'standing.address-itself' })
    await redirectPublication(act, publication.id, { to: redirects_to, reason })
    return backTo(publication, 'redirected')
  }),
  leaving: standing(LeavingForm, async (act, _, publication, { leaves_at, reason }) => {
    await scheduleLeaving(act, publication.id, { at: leaves_at, reason })
    return backTo(publication, 'leaving')
  }),
  staying: standing(StandingForm, async (act, _, publication, { reason }) => {
    await cancelLeaving(act, publication.id, reason)
    return backTo(publication, 'staying')
  }),
  'not-public': standing(NotPublicForm, async (act, { house }, publication, form) => {
    if (publication.kind === 'document') {
      await proposeNotPublic(act, house, publication.id, form)
      return backTo(publication, 'proposed')
    }
    await decideNotPublic(act, house, publication.id, form)
    return backTo(publication, 'not-public')
  }),
  reopening: standing(StandingForm, async (act, _, publication, { reason }) => {
    await reopenPublication(act, publication.id, reason)
    return backTo(publication, 'reopened')
  }),
  erasure: standing(ErasureForm, async (act, _, publication, { ground, scope, reason }) => {
    await proposeErasure(act, publication.id, { ground, reason, ...scopeOf(scope) })
    return backTo(publication, 'proposed')
  }),
}

function scopeOf(scope: string): { revision?: Id; part?: string } {
  if (scope === 'all') return {}
  const cut = scope.indexOf('/')
  const revision = idOfAddress(cut === -1 ? scope : scope.slice(0, cut))
  if (!revision) throw new Invalid('erasure.scope-missing', { scope: 'erasure.scope-missing' })
  return cut === -1 ? { revision } : { revision, part: scope.slice(cut + 1) }
}
