import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { creditCheckOf, isCreditCode, isOrganisationCode, orgCodeOf } from './credit-code.ts'

describe('the unified social credit code', () => {
  it('stands or falls with its check character', () => {
    assert.ok(isCreditCode('91350100M000100Y43'))
    assert.ok(!isCreditCode('91350100M000100Y44'))
    assert.equal(creditCheckOf('91350100M000100Y4'), '3')
  })

  it('is right for the agencies of the demo city', () => {
    for (const code of [
      '11990100MB99000131',
      '11990100MB9900021U',
      '11990100MB990003XK',
      '91990100MA9900212Y',
    ]) {
      assert.ok(isCreditCode(code), code)
      assert.ok(isOrganisationCode(orgCodeOf(code)), code)
    }
  })

  it('never holds I, O, S, V or Z, and is never shorter or longer', () => {
    for (const code of [
      '91350100MO00100Y43',
      '91350100M000100Y4',
      '91350100M000100Y433',
      '',
      '９1350100M000100Y43',
    ]) {
      assert.ok(!isCreditCode(code), code)
    }
  })

  it('holds the organisation code in characters 9 to 17', () => {
    assert.equal(orgCodeOf('11990100MB990003XK'), 'MB990003X')
    assert.ok(!isOrganisationCode('MB9900031'))
    assert.ok(!isOrganisationCode('MB99000'))
  })
})
