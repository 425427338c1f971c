import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MODULES } from '#app/modules'
import { deskIconOf } from '#ui'

describe('the rail of the desk', () => {
  it('gives no two places the same mark', () => {
    const places = [...new Set(MODULES.flatMap(({ menu }) => menu?.desk ?? []).map(({ href }) => href))]
    const byIcon = Map.groupBy(places, deskIconOf)
    const alike = [...byIcon].filter(([, hrefs]) => hrefs.length > 1)
    assert.deepEqual(alike, [])
  })
})
