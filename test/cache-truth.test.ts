import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Id } from '#kernel/ids'
import { ORGANISATIONS, renameOrganisation } from '#modules/foundation/organisations'
import {
  amendColumn,
  type ColumnForm,
  closeColumn,
  columnId,
  publicationAddress,
  shiftColumn,
} from '#modules/foundation/publications'
import { addBlock, amendBlock, showDraft } from '#modules/reach/portal'
import { record } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from './house.ts'
import { releaseDocument, withdraw } from './releases.ts'

/** Every kind of public page, once. Real sockets: what is injected never meets the cache. */
describe('a cached page is never older than the last change', () => {
  let house: TestHouse
  let port: number
  const tools = () => seedToolsOf(house.world)

  before(async () => {
    house = await openHouse()
    await house.server.listen({ port: 0, host: '127.0.0.1' })
    port = (house.server.server.address() as AddressInfo).port
  })
  after(() => house.leave())

  const throughSocket = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const call = request(
        { port, host: '127.0.0.1', path, headers: { host: 'www.yunxi.example' } },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => resolve(`${answer.statusCode}\n${Buffer.concat(parts)}`))
        },
      )
      call.on('error', reject)
      call.end()
    })
  const rendered = async (path: string) => {
    const answer = await house.server.inject({ url: path, headers: { host: 'www.yunxi.example' } })
    return `${answer.statusCode}\n${answer.body}`
  }
  const newest = async () => {
    const row = await house.world.db
      .selectFrom('publications.shown')
      .select('publication_id')
      .limit(1)
      .executeTakeFirstOrThrow()
    return publicationAddress(row.publication_id)
  }
  const everyPage = async (address: string) => {
    const agency = (await house.visitor().visit('/organisations'))
      .links()
      .find(({ href }) => /^\/organisations\/[0-9a-z]{26}$/.test(href))
    return [
      ...[
        '/',
        '/publications',
        '/publications.json',
        '/publications.csv',
        '/publications.atom',
        '/organisations',
        agency!.href,
      ],
      ...[
        '/columns/news',
        '/columns/policies/documents',
        '/columns/policies/documents.json',
        '/columns/policies/documents.atom',
        '/columns/policies/documents.rss',
        '/columns/policies/documents.jsonfeed',
      ],
      ...[
        '/site-map',
        '/sitemap.xml',
        '/sitemaps/columns.xml',
        '/feeds/newest.atom',
        '/feeds/newest.rss',
        '/about',
        address,
        `${address}.json`,
        `${address}/history`,
      ],
      ...['/?lang=en', `${address}?lang=en`],
    ]
  }

  async function staysTrue(address: string, change: () => Promise<unknown>): Promise<void> {
    const pages = await everyPage(address)
    const old = new Map<string, string>()
    for (const path of pages) {
      await throughSocket(path)
      old.set(path, await throughSocket(path))
    }
    await change()
    for (const path of pages) {
      const shown = await throughSocket(path)
      assert.equal(shown, await rendered(path), `${path} is older than the change`)
    }
  }

  test('pages are kept at all: a second reading renders nothing', async () => {
    const before = house.cache.metrics().hits
    const address = await newest()
    for (const path of await everyPage(address)) {
      await throughSocket(path)
      assert.equal(await throughSocket(path), await rendered(path), path)
    }
    assert.ok(house.cache.metrics().hits - before >= 12, JSON.stringify(house.cache.metrics()))
  })

  test('when a document is released', async () => {
    let released = ''
    await staysTrue(await newest(), async () => {
      released = publicationAddress(
        (await releaseDocument(tools(), { title: '关于冬季首末班时间的通告' })).publication,
      )
    })
    assert.match(await throughSocket('/publications'), /关于冬季首末班时间的通告/)
    assert.match(await throughSocket(released), /^200\n/)
  })

  test('when it is revised, withdrawn and restored', async () => {
    const { publication } = await releaseDocument(tools(), { title: '关于临时停靠站的通告' })
    const address = publicationAddress(publication)
    await staysTrue(address, () =>
      releaseDocument(tools(), { title: '关于临时停靠站调整的通告', revises: publication }),
    )
    assert.match(await throughSocket(address), /关于临时停靠站调整的通告/)
    await staysTrue(address, () => withdraw(tools(), publication, '内容有误'))
    assert.match(await throughSocket(address), /内容有误/)
    assert.doesNotMatch(await throughSocket('/publications'), /关于临时停靠站调整的通告/)
  })

  test('when an agency is renamed', async () => {
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, (act) =>
        renameOrganisation(act, ORGANISATIONS.A08.id, {
          name: '云溪市民政和社会事务局',
          short_name: '市民政局',
          name_en: '',
          until: '2026-11-20',
          basis: '机构改革方案',
        }),
      ),
    )
    assert.match(await throughSocket('/organisations'), /云溪市民政和社会事务局/)
  })

  test('when a column is arranged', async () => {
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, async (act) => {
        await act.tx
          .updateTable('publications.column')
          .set({ name: '要闻动态' })
          .where('slug', '=', 'news')
          .execute()
        await record(act, { event: 'column.arranged', subject: columnId('news'), organisation: undefined })
      }),
    )
    assert.match(await throughSocket('/'), /要闻动态/)
  })

  test('when a column moves with its texts, and when one closes', async () => {
    const form = (slug: string, parent: Id | null): ColumnForm => ({
      ...{
        name: slug,
        name_en: '',
        slug,
        description: '',
        kind: 'list',
        parent,
        publication: null,
        link: null,
      },
      ...{ update_limit_days: null, in_menu: parent === null, publishers: null },
    })
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, (act) =>
        amendColumn(act, columnId('policies/documents'), form('policies/papers', columnId('news'))),
      ),
    )
    assert.match(await throughSocket('/columns/policies/documents'), /^301\n/)
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, (act) => closeColumn(act, columnId('result'), columnId('news'))),
    )
    assert.match(await throughSocket('/columns/result'), /^301\n/)
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, (act) => shiftColumn(act, columnId('policies'), -1)),
    )
  })

  test('when the home page is arranged anew', async () => {
    await staysTrue(await newest(), () =>
      tools().perform(FIRST_SITE, async (act) => {
        const id = await addBlock(act, 0, 'text')
        const words = { title: '停水提示', title_en: '', text: '周三停水。', text_en: '' }
        await amendBlock(
          act,
          { edit: 1, id },
          { ...words, column: null, rows: null, links: [], module: null },
        )
        await showDraft(act, 2)
      }),
    )
    assert.match(await throughSocket('/'), /停水提示/)
  })
})
