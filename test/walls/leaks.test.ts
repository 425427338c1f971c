import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import { addressOf } from '#kernel/ids'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument } from '#test/releases'
import { bodyFor } from './bodies.ts'
import { callersOf } from './callers.ts'
import { needs, rightlyCalls } from './needs.ts'
import { subjectsOf } from './subjects.ts'

/** The example of GB 11643: a right number that nobody bears. */
const CANARY = '11010519491231002X'
const BREAK = 'CANARY\r\n{"level":60,"msg":"forged"}'
const TEXT_FIELDS = [
  ...[
    'title',
    'summary',
    'text',
    'source',
    'editor',
    'keywords',
    'issuer',
    'reason',
    'finding_reason',
    'name',
    'post',
  ],
  ...[
    'login',
    'password',
    'code',
    'email',
    'words',
    'contact',
    'answer',
    'q',
    'query',
    'phone',
    'functions',
    'present',
  ],
  ...[
    'invitation',
    'document_number',
    'subject_category',
    'legal_basis',
    'disclosure_reason',
    'description',
    'label',
  ],
]

describe('what people type', () => {
  let house: TestHouse
  const lines: string[] = []
  before(async () => {
    house = await openHouse({ logger: pino({ level: 'trace' }, { write: (line) => lines.push(line) }) })
  })
  after(() => house.leave())

  test('stands in no line of the log and in no entry of the record, whatever the form', async () => {
    const callers = await callersOf(house)
    const subjects = await subjectsOf(house)
    let sent = 0
    for (const need of needs) {
      const caller = callers.find((one) => rightlyCalls(one, need)) ?? callers[0]!
      if (need.pattern === '/desk/sign-out') continue
      for (const words of [CANARY, BREAK]) {
        const { headers, payload } = bodyFor(need, caller, subjects)
        const typed = need.method === 'GET' ? undefined : typedInto(need.pattern, payload, words)
        const query = new URLSearchParams({ q: words, title: words, back: words })
        const url = subjects.at(need.pattern)
        sent++
        const answer = await house.server.inject({
          method: need.method as 'GET',
          url: need.method === 'GET' ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url,
          headers: { ...headers, 'user-agent': CANARY, referer: `http://www.yunxi.example/?q=${CANARY}` },
          remoteAddress: `10.9.${sent >> 8}.${sent & 255}`,
          ...(typed === undefined ? {} : { payload: typed }),
        })
        assert.ok(answer.statusCode < 500, `${need.route}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
      }
    }
    await house.runJobs()
    assert.deepEqual(
      lines.filter((line) => line.includes(CANARY)),
      [],
    )
    for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), line)
    assert.deepEqual(
      lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 60),
      [],
    )
  })

  test('nor does the record hold a title, a name or a reason: codes, ids and hashes only', async () => {
    const { rows } = await house.connection.pool.query<{ entry: string }>(
      'select to_jsonb(event)::text as entry from record.event as event',
    )
    assert.ok(rows.length > 100)
    const wordy = rows.filter(
      ({ entry }) => entry.includes(CANARY) || /\p{Script=Han}/u.test(withoutLaw(entry)),
    )
    assert.deepEqual(wordy.slice(0, 3), [])
  })
})

describe('markup that somebody typed into a field of words', () => {
  const EVIL = '<img src=x onerror=alert(1)>"\'</title><script>alert(2)</script>'
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  test('stays words on every page, twin, feed and desk page that shows it', async () => {
    const tools = seedToolsOf(house.world)
    const { publication, revision } = await releaseDocument(tools, {
      title: `公告 ${EVIL}`,
      text: `正文 ${EVIL}`,
    })
    await releaseDocument(tools, { title: `公告二 ${EVIL}`, text: `改 ${EVIL}`, revises: publication })
    await house.runJobs()
    const [id, text] = [addressOf(publication), addressOf(revision)]
    const pages = [
      ...[
        '/',
        '/publications',
        '/columns/news/notices',
        `/publications/${id}`,
        `/publications/${id}/history`,
      ],
      ...[
        `/publications/${id}/revisions/1`,
        `/search?q=${encodeURIComponent(EVIL)}`,
        '/search?q=%E5%85%AC%E5%91%8A',
      ],
      ...[
        '/publications.atom',
        '/publications.rss',
        '/feeds/newest.atom',
        `/report?page=/publications/${id}`,
      ],
      ...[
        `/useful?page=${encodeURIComponent(EVIL)}`,
        `/desk/publications/${id}`,
        `/desk/publications/revisions/${text}/review`,
      ],
      ...[
        `/desk/publications?q=${encodeURIComponent(EVIL)}`,
        `/desk/publications/${id}/withdrawal`,
        '/sitemaps/news.xml',
      ],
    ]
    const reader = await house.as('lin.xiaoting')
    for (const page of pages) {
      const { body, statusCode } = await reader.get(page)
      assert.ok(statusCode < 400, `${page}: ${statusCode}`)
      // Between marks of CDATA a feed may carry them as they are; no page may.
      const shown = body.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
      assert.doesNotMatch(shown, /<img src=x|<script>alert|onerror=alert\(1\)>"/, page)
    }
  })
})

function typedInto(pattern: string, payload: unknown, words: string): string {
  if (pattern.startsWith('/api/')) {
    const body = JSON.parse(String(payload)) as Record<string, unknown>
    return JSON.stringify({ ...body, title: words, text: words, summary: words, keywords: words })
  }
  const fields = new URLSearchParams(String(payload))
  for (const field of TEXT_FIELDS) fields.set(field, words)
  return fields.toString()
}

/** The article of the law that a decision cites is no word of anybody's. */
function withoutLaw(entry: string): string {
  return entry.replaceAll(/\\"law\\":\[[^\]]*\]/g, '')
}
