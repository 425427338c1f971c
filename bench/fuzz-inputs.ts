import fc from 'fast-check'

export type Person = { cookie: string; forgery: string }
export type Known = { people: readonly Person[]; ids: readonly string[] }
export type Input = { path: string; headers: Record<string, string>; body?: string | undefined }

/** Names that forms and lists of the product really have: an unknown name proves little. */
const FIELDS = [
  ...[
    'kind',
    'title',
    'summary',
    'text',
    'format',
    'issuer',
    'source',
    'editor',
    'keywords',
    'subject_category',
  ],
  ...[
    'document_number',
    'signed_on',
    'effective_on',
    'expires_on',
    'organisation',
    'columns',
    'disclosure_attribute',
  ],
  ...[
    'disclosure_reason',
    'legal_basis',
    'stage',
    'statutory_category',
    'conclusion',
    'reason',
    'content_hash',
    'edit',
  ],
  ...[
    'scheduled_at',
    'fingerprint',
    'finding_reason',
    'preset',
    'address',
    'login',
    'password',
    'code',
    'back',
    'then',
  ],
  ...[
    'invitation',
    'name',
    'post',
    'email',
    'role',
    'at',
    'setting',
    'value',
    'parent',
    'credit_code',
    'division_code',
  ],
]
const PARAMETERS = [
  ...[
    'q',
    'cursor',
    'newer',
    'limit',
    'lang',
    'organisation',
    'publisher',
    'column',
    'kind',
    'validity',
    'year',
    'order',
  ],
  ...['from', 'to', 'view', 'done', 'back', 'login', 'all', 'older', 'page', '__proto__', 'constructor'],
]

export const NASTY = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '%',
    '%%',
    '%zz',
    '%00',
    '..',
    '../../etc/passwd',
    "' or 1=1 --",
    '"',
    '\\',
  ],
  ...[
    '<script>alert(1)</script>',
    '{{7*7}}',
    '-1',
    '0',
    '99999999999999999999',
    '1e309',
    'NaN',
    'null',
    'undefined',
  ],
  ...[
    '2026-02-30',
    '9999-12-31',
    '0000-00-00',
    '2026-11-24T25:61',
    'true',
    '[]',
    '{}',
    '🀄',
    '𠮷',
    '\u202e',
    '云溪交发〔2026〕06号',
  ],
  ...[
    'eyJrZXkiOiIyMDI2In0',
    'bm9uc2Vuc2U',
    'x'.repeat(5000),
    'é'.repeat(300),
    'toString',
    '__proto__',
    '*',
    '!',
    '((',
    '&|!:*',
  ],
]

export function inputsFor(method: string, pattern: string, known: Known): fc.Arbitrary<Input> {
  const parts = fc.record({
    path: pathOf(pattern, known),
    query: queryOf(known),
    caller: callerOf(method, pattern, known),
    body: method === 'GET' ? fc.constant(undefined) : bodyOf(known),
    odd: fc.option(oddHeader, { freq: 4, nil: {} }),
  })
  return parts.map(({ path, query, caller, body, odd }) => {
    const text = body?.text.replaceAll('FORGERY', encodeURIComponent(caller.forgery))
    const type = body
      ? { 'content-type': body.type, 'content-length': String(Buffer.byteLength(text ?? '')) }
      : {}
    return { path: path + query, headers: { ...caller.headers, ...type, ...odd }, body: text }
  })
}

function value(known: Known): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...known.ids,
        'document',
        'article',
        'passed',
        'open',
        'returned',
        'proactive',
      ),
    },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/) },
  )
}

/** Each `:name` of the pattern and its wildcard is filled; a part of them stays raw, which no browser would send. */
function pathOf(pattern: string, known: Known): fc.Arbitrary<string> {
  const holes = pattern.split(/:\w+(?:\([^)]*\))?|\*/)
  const fillings = holes.slice(1).map(() => fc.tuple(value(known), fc.boolean()))
  const prefix = fc.constantFrom('', '', '', '/sites/yunxi', '/sites/jtj', '/sites/nowhere')
  return fc.tuple(prefix, ...fillings).map(([site, ...filled]) => {
    const texts = (filled as [string, boolean][]).map(([text, isRaw]) =>
      isRaw ? rawPath(text) : escaped(text),
    )
    return site + holes.reduce((path, hole, at) => path + (at === 0 ? '' : (texts[at - 1] ?? '')) + hole, '')
  })
}

function queryOf(known: Known): fc.Arbitrary<string> {
  const pair = fc.tuple(fc.constantFrom(...PARAMETERS), value(known), fc.boolean())
  const pairs = fc
    .array(pair, { maxLength: 4 })
    .map((list) =>
      list.map(([name, text, isRaw]) => `${name}=${isRaw ? rawPath(text) : escaped(text)}`).join('&'),
    )
  return pairs.map((text) => (text === '' ? '' : `?${text}`))
}

type Caller = { headers: Record<string, string>; forgery: string }

function callerOf(method: string, pattern: string, { people }: Known): fc.Arbitrary<Caller> {
  // Nobody signs the others out, or takes their account away, in the middle of the proof.
  const mayEnd = /sign-out|sessions|disabl|password|second-factor|roles|grants/.test(pattern)
  const known = fc.constantFrom(...people).map(({ cookie, forgery }) => ({
    headers: { cookie, ...(method === 'GET' ? {} : { 'sec-fetch-site': 'same-origin' }) },
    forgery: mayEnd ? 'wrong' : forgery,
  }))
  const stranger = fc.constantFrom<Caller>(
    { headers: {}, forgery: '' },
    { headers: { accept: 'application/json' }, forgery: '' },
    { headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' }, forgery: '' },
    { headers: { accept: 'text/html', cookie: 'view=%00.x.y.z; mingtang_session=nonsense' }, forgery: '' },
  )
  return fc.oneof(known, stranger)
}

const oddHeader = fc.constantFrom<Record<string, string>>(
  { host: 'jtj.yunxi.example' },
  { host: 'nowhere.example' },
  { host: '' },
  { host: 'a:b:c' },
  { host: '[::1' },
  { 'accept-language': ';;;=q' },
  { 'if-none-match': 'W/"\\' },
  { range: 'bytes=9-1' },
  { cookie: '=; ;=;view==' },
  { accept: '*/*;q=x' },
  { 'accept-encoding': 'br;q=9, , gzip' },
)

type Body = { type: string; text: string }

function bodyOf(known: Known): fc.Arbitrary<Body> {
  const pairs = fc.array(fc.tuple(fc.constantFrom(...FIELDS), value(known)), { maxLength: 14 })
  const form = pairs.map((list) => ({
    type: 'application/x-www-form-urlencoded',
    text: ['_forgery=FORGERY', ...list.map(([name, text]) => `${name}=${escaped(text)}`)].join('&'),
  }))
  const json = fc.json({ maxDepth: 3 }).map((text) => ({ type: 'application/json', text }))
  const broken = fc.constantFrom<Body>(
    { type: 'application/json', text: '{"title":' },
    { type: 'application/json', text: '{"__proto__":{"x":1}}' },
    { type: 'application/json', text: '' },
    { type: 'application/json', text: '['.repeat(20_000) },
    { type: 'application/json', text: `{"title":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}` },
    {
      type: 'application/json',
      text: '{"title":"\\ud800","constructor":{"prototype":{"x":1}},"edit":1e400}',
    },
    { type: 'application/x-www-form-urlencoded', text: `_forgery=FORGERY&title=${'x'.repeat(4_400_000)}` },
    { type: 'text/plain', text: 'plain' },
    { type: 'application/x-www-form-urlencoded', text: '%%%=%zz&a[b][c]=1&_forgery=FORGERY' },
    { type: 'application/x-www-form-urlencoded', text: '_forgery=FORGERY&_forgery=FORGERY' },
    { type: 'multipart/form-data; boundary=x', text: '--x\r\n\r\n--x--' },
    { type: 'nonsense', text: '\u0000' },
  )
  return fc.oneof(
    { weight: 6, arbitrary: form },
    { weight: 1, arbitrary: json },
    { weight: 1, arbitrary: broken },
  )
}

function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** As it is, but for what Node's own client refuses to put on the line. */
function rawPath(text: string): string {
  return text
    .replaceAll(/[^\u0021-\u007e]/g, (letter) => escaped(letter))
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F')
}
