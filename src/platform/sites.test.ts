import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { siteId } from '#kernel/ids'
import { addressesOf, type Site } from './sites.ts'

const siteOf = (id: number, key: string) => ({ id: siteId(id), key, host: `${key}.yunxi.example` }) as Site

describe('the whole address of a page, outside of any call', () => {
  test('stands at the root for the first site, and below its key for the others', () => {
    const at = addressesOf(siteOf(1, 'yunxi'), 'https://www.yunxi.example')
    assert.equal(at('/publications/1'), 'https://www.yunxi.example/publications/1')
    const below = addressesOf(siteOf(2, 'jtj'), 'https://www.yunxi.example')
    assert.equal(below('/publications/1'), 'https://www.yunxi.example/sites/jtj/publications/1')
  })

  test('of a site that the public address names has no key in it', () => {
    const at = addressesOf(siteOf(2, 'jtj'), 'https://jtj.yunxi.example')
    assert.equal(at('/'), 'https://jtj.yunxi.example/')
  })
})
