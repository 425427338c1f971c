import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isConfirmedLate, receivedOn } from './request-receipt.ts'

describe('the day on which an information request is received', () => {
  test('in person the day of submission, by registered mail the day the mail room signs', () => {
    assert.equal(receivedOn({ channel: 'in-person', submitted_on: '2024-01-29' }), '2024-01-29')
    assert.equal(receivedOn({ channel: 'registered-mail', signed_on: '2025-03-12' }), '2025-03-12')
  })

  test('on the web, by fax and by ordinary mail no clock runs before the confirmation', () => {
    assert.equal(receivedOn({ channel: 'web', confirmed_on: null }), null)
    assert.equal(receivedOn({ channel: 'fax', confirmed_on: '2025-03-14' }), '2025-03-14')
    const letter = { channel: 'ordinary-mail', arrived_on: '2025-09-26' } as const
    assert.equal(receivedOn({ ...letter, confirmed_on: '2025-09-28' }), '2025-09-28')
  })

  test('an ordinary letter must be confirmed on the day it arrives', () => {
    const letter = { channel: 'ordinary-mail', arrived_on: '2025-09-26' } as const
    assert.equal(isConfirmedLate({ ...letter, confirmed_on: '2025-09-26' }, '2025-10-09'), false)
    assert.equal(isConfirmedLate({ ...letter, confirmed_on: '2025-09-28' }, '2025-10-09'), true)
    assert.equal(isConfirmedLate({ ...letter, confirmed_on: null }, '2025-09-26'), false)
    assert.equal(isConfirmedLate({ ...letter, confirmed_on: null }, '2025-09-28'), true)
  })
})
