import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  afterReview,
  awaitsSecrecy,
  dueAfterEmergency,
  dueReview,
  isOwnText,
  logTypeOf,
  mayEdit,
  mayReview,
  move,
  ofThisRound,
  REVIEW_STEPS,
  REVISION_STATES,
  type RevisionState,
  STANDINGS,
  type Standing,
  stand,
} from './rules.ts'

const MOVES: Record<RevisionState, readonly RevisionState[]> = {
  draft: ['submitted'],
  submitted: ['first-review', 'second-review', 'final-review', 'approved', 'returned', 'draft'],
  'first-review': ['second-review', 'final-review', 'approved', 'returned', 'draft'],
  'second-review': ['final-review', 'approved', 'returned', 'draft'],
  'final-review': ['approved', 'returned', 'draft'],
  approved: ['scheduled', 'released', 'returned'],
  scheduled: ['released', 'approved', 'returned'],
  released: ['published', 'superseded'],
  published: ['superseded'],
  returned: ['submitted'],
  superseded: ['published'],
}

const STANDS: Record<Standing, readonly Standing[]> = {
  unpublished: ['public', 'not-public'],
  public: ['withdrawn', 'redirected', 'erased'],
  withdrawn: ['public', 'redirected', 'erased'],
  redirected: ['public', 'erased'],
  erased: [],
  'not-public': ['unpublished'],
}

describe('the way of a revision', () => {
  for (const from of REVISION_STATES) {
    test(`from ${from} a revision goes where the rules say and nowhere else`, () => {
      for (const to of REVISION_STATES) {
        if (MOVES[from].includes(to)) assert.equal(move(from, to), to)
        else assert.throws(() => move(from, to), { code: 'revision.wrong-state' }, `${from} to ${to}`)
      }
    })
  }

  test('only a draft and a returned text can be written on', () => {
    assert.deepEqual(REVISION_STATES.filter(mayEdit), ['draft', 'returned'])
  })

  test('each state of review waits for the next step of the route', () => {
    assert.equal(dueReview('submitted', REVIEW_STEPS), 'first-review')
    assert.equal(dueReview('first-review', REVIEW_STEPS), 'second-review')
    assert.equal(dueReview('second-review', REVIEW_STEPS), 'final-review')
    for (const state of [
      'draft',
      'final-review',
      'approved',
      'scheduled',
      'published',
      'returned',
      'superseded',
    ] as const) {
      assert.equal(dueReview(state, REVIEW_STEPS), undefined, state)
    }
  })

  test('a shorter route leaves steps out', () => {
    assert.equal(dueReview('submitted', ['second-review', 'final-review']), 'second-review')
    assert.equal(dueReview('second-review', ['second-review', 'final-review']), 'final-review')
  })

  test('the last review approves only what the secrecy review has opened', () => {
    assert.equal(afterReview('final-review', REVIEW_STEPS, 'open'), 'approved')
    assert.equal(afterReview('final-review', REVIEW_STEPS, null), 'final-review')
    assert.equal(afterReview('first-review', REVIEW_STEPS, 'open'), 'first-review')
    assert.equal(afterReview('second-review', ['first-review', 'second-review'], 'open'), 'approved')
  })

  test('a secrecy conclusion is awaited from the handing in to the approval, once', () => {
    const waiting = REVISION_STATES.filter((state) => awaitsSecrecy(state, null))
    assert.deepEqual(waiting, ['submitted', 'first-review', 'second-review', 'final-review'])
    assert.equal(awaitsSecrecy('submitted', 'open'), false)
  })
})

describe('who may judge a text', () => {
  const text = { author_id: 'lin', last_editor_id: 'su' }

  test('neither its author nor the last who wrote on it', () => {
    assert.equal(isOwnText(text, 'lin'), true)
    assert.equal(isOwnText(text, 'su'), true)
    assert.equal(isOwnText(text, 'meng'), false)
    assert.equal(mayReview(text, [], 'lin'), false)
    assert.equal(mayReview(text, [], 'su'), false)
  })

  test('nobody twice, but a secrecy conclusion is no review', () => {
    assert.equal(mayReview(text, [{ reviewer_id: 'meng', step: 'first-review' }], 'meng'), false)
    assert.equal(mayReview(text, [{ reviewer_id: 'meng', step: 'secrecy' }], 'meng'), true)
    assert.equal(mayReview(text, [{ reviewer_id: 'meng', step: 'first-review' }], 'wu'), true)
  })

  test('reviews of another text, of an earlier round, and returns do not count', () => {
    const round = { content_hash: 'b', submitted_at: new Date('2026-11-23T02:00:00Z') }
    const review = {
      step: 'first-review',
      conclusion: 'passed',
      content_hash: 'b',
      at: new Date('2026-11-23T03:00:00Z'),
    }
    assert.equal(ofThisRound([review], round).length, 1)
    assert.equal(ofThisRound([{ ...review, content_hash: 'a' }], round).length, 0)
    assert.equal(ofThisRound([{ ...review, at: new Date('2026-11-23T01:00:00Z') }], round).length, 0)
    assert.equal(ofThisRound([{ ...review, conclusion: 'returned' }], round).length, 0)
  })

  test('on the emergency path the reviews follow the approval, each once', () => {
    const emergency = { state: 'published' as const, emergency: true }
    assert.equal(dueAfterEmergency(emergency, REVIEW_STEPS, [{ step: 'final-review' }]), 'first-review')
    assert.equal(
      dueAfterEmergency(emergency, REVIEW_STEPS, [{ step: 'first-review' }, { step: 'final-review' }]),
      'second-review',
    )
    assert.equal(
      dueAfterEmergency(
        emergency,
        REVIEW_STEPS,
        REVIEW_STEPS.map((step) => ({ step })),
      ),
      undefined,
    )
    assert.equal(dueAfterEmergency({ ...emergency, emergency: false }, REVIEW_STEPS, []), undefined)
    assert.equal(dueAfterEmergency({ ...emergency, state: 'submitted' }, REVIEW_STEPS, []), undefined)
  })
})

describe('where a publication stands', () => {
  for (const from of STANDINGS) {
    test(`from ${from} a publication goes where the rules say and nowhere else`, () => {
      for (const to of STANDINGS) {
        if (STANDS[from].includes(to)) assert.equal(stand(from, to), to)
        else assert.throws(() => stand(from, to), { code: 'publication.wrong-standing' }, `${from} to ${to}`)
      }
    })
  }

  test('the first public text is a publication in the log, every later one a revision', () => {
    assert.equal(logTypeOf({ first_published_at: null, opening_rev: null }), 'publish')
    assert.equal(logTypeOf({ first_published_at: new Date(0), opening_rev: null }), 'revise')
    assert.equal(logTypeOf({ first_published_at: null, opening_rev: 1 }), 'revise')
  })
})
