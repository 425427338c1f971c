import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { App } from '#app/app'
import { addSite } from '#app/cli/site'
import { addressOf, type Id } from '#kernel/ids'
import { STAFF_OF_BUREAU } from '#modules/foundation/accounts'
import { endSharing, publicationAddress, sharePublication } from '#modules/foundation/publications'
import { amendSite, moveHost } from '#modules/foundation/sites'
import type { Act } from '#platform/act'
import { FIRST_SITE, type Site } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { BUREAU_SITE, signInAtBureau } from './bureau.ts'
import { openHouse, type TestHouse } from './house.ts'
import { releaseDocument, withdraw } from './releases.ts'

const CITY = 'www.yunxi.example'
const BUREAU = 'jtj.yunxi.example'
const DISTRICT = 'wangyun.yunxi.example'

/** Real sockets and two processes: what is injected never meets the cache, and what another process did is heard late. */
describe('several sites in one installation', () => {
  let house: TestHouse
  let other: App
  const ports = new Map<App, number>()
  before(async () => {
    house = await openHouse()
    other = await house.beside()
    for (const app of [house, other]) {
      await app.server.listen({ port: 0, host: '127.0.0.1' })
      ports.set(app, (app.server.server.address() as AddressInfo).port)
    }
  })
  after(async () => {
    await other.close()
    await house.leave()
  })

  const tools = () => seedToolsOf(house.world)
  const ask = (app: App, host: string, path: string) =>
    new Promise<string>((resolve, reject) => {
      const call = request(
        { port: ports.get(app)!, host: '127.0.0.1', path, headers: { host } },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => resolve(`${answer.statusCode}\n${Buffer.concat(parts)}`))
        },
      )
      call.on('error', reject)
      call.end()
    })
  /** Other processes hear of a commit within moments; a page that never turns fails here. */
  const soon = async (what: string, isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await isSo()) return
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.fail(what)
  }
  const atBureau = <T>(command: (act: Act) => Promise<T>) =>
    tools().performAs(
      BUREAU_SITE,
      {
        actor: { kind: 'person', id: STAFF_OF_BUREAU.P13.id, unit: '*', may: () => true },
        at: house.now(),
      },
      command,
    )
  const bureauColumn = async () => {
    const { id } = await house.world.db
      .selectFrom('publications.column')
      .select('id')
      .where('site_id', '=', BUREAU_SITE)
      .where('slug', '=', 'news')
      .executeTakeFirstOrThrow()
    return id
  }

  describe('a kept page of one site is never older than what another site did', () => {
    const pagesOf = (address: string) => [
      ...[
        '/',
        '/publications',
        '/publications.json',
        '/publications.atom',
        '/columns/news',
        '/columns/news.json',
      ],
      ...['/columns/news.rss', '/feeds/newest.atom', '/sitemap.xml', '/site-map', address, `${address}.json`],
      ...[`${address}/history`, '/?lang=en'],
    ]
    async function staysTrue(address: string, change: () => Promise<unknown>): Promise<void> {
      const asked = pagesOf(address).flatMap((path): [string, string][] => [
        [BUREAU, path],
        [CITY, `/sites/jtj${path}`],
      ])
      for (const app of [house, other])
        for (const [host, path] of asked) for (let times = 0; times < 2; times++) await ask(app, host, path)
      await change()
      for (const [host, url] of asked) {
        const fresh = await house.server.inject({ url, headers: { host } })
        const rendered = comparable(`${fresh.statusCode}\n${fresh.body}`)
        assert.equal(
          comparable(await ask(house, host, url)),
          rendered,
          `${host}${url} is older than the change`,
        )
        await soon(
          `${host}${url} stays old in the other process`,
          async () => comparable(await ask(other, host, url)) === rendered,
        )
      }
    }
    let publication: Id
    let address: string
    before(async () => {
      publication = (await releaseDocument(tools(), { title: '关于荷湖环线开通的通告' })).publication
      address = publicationAddress(publication)
    })

    test('when it takes a publication in, and when its source revises it', async () => {
      const columns = [await bureauColumn()]
      const hits = house.cache.metrics().hits
      await staysTrue(address, () => atBureau((act) => sharePublication(act, { publication, columns })))
      assert.match(await ask(house, BUREAU, '/columns/news'), /关于荷湖环线开通的通告/)
      assert.ok(house.cache.metrics().hits > hits, 'pages are kept at all')
      await staysTrue(address, () =>
        releaseDocument(tools(), { title: '关于荷湖环线延长的通告', revises: publication }),
      )
      assert.match(await ask(house, BUREAU, '/columns/news'), /关于荷湖环线延长的通告/)
      assert.match(await ask(house, BUREAU, address), /关于荷湖环线延长的通告/)
    })

    test('when the source withdraws it', async () => {
      await staysTrue(address, () => withdraw(tools(), publication, '站名有误'))
      assert.doesNotMatch(await ask(house, BUREAU, '/columns/news'), /荷湖环线/)
      assert.match(await ask(house, BUREAU, address), /站名有误/)
    })

    test('when it ends the sharing', async () => {
      const { publication: one } = await releaseDocument(tools(), { title: '关于渔汐村停靠站的通告' })
      const columns = [await bureauColumn()]
      await atBureau((act) => sharePublication(act, { publication: one, columns }))
      await staysTrue(publicationAddress(one), () => atBureau((act) => endSharing(act, one)))
      assert.doesNotMatch(await ask(house, BUREAU, '/columns/news'), /渔汐村停靠站/)
    })

    test('when the source calls itself otherwise', async () => {
      const city = (await house.world.sites.byId(FIRST_SITE))!
      await staysTrue(address, () =>
        tools().perform(FIRST_SITE, (act) => amendSite(act, { ...factsOf(city), name: '云溪市政府网' })),
      )
      assert.match(await ask(house, BUREAU, '/columns/policies'), /来源：云溪市政府网/)
      assert.match(await ask(house, CITY, '/'), /云溪市政府网/)
    })
  })

  test('each host has the pages of its site, whoever asked first', async () => {
    for (const host of [CITY, BUREAU, CITY, BUREAU]) {
      const page = await ask(house, host, '/')
      assert.match(page, new RegExp(`name="SiteDomain" content="${host}"`))
      assert.match(page, new RegExp(`rel="canonical" href="http://${host}/"`))
    }
  })

  test('a site added while the product runs answers in every process, with roles, calendar and columns', async () => {
    for (const app of [house, other]) {
      const before = await ask(app, DISTRICT, '/')
      assert.equal(before, await ask(app, CITY, '/'), 'an unknown host shows the first site')
      assert.match(await ask(app, CITY, '/sites/wangyun/'), /^404\n/)
    }
    const given = { key: 'wangyun', host: DISTRICT, name: '望云区人民政府', owner: '望云区人民政府' }
    const site = await addSite(house.world, given, true)
    for (const app of [house, other]) {
      await soon('the new site is not known', async () =>
        /望云区人民政府/.test(await ask(app, DISTRICT, '/')),
      )
      assert.match(await ask(app, DISTRICT, '/columns/notices'), /^200\n/)
      assert.match(await ask(app, CITY, '/sites/wangyun/columns/policies'), /^200\n/)
      assert.match(await ask(app, CITY, '/'), new RegExp(`name="SiteDomain" content="${CITY}"`))
    }
    const roles = await house.world.db
      .selectFrom('accounts.role')
      .select('name')
      .where('site_id', '=', site.id)
      .execute()
    assert.ok(roles.some(({ name }) => name === 'administrator'))
    assert.ok((await house.world.calendar(house.world.db, site.id)).known_through > '2026')
  })

  test('a host that moves to another site takes its kept pages from nobody', async () => {
    await addSite(house.world, { key: 'moved', host: 'old.yunxi.example', name: '云溪市档案馆' }, true)
    const site = (await house.world.sites.byKey('moved'))!
    assert.match(await ask(house, 'old.yunxi.example', '/about'), /云溪市档案馆/)
    await tools().perform(site.id, (act) => moveHost(act, 'archive.yunxi.example'))
    assert.match(await ask(house, 'archive.yunxi.example', '/about'), /云溪市档案馆/)
    assert.match(await ask(house, 'old.yunxi.example', '/about'), /云溪市政府网|云溪市人民政府/)
    await soon('the other process keeps the old host', async () =>
      /云溪市档案馆/.test(await ask(other, 'archive.yunxi.example', '/about')),
    )
  })

  test('two sites never have the same key or host', async () => {
    for (const [given, code] of [
      [{ key: 'jtj', host: 'a.example', name: 'A' }, 'site.key-taken'],
      [{ key: 'other', host: BUREAU, name: 'B' }, 'site.host-taken'],
    ] as const)
      await assert.rejects(addSite(house.world, { ...given, owner: 'A' }, true), { code })
  })

  test('its administrator keeps the facts of a site, which its foot shows at once; others may not', async () => {
    const administrator = await signInAtBureau(house, 'P19')
    await administrator.visit('/sites/jtj/desk/site')
    assert.ok(administrator.page.shows(BUREAU))
    const refused = await administrator.submit('保存', {
      网站标识码: '12',
      电话: 'an die Zentrale',
      网站名称: '',
    })
    assert.equal(refused.status, 422)
    assert.equal(refused.errors().length, 3)
    await administrator.visit('/sites/jtj/desk/site')
    const saved = await administrator.submit('保存', { 电话: '0999-000-0301' })
    assert.ok(saved.shows('0999-000-0304') && saved.shows('0999-000-0301') && saved.shows('宋平野'))
    assert.match(await ask(house, BUREAU, '/about'), /0999-000-0301/)
    await soon('the other process shows the old number', async () =>
      /0999-000-0301/.test(await ask(other, BUREAU, '/')),
    )
    const editor = await signInAtBureau(house, 'P12')
    assert.equal((await editor.get('/sites/jtj/desk/site')).statusCode, 403)
  })

  test('what stands in one site is not there in another', async () => {
    const { publication } = await releaseDocument(tools(), { title: '关于望云路施工的通告' })
    for (const path of ['', '.json', '/history', '/revisions/1.json'])
      assert.match(await ask(house, BUREAU, `/publications/${addressOf(publication)}${path}`), /^404\n/)
    assert.match(await ask(house, BUREAU, '/columns/policies/documents'), /^404\n/)
  })
})

function factsOf({ id: _, key: __, host: ___, ...facts }: Site) {
  return facts
}

/** A refusal names its own call. */
function comparable(answer: string): string {
  return answer.startsWith('200\n') ? answer : answer.slice(0, 3)
}
