import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { passwordFault, passwordsWith } from './passwords.ts'
import { codeNow, hashOfCode, newRecoveryCodes, newSecret, stepOf } from './second-factor.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')
const OWN_WORDS = ['lin.xiaoting@yunxi.example', '林晓汀', '云溪市人民政府', 'yunxi']

describe('a password', () => {
  const refused: [string, string][] = [
    ['short-pass', 'account.password-short'],
    ['password1234', 'account.password-common'],
    ['P@ssw0rd!2026', 'account.password-common'],
    ['qwertyuiop123', 'account.password-common'],
    ['aaaaaaaaaaaa', 'account.password-common'],
    ['123456789012', 'account.password-common'],
    ['yunxi-admin-2026', 'account.password-common'],
    ['linxiaoting2026', 'account.password-common'],
    ['lin.xiaoting!1', 'account.password-common'],
    ['zhengwugongkai2026', 'account.password-common'],
    ['x'.repeat(129), 'account.password-long'],
  ]
  for (const [password, fault] of refused) {
    test(`“${password.slice(0, 20)}” is refused`, () => {
      const words = [...OWN_WORDS, 'linxiaoting']
      assert.equal(passwordFault(password, words), fault)
    })
  }

  const accepted = [
    'correct horse battery staple',
    '七孔桥边第三棵柳树下等你来',
    'vhq7-pm3k-xw2d',
    'moss under the old bridge',
  ]
  for (const password of accepted) {
    test(`“${password}” is accepted without capitals, digits or signs`, () => {
      assert.equal(passwordFault(password, OWN_WORDS), undefined)
    })
  }

  test('is kept as an argon2id hash that only it opens', async () => {
    const passwords = passwordsWith()
    const phc = await passwords.hash('correct horse battery staple')
    assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    assert.equal(await passwords.verify('correct horse battery staple', phc), true)
    assert.equal(await passwords.verify('correct horse battery stapl', phc), false)
    assert.equal(await passwords.verify('', undefined), false)
  })

  test('a crowd at the door is turned away instead of filling the memory', async () => {
    const passwords = passwordsWith({ atOnce: 1, waiting: 1 })
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => passwords.verify('anything at all', undefined)),
    )
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'fulfilled', 'rejected'])
  })
})

describe('a second code', () => {
  test('follows RFC 6238, appendix B', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    assert.equal(codeNow(secret, new Date(1_111_111_109_000)), '081804')
    assert.equal(stepOf(secret, '081804', new Date(1_111_111_109_000)), 37_037_036)
  })

  test('holds one step to either side and no further', () => {
    const secret = newSecret()
    const code = codeNow(secret, NOW)
    const later = (seconds: number) =>
      stepOf(secret, code, new Date(NOW.getTime() + seconds * 1000)) !== undefined
    assert.deepEqual([-30, 0, 30, 59].map(later), [true, true, true, true])
    assert.deepEqual([-60, 60, 90].map(later), [false, false, false])
  })

  test('the next one is shown when the present one was used', () => {
    const secret = newSecret()
    const step = stepOf(secret, codeNow(secret, NOW), NOW)!
    assert.equal(stepOf(secret, codeNow(secret, NOW, step), NOW), step + 1)
  })
})

describe('recovery codes', () => {
  test('are ten, all different, of 80 bits', () => {
    const codes = newRecoveryCodes()
    assert.equal(new Set(codes).size, 10)
    for (const code of codes) assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  })

  test('may be typed with spaces, in capitals, with an o for a zero', () => {
    assert.equal(hashOfCode('a0b1-c2d3-e4f5-g6h7'), hashOfCode(' AOBL C2D3 E4F5 G6H7'))
  })
})
