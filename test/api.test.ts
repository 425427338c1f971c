import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { addDays, civilDateOf } from '#kernel/calendar'
import { addressOf } from '#kernel/ids'
import { makeToken } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from './house.ts'
import { Thread } from './publishing.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema> }
type Described = {
  operationId: string
  security: object[]
  parameters?: { name: string; in: string; required: boolean; description?: string }[]
  responses: Record<string, { content: Record<string, { schema: Schema }> }>
}
type Description = {
  openapi: string
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

const BUREAU = ORGANISATIONS.A03.id

describe('the API', () => {
  let house: TestHouse
  let description: Description

  before(async () => {
    house = await openHouse()
    description = (await ask('/api/openapi.json')).json
  })
  after(() => house.leave())

  /** A program: JSON in, JSON out, no cookies. */
  async function ask(
    url: string,
    { method = 'GET', token, body }: { method?: string; token?: string; body?: unknown } = {},
  ) {
    const answer = await house.server.inject({
      method: method as 'GET',
      url,
      headers: { host: 'www.yunxi.example', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: answer.statusCode, headers: answer.headers, json: answer.json() }
  }

  /** By the security officer, who may do so everywhere. */
  function tokenFor(scopes: ('draft' | 'publish')[], { organisation = BUREAU, days = 90 } = {}) {
    const { perform } = stagehandsOf(house.world)
    const now = house.now()
    const officer = systemActor('security officer', ['account.grant'])
    return perform(circumstancesOf(FIRST_SITE, officer, now), (act) =>
      makeToken(act, { name: '行政审批系统', organisation, scopes, until: addDays(civilDateOf(now), days) }),
    )
  }

  const newDraft = (title: string) => ({
    title,
    kind: 'article',
    organisation: addressOf(BUREAU),
    columns: ['news/notices'],
    disclosure_attribute: 'proactive',
    text: '7路自2026年12月1日起延长末班时间。',
  })

  describe('describes itself', () => {
    test('in OpenAPI 3.1 that a linter accepts without a word', async () => {
      const problems = await lintFromString({
        source: JSON.stringify(description),
        config: await createConfig({
          extends: ['recommended'],
          rules: { 'info-contact': 'off', 'no-server-example.com': 'off', 'no-empty-servers': 'error' },
        }),
      })
      assert.deepEqual(
        problems.map(({ ruleId, message, location }) => `${ruleId} ${message} ${location[0]?.pointer}`),
        [],
      )
    })

    test('with a sentence for every field and parameter, in both languages', async () => {
      for (const language of ['zh-CN', 'en']) {
        const { json } = await ask(`/api/openapi.json?lang=${language}`)
        const silent = [...JSON.stringify(json).matchAll(/"(?:description|summary)":"(api\.[\w.-]+)"/g)].map(
          (match) => match[1],
        )
        assert.deepEqual([...new Set(silent)], [])
      }
    })

    test('each operation has a name of its own', () => {
      const names = Object.values(description.paths).flatMap((path) =>
        Object.values(path).map(({ operationId }) => operationId),
      )
      assert.equal(new Set(names).size, names.length)
    })

    test('and on a page for people, in both languages', async () => {
      const page = await house.visitor().visit('/api')
      assert.equal(page.status, 200)
      assert.match(page.text, /列出公开信息，新的在前/)
      const english = await house.visitor({ language: 'en' }).visit('/api')
      assert.match(english.text, /List publications, newest first/)
    })
  })

  describe('gives everyone what the portal shows', () => {
    test('every open operation answers in the shape that it describes', async () => {
      const list = (await ask('/api/v1/publications?limit=100')).json
      const organisations = (await ask('/api/v1/organisations')).json.organisations
      const examples: Record<string, string> = {
        listPublications: '/api/v1/publications?column=news&limit=3',
        listColumns: '/api/v1/columns',
        readPublication: `/api/v1/publications/${list.publications[0].id}`,
        readHistory: `/api/v1/publications/${list.publications[0].id}/history`,
        readRevision: `/api/v1/publications/${list.publications[0].id}/revisions/1`,
        listOrganisations: '/api/v1/organisations',
        readOrganisation: `/api/v1/organisations/${organisations[0].id}`,
        search: '/api/v1/search?q=公交&limit=3',
        listDatasets: '/api/v1/datasets',
        listDisclosures: '/api/v1/disclosures',
      }
      for (const [path, { get }] of Object.entries(description.paths)) {
        if (!get || get.security.length > 0 || get.operationId === 'readDataset') continue
        const url = examples[get.operationId]
        assert.ok(url, `no example for ${get.operationId} ${path}`)
        const { status, json } = await ask(url)
        assert.equal(status, 200, url)
        assert.deepEqual(misfits(json, get.responses['200']!.content['application/json']!.schema), [], url)
      }
      for (const { id } of list.publications) {
        const { json } = await ask(`/api/v1/publications/${id}`)
        assert.deepEqual(misfits(json, description.components.schemas.PublicationDetail!), [], id)
      }
    })

    test('a list goes on where its cursor says, without a gap and without a repetition', async () => {
      const all = (await ask('/api/v1/publications?limit=100')).json
      const seen: string[] = []
      let next: string | null = ''
      while (next !== null) {
        const { json } = await ask(`/api/v1/publications?limit=4${next ? `&cursor=${next}` : ''}`)
        seen.push(...json.publications.map(({ id }: { id: string }) => id))
        next = json.next
      }
      assert.deepEqual(
        seen,
        all.publications.map(({ id }: { id: string }) => id),
      )
      assert.equal(all.count, seen.length)
    })

    test('a misspelt filter is refused and named, not taken for none', async () => {
      const { status, json, headers } = await ask('/api/v1/publications?kinds=article')
      assert.equal(status, 400)
      assert.match(String(headers['content-type']), /application\/problem\+json/)
      assert.deepEqual(
        json.errors.map(({ field, code }: { field: string; code: string }) => [field, code]),
        [['kinds', 'list.unknown-parameter']],
      )
    })

    test('a page of any other site may read it from a browser', async () => {
      assert.equal((await ask('/api/v1/publications')).headers['access-control-allow-origin'], '*')
    })
  })

  describe('lets a token draft and publish', () => {
    test('nobody drafts without a token, and the cookie of a session is none', async () => {
      const url = '/api/v1/drafts'
      const nobody = await ask(url, { method: 'POST', body: newDraft('没有令牌的通告') })
      assert.equal(nobody.status, 401)
      assert.equal(nobody.headers['www-authenticate'], 'Bearer')
      const signedIn = await house.as('lin.xiaoting')
      assert.equal((await signedIn.get(url)).statusCode, 401)
      assert.equal((await ask(url, { token: `mt_${'a'.repeat(43)}` })).status, 401)
    })

    test('a text drafted by a program is reviewed by people and released by another program', async () => {
      const drafting = await tokenFor(['draft'])
      const publishing = await tokenFor(['publish'])
      const made = await ask('/api/v1/drafts', {
        method: 'POST',
        token: drafting,
        body: newDraft('程序起草的末班延长通告'),
      })
      assert.equal(made.status, 201, JSON.stringify(made.json))
      const { id, edit } = made.json.draft
      const at = `/api/v1/drafts/${id}`
      const saved = await ask(at, {
        method: 'PUT',
        token: drafting,
        body: { title: '程序起草的末班延长通告', text: '7路自2026年12月1日起延长末班时间至22:00。', edit },
      })
      assert.equal(saved.json.draft.edit, edit + 1)
      const late = await ask(at, {
        method: 'PUT',
        token: drafting,
        body: { title: '程序起草的末班延长通告', text: '晚到的一次保存。', edit },
      })
      assert.deepEqual([late.status, late.json.code], [409, 'revision.moved-on'])
      const handed = await ask(`${at}/submission`, { method: 'POST', token: drafting, body: {} })
      assert.equal(handed.json.draft.state, 'submitted')

      const { content_hash } = handed.json.draft
      const early = await ask(`${at}/release`, { method: 'POST', token: publishing, body: { content_hash } })
      assert.deepEqual([early.status, early.json.code], [409, 'revision.wrong-state'])
      await new Thread(house).approve(`/desk/publications/revisions/${id}`)

      const own = await tokenFor(['draft', 'publish'])
      const other = await ask(`${at}/release`, {
        method: 'POST',
        token: own,
        body: { content_hash: '0'.repeat(64) },
      })
      assert.deepEqual([other.status, other.json.code], [409, 'revision.moved-on'])
      const out = await ask(`${at}/release`, { method: 'POST', token: publishing, body: { content_hash } })
      assert.equal(out.status, 200, JSON.stringify(out.json))
      const shown = await ask(`/api/v1/publications/${out.json.draft.publication}`)
      assert.equal(shown.json.standing, 'public')
    })

    test('a program never releases what it drafted itself', async () => {
      const token = await tokenFor(['draft', 'publish'])
      const made = await ask('/api/v1/drafts', {
        method: 'POST',
        token,
        body: newDraft('自己起草又想自己发布的通告'),
      })
      const at = `/api/v1/drafts/${made.json.draft.id}`
      await ask(`${at}/submission`, { method: 'POST', token, body: {} })
      await new Thread(house).approve(`/desk/publications/revisions/${made.json.draft.id}`)
      const { content_hash } = (await ask(at, { token })).json
      const out = await ask(`${at}/release`, { method: 'POST', token, body: { content_hash } })
      assert.deepEqual([out.status, out.json.code], [403, 'release.own-text'])
    })

    test('a token reaches its organisation and no other', async () => {
      const elsewhere = await tokenFor(['draft'], { organisation: ORGANISATIONS.A06.id })
      const made = await ask('/api/v1/drafts', {
        method: 'POST',
        token: elsewhere,
        body: newDraft('别的单位的令牌'),
      })
      assert.deepEqual([made.status, made.json.code], [403, 'permission.missing'])
      const own = await tokenFor(['draft'])
      const [first] = (await ask('/api/v1/drafts', { token: own })).json.drafts
      assert.ok(first)
      assert.equal((await ask(`/api/v1/drafts/${first.id}`, { token: elsewhere })).status, 404)
      assert.deepEqual((await ask('/api/v1/drafts', { token: elsewhere })).json.drafts, [])
    })

    test('a body that breaks several rules is answered with every error at once', async () => {
      const token = await tokenFor(['draft'])
      const { status, json } = await ask('/api/v1/drafts', {
        method: 'POST',
        token,
        body: { ...newDraft(''), columns: [], signed_on: '2026-02-30' },
      })
      assert.equal(status, 400)
      assert.deepEqual(json.errors.map(({ field }: { field: string }) => field).sort(), [
        'columns',
        'signed_on',
        'title',
      ])
    })

    test('a token ends with its last day, and at once when it is withdrawn', async () => {
      const token = await tokenFor(['draft'], { days: 0 })
      assert.equal((await ask('/api/v1/drafts', { token })).status, 200)
      const before = house.now()
      house.travelTo(new Date(before.getTime() + 86_400_000))
      assert.equal((await ask('/api/v1/drafts', { token })).status, 401)
      house.travelTo(before)
    })
  })
})

/** What in an answer is not as its schema says: enough of JSON Schema for the schemas that we write. */
function misfits(value: unknown, schema: Schema, at = '$'): string[] {
  const { $ref, anyOf, type, properties, required, items, additionalProperties } = schema as Schema & {
    $ref?: string
    anyOf?: Schema[]
    type?: string | string[]
    required?: string[]
    items?: Schema
    additionalProperties?: unknown
  }
  if ($ref) return []
  if (anyOf) return anyOf.some((each) => misfits(value, each, at).length === 0) ? [] : [`${at}: none fits`]
  const types = [type ?? []].flat()
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const fits = types.length === 0 || types.includes(own) || (own === 'number' && types.includes('integer'))
  if (!fits) return [`${at}: ${own} is not ${types.join(' or ')}`]
  if (Array.isArray(value))
    return items ? value.flatMap((each, n) => misfits(each, items, `${at}[${n}]`)) : []
  if (own !== 'object' || !properties) return []
  const given = value as Record<string, unknown>
  return [
    ...(required ?? []).filter((name) => !(name in given)).map((name) => `${at}.${name} is missing`),
    ...Object.entries(given).flatMap(([name, each]) => {
      const shape = properties[name]
      if (shape) return misfits(each, shape, `${at}.${name}`)
      return additionalProperties === false ? [`${at}.${name} is not described`] : []
    }),
  ]
}
