import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'

const MORE_THAN_ANY_DISK = 2 ** 60

describe('on a disk that is full', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse({ databaseDisk: { folder: tmpdir(), leastBytes: MORE_THAN_ANY_DISK } })
  })
  after(() => house.leave())

  const ask = (method: 'GET' | 'POST', url: string, accept = 'text/html') =>
    house.server.inject({
      ...{ method, url },
      headers: {
        host: 'www.yunxi.example',
        origin: 'http://www.yunxi.example',
        accept,
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(method === 'POST' && { payload: 'login=lin.xiaoting%40yunxi.example&password=x&code=1' }),
    })

  test('reading goes on, and what would be written is refused with a reason', async () => {
    assert.equal((await ask('GET', '/')).statusCode, 200)
    const page = await ask('POST', '/desk/sign-in')
    assert.equal(page.statusCode, 503)
    assert.match(page.body, /磁盘满了/)
    const problem = await ask('POST', '/desk/sign-in', 'application/json')
    assert.equal(problem.statusCode, 503)
  })
})
