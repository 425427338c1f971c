import assert from 'node:assert/strict'
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { hidden, Thread } from '#test/publishing'
import type { Visitor } from '#test/visitor'

const SITE = 'http://www.yunxi.example'
const OWNER = 'lin.xiaoting'

type Proof = { verified?: boolean; origin?: string }

/** A platform authenticator in memory: ES256, attestation `none` (WebAuthn §6.1, §8.7). */
class Device {
  readonly #key: { publicKey: KeyObject; privateKey: KeyObject }
  readonly #id: Buffer
  #counter: number

  constructor(
    key = generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    id: Buffer = randomBytes(32),
    counter = 0,
  ) {
    this.#key = key
    this.#id = id
    this.#counter = counter
  }

  copy(): Device {
    return new Device(this.#key, this.#id, this.#counter)
  }

  enrol(challenge: string): object {
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' })
    // COSE_Key (RFC 9053 §7.1.1): kty EC2, alg ES256, crv P-256.
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ])
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.#id.length)
    const data = Buffer.concat([this.#data(0x45), Buffer.alloc(16), length, this.#id, cose])
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      Buffer.from([data.length >> 8, data.length & 255]),
      data,
    ])
    return this.#answer({
      clientDataJSON: clientData('webauthn.create', challenge, SITE).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  prove(challenge: string, { verified = true, origin = SITE }: Proof = {}): object {
    this.#counter += 1
    const data = this.#data(verified ? 0x05 : 0x01)
    const client = clientData('webauthn.get', challenge, origin)
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: createSign('sha256').update(signed).sign(this.#key.privateKey).toString('base64url'),
    })
  }

  #data(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([
      createHash('sha256').update(new URL(SITE).hostname).digest(),
      Buffer.from([flags]),
      counter,
    ])
  }

  #answer(response: object): object {
    const id = this.#id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

describe('a passkey', () => {
  let house: TestHouse
  let owner: Visitor
  const device = new Device()

  before(async () => {
    house = await openHouse()
    owner = await new Thread(house).enter(OWNER)
    const question = await ask(owner, '/desk/account/passkeys/options')
    const answer = await send(owner, '/desk/account/passkeys', {
      name: '办公室电脑',
      response: JSON.stringify(device.enrol(question.challenge)),
    })
    assert.match(String(answer.headers.location), /done=passkey$/)
  })
  after(() => house.leave())

  async function ask(visitor: Visitor, path: string): Promise<{ challenge: string }> {
    const answer = await send(visitor, path, {})
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }

  async function send(visitor: Visitor, path: string, fields: Record<string, string>) {
    const page = visitor.cookie('mingtang_session') ? await visitor.visit('/desk/account') : undefined
    return visitor.post(path, { ...(page ? hidden(page) : {}), ...fields })
  }

  async function signIn(sign: (challenge: string) => object) {
    const visitor = house.visitor()
    const { challenge } = await ask(visitor, '/desk/sign-in/passkey/options')
    const response = JSON.stringify(sign(challenge))
    return { visitor, response, answer: await send(visitor, '/desk/sign-in/passkey', { response }) }
  }

  test('opens the desk by itself: the device has asked for finger, face or number', async () => {
    const { answer, visitor } = await signIn((challenge) => device.prove(challenge))
    assert.equal(answer.statusCode, 303)
    assert.match((await visitor.visit('/desk/account')).text, /林晓汀/)
  })

  test('an answer is taken once: the same bytes again open nothing', async () => {
    const { response } = await signIn((challenge) => device.prove(challenge))
    const thief = house.visitor()
    const again = await send(thief, '/desk/sign-in/passkey', { response })
    assert.equal(again.statusCode, 422)
    assert.equal(thief.cookie('mingtang_session'), undefined)
  })

  test('a copy of the key, whose counter stands where it stood, is refused', async () => {
    const copy = device.copy()
    assert.equal((await signIn((challenge) => device.prove(challenge))).answer.statusCode, 303)
    assert.equal((await signIn((challenge) => copy.prove(challenge))).answer.statusCode, 422)
  })

  test('a device that did not ask who holds it is refused', async () => {
    const { answer } = await signIn((challenge) => device.prove(challenge, { verified: false }))
    assert.equal(answer.statusCode, 422)
  })

  test('an answer that was given to another site is refused', async () => {
    const { answer } = await signIn((challenge) =>
      device.prove(challenge, { origin: 'http://yunxi.example.net' }),
    )
    assert.equal(answer.statusCode, 422)
  })

  test('a question is good for five minutes', async () => {
    const visitor = house.visitor()
    const { challenge } = await ask(visitor, '/desk/sign-in/passkey/options')
    const began = house.now()
    house.travelTo(new Date(began.getTime() + 6 * 60_000))
    const response = JSON.stringify(device.prove(challenge))
    assert.equal((await send(visitor, '/desk/sign-in/passkey', { response })).statusCode, 422)
    house.travelTo(began)
  })

  test('what is no answer of a device is refused and not a fault', async () => {
    for (const response of [
      '',
      'no json',
      '{}',
      '{"response":{}}',
      '{"id":7,"response":{"x":1}}',
      `"${'a'.repeat(9000)}"`,
    ]) {
      const answer = await send(house.visitor(), '/desk/sign-in/passkey', { response })
      assert.equal(answer.statusCode, 422, response)
    }
  })

  test('five wrong proofs lock the account for this network, as wrong codes do', async () => {
    house.travelTo(new Date(house.now().getTime() + 10 * 60_000))
    const forged = device.copy()
    for (let tries = 0; tries < 5; tries++) {
      await signIn((challenge) => forged.prove(challenge, { origin: 'http://elsewhere.example' }))
    }
    const { answer } = await signIn((challenge) => device.prove(challenge))
    assert.equal(answer.statusCode, 429)
    assert.ok(Number(answer.headers['retry-after']) > 0)
  })
})
