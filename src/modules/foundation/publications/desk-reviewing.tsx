import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Draft, readForm, withErrors } from '#kernel/forms'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import { placePanels } from '#platform/house'
import { readPageQuery } from '#platform/http/query'
import type { Surface, Tools } from '#platform/surface'
import { draftAddress } from './attachments-shown.ts'
import { reviewAfterEmergency } from './commands/after-emergency.ts'
import { releaseRevision, scheduleRevision, unscheduleRevision } from './commands/releasing.ts'
import { concludeSecrecy, decideFinding, declareEmergency, reviewRevision } from './commands/reviewing.ts'
import { decisionsFor, revisionActs } from './desk-acts.ts'
import {
  attempt,
  type ById,
  doneOf,
  elevate,
  goTo,
  isElevated,
  namesOf,
  type Opened,
  openRevision,
} from './desk-call.ts'
import { type Drafts, FindingForm, type FormName, RETURN_REASONS, ScheduleForm } from './desk-forms.ts'
import { REVIEW_VIEWS, revisionPath } from './desk-paths.ts'
import { changesOf } from './desk-shown.ts'
import { findRoute, listReviews } from './drafts.ts'
import { findingsOf } from './gates.ts'
import { ReviewPage } from './pages/desk-review.tsx'
import { ReleaseForm, ReviewForm, StandingForm } from './schema.ts'

const ReviewQuery = z.object({ view: z.enum(REVIEW_VIEWS).optional() })

/** One page for everyone who decides about a revision: checks, changes, the text, and the decision that is due. */
export const reviewingDesk: Surface = (pages, tools) => {
  const { house, perform } = tools

  pages.get<ById>('/revisions/:id/review', async (call) => reviewPage(call, tools, {}))

  pages.post<ById>('/revisions/:id/review', async (call, reply) => {
    const { revision } = await open(call, tools)
    const isLast = revision.state === 'second-review' || revision.emergency
    const isPassing = (call.body as { conclusion?: unknown } | undefined)?.conclusion === 'passed'
    if (isLast && isPassing && !isElevated(call))
      return elevate(call, reply, revisionPath(revision.id, 'review'))
    const isAfterwards = revision.emergency && revision.state !== 'submitted'
    return conclude(call, reply, tools, {
      name: 'review',
      shape: ReviewForm,
      command: (act, form) =>
        isAfterwards ? reviewAfterEmergency(act, revision.id, form) : reviewRevision(act, revision.id, form),
      done: (form) => (form.conclusion === 'returned' ? 'returned' : 'reviewed'),
    })
  })

  pages.post<ById>('/revisions/:id/secrecy', async (call, reply) => {
    const { revision } = await open(call, tools)
    if (!isElevated(call)) return elevate(call, reply, revisionPath(revision.id, 'review'))
    return conclude(call, reply, tools, {
      name: 'secrecy',
      shape: ReviewForm,
      command: (act, form) => concludeSecrecy(act, revision.id, form),
      done: (form) => (form.conclusion === 'open' ? 'secrecy' : 'returned'),
    })
  })

  pages.post<ById>('/revisions/:id/finding-decision', async (call, reply) => {
    const { revision } = await open(call, tools)
    return conclude(call, reply, tools, {
      name: 'finding',
      shape: FindingForm,
      command: (act, form) => decideFinding(act, house, revision.id, form),
      done: () => 'decided',
    })
  })

  pages.post<ById>('/revisions/:id/emergency', async (call, reply) => {
    const { revision } = await open(call, tools)
    if (!isElevated(call)) return elevate(call, reply, revisionPath(revision.id, 'review'))
    return conclude(call, reply, tools, {
      name: 'emergency',
      shape: StandingForm,
      command: (act, { reason }) => declareEmergency(act, revision.id, reason),
      done: () => 'emergency',
    })
  })

  pages.post<ById>('/revisions/:id/release', async (call, reply) => {
    const { revision } = await open(call, tools)
    if (!isElevated(call)) return elevate(call, reply, revisionPath(revision.id, 'review'))
    return conclude(call, reply, tools, {
      name: 'release',
      shape: ReleaseForm,
      command: (act, form) => releaseRevision(act, house, revision.id, form),
      done: () => 'released',
    })
  })

  pages.post<ById>('/revisions/:id/schedule', async (call, reply) => {
    const { revision } = await open(call, tools)
    if (!isElevated(call)) return elevate(call, reply, revisionPath(revision.id, 'review'))
    return conclude(call, reply, tools, {
      name: 'schedule',
      shape: ScheduleForm,
      command: (act, form) => scheduleRevision(act, house, revision.id, form.scheduled_at, form),
      done: () => 'scheduled',
    })
  })

  pages.post<ById>('/revisions/:id/unscheduling', async (call, reply) => {
    const { revision } = await open(call, tools)
    await perform(call, (act) => unscheduleRevision(act, revision.id))
    return goTo(call, reply, revisionPath(revision.id, 'review'), 'unscheduled')
  })
}

type Conclusion<Shape extends z.ZodType> = {
  name: FormName
  shape: Shape
  command: (act: Act, form: z.output<Shape>) => Promise<unknown>
  done: (form: z.output<Shape>) => string
}

async function conclude<Shape extends z.ZodType>(
  call: FastifyRequest<ById>,
  reply: FastifyReply,
  tools: Tools,
  { name, shape, command, done }: Conclusion<Shape>,
) {
  const { revision } = await open(call, tools)
  const form = readForm(shape, withPresets(call.body, call, tools))
  if (!form.ok) {
    const typed = withErrors({ values: asTyped(call.body), errors: {} }, form.draft.errors)
    return reply.code(422).send(await reviewPage(call, tools, { [name]: typed }))
  }
  const result = await attempt(call.body, () => tools.perform(call, (act) => command(act, form.value)))
  if (!result.ok) return reply.code(422).send(await reviewPage(call, tools, { [name]: result.draft }))
  return goTo(call, reply, revisionPath(revision.id, 'review'), done(form.value))
}

/** Reasons that are ticked become words of the reason, so that the author reads one text. */
function withPresets(body: unknown, call: FastifyRequest, { house }: Tools): unknown {
  const { preset, reason, ...rest } = (body ?? {}) as Record<string, unknown>
  if (preset === undefined || rest.conclusion !== 'returned') return body
  const t = house.translate(call.modes.language)
  const known = [preset].flat().filter((one) => RETURN_REASONS.includes(String(one)))
  const words = known.map((one) => t(`review.preset.${one}`)).join(t('review.preset.comma'))
  return {
    ...rest,
    reason: [words, reason]
      .filter((part) => typeof part === 'string' && part.trim() !== '')
      .join(t('review.preset.stop')),
  }
}

function asTyped(body: unknown): Draft['values'] {
  return (body ?? {}) as Draft['values']
}

function open(call: FastifyRequest<ById>, { look }: Tools): Promise<Opened> {
  return look(call, (view) => openRevision(view, call.circumstances.actor, call.params.id))
}

async function reviewPage(call: FastifyRequest<ById>, tools: Tools, drafts: Drafts) {
  const { house, look } = tools
  const { actor, now } = call.circumstances
  const { view: chosen } = readPageQuery(ReviewQuery, call.query)
  return look(call, async (view) => {
    const { publication, revision } = await openRevision(view, actor, call.params.id)
    const reviews = await listReviews(view.db, view.site, revision.id)
    const { reviews: route } = await findRoute(view.db, view.site, publication.kind)
    const may = (permission: `${string}.${string}`) => actor.may(permission, revision.organisation_id)
    const people = [revision.author_id, revision.last_editor_id, revision.emergency_by, revision.released_by]
    return (
      <ReviewPage
        publication={publication}
        revision={revision}
        organisation={(await findOrganisation(view, publication.organisation_id)).short_name}
        findings={await findingsOf(view, house, revision)}
        changes={await changesOf(view, house, publication, revision)}
        hrefOf={draftAddress(tools, call)}
        view={chosen}
        reviews={reviews}
        route={route}
        decisions={decisionsFor({ revision, reviews, route }, actor.id, may)}
        acts={revisionActs(revision, may)}
        mayDecideFindings={may('publication.final-review')}
        isElevated={isElevated(call)}
        names={await namesOf(view, [...people, ...reviews.map(({ reviewer_id }) => reviewer_id)])}
        me={actor.id}
        now={now}
        drafts={drafts}
        panels={await placePanels(house, 'publication.editor', view, publication.id)}
        done={doneOf(call)}
      />
    )
  })
}
