import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import fastify from 'fastify'
import { createDrops } from './page-cache-drops.ts'
import { createPatterns } from './page-cache-patterns.ts'

describe('the addresses of cacheable pages', () => {
  const patterns = createPatterns()
  patterns.declare('/', { params: [] })
  patterns.declare('/lists/:id', { params: ['cursor', 'kind'] })
  patterns.declare('/lists/:id.json', { params: ['cursor'], others: 'refused' })
  patterns.declare('/lists/all', { params: ['year'] })

  const canonical = (url: string) => patterns.read(url)?.canonical

  test('a page has one spelling: known parameters, sorted', () => {
    assert.equal(canonical('/lists/1?kind=a&utm_source=b&cursor=c'), '/lists/1?cursor=c&kind=a')
    assert.equal(canonical('/lists/1?kind=%E5%85%AC&x'), canonical('/lists/1?x=1&kind=公'))
    assert.equal(canonical('/?from=wechat'), '/')
    assert.equal(canonical('/lists/1?'), '/lists/1')
    assert.equal(canonical('/lists/1/?utm_source=b'), '/lists/1/')
  })

  test('repeated parameters keep their order', () => {
    assert.equal(canonical('/lists/1?kind=b&kind=a'), '/lists/1?kind=b&kind=a')
  })

  test('what is spelled out comes before what stands for anything', () => {
    assert.equal(canonical('/lists/all?year=2026'), '/lists/all?year=2026')
    assert.equal(canonical('/lists/some?year=2026'), '/lists/some')
  })

  test('a machine twin with an unknown parameter goes to the app, which refuses it', () => {
    assert.equal(canonical('/lists/1.json?cursor=c'), '/lists/1.json?cursor=c')
    assert.equal(canonical('/lists/1.json?cursor=c&utm_source=b'), undefined)
  })

  test('what another reader might read differently goes to the app', () => {
    for (const url of [
      '/lists',
      '/lists/',
      '/lists//1',
      '//',
      '//lists/1',
      'http://other.test/lists/1',
      '*',
      '/lists/1#a',
      '/lists\\1',
      '/lists/1;a=b',
      '/lists/1?kind=%ff',
      '/lists/1?kind=a%20b%zz',
    ])
      assert.equal(canonical(url), undefined, url)
  })
})

describe('the spelling of a cacheable address', () => {
  const patterns = createPatterns()
  patterns.declare('/a', { params: ['k', 'm'] })
  const app = fastify()
  app.get('/a', async ({ query }) => {
    const { k = null, m = null } = query as Record<string, unknown>
    return { k, m }
  })
  after(() => app.close())

  test('means to the app what the original meant: nobody fills the page of another address', async () => {
    const piece = fc.constantFrom(
      ...['k', 'm', 'x', '=', '&', '?', '+', '%', '%6b', '%26', '%ff', '%E5%85%AC', '/'],
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const url = `/a?${pieces.join('')}`
        const canonical = patterns.read(url)?.canonical
        if (canonical === undefined) return
        assert.deepEqual((await app.inject(canonical)).json(), (await app.inject(url)).json(), url)
      }),
      { seed: 20261124, numRuns: 2_000, examples: [[['?', 'k', '=', 'm']], [['k', '=', '=', 'm']]] },
    )
  })
})

describe('drops remembered', () => {
  test('what was dropped since a rendering began is known, what was dropped before does not matter', () => {
    const drops = createDrops()
    drops.drop(['a'])
    const began = drops.now()
    drops.drop(['b'])
    assert.equal(drops.happenedSince(began, ['a', 'c']), false)
    assert.equal(drops.happenedSince(began, ['a', 'b']), true)
    drops.dropAll()
    assert.equal(drops.happenedSince(began, ['c']), true)
    assert.equal(drops.happenedSince(drops.now(), ['b']), false)
  })

  test('when a drop is forgotten, renderings older than it are refused altogether', () => {
    const drops = createDrops(2)
    const began = drops.now()
    drops.drop(['a'])
    const later = drops.now()
    drops.drop(['b', 'c'])
    assert.equal(drops.happenedSince(began, ['a']), true)
    assert.equal(drops.happenedSince(began, ['z']), true)
    assert.equal(drops.happenedSince(later, ['z']), false)
    assert.equal(drops.happenedSince(later, ['b']), true)
  })
})
