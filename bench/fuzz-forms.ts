/** The forms that pages really show to people with different rights, filled in as no honest person would. */
import fc from 'fast-check'
import { parse } from 'node-html-parser'
import type { TestHouse } from '#test/house'
import { type Input, type Known, NASTY, type Person } from './fuzz-inputs.ts'

type Field = readonly [name: string, value: string]
export type Form = {
  action: string
  method: string
  person: Person
  fields: readonly Field[]
  takesFiles: boolean
}

/** Acts that would end the fuzzing person's own way in. */
const ENDS = /sign-out|\/sessions|\/disabled|\/password|second-factor|\/roles|\/reset|passkeys|invitation$/

/** Follows links from the desk and the portal for each person; one form for each action and set of fields. */
export async function collectForms(
  house: TestHouse,
  people: readonly Person[],
  pages: number,
): Promise<Form[]> {
  const forms = new Map<string, Form>()
  for (const person of people) {
    const seen = new Set<string>()
    const waiting = [
      '/desk',
      '/desk/publications',
      '/',
      '/publications',
      '/report?page=/',
      '/notifications',
      '/desk/account',
    ]
    for (let path = waiting.shift(); path !== undefined && seen.size < pages; path = waiting.shift()) {
      if (seen.has(shapeOf(path))) continue
      seen.add(shapeOf(path))
      const headers = { host: 'www.yunxi.example', accept: 'text/html', cookie: person.cookie }
      const { body, headers: answered } = await house.server.inject({ url: path, headers })
      const target = answered.location
      if (target?.startsWith('/')) waiting.push(target)
      const page = parse(body)
      for (const link of page.querySelectorAll('a[href^="/"]')) waiting.push(link.getAttribute('href')!)
      for (const form of page.querySelectorAll('form')) {
        const found = readForm(form, path, person)
        if (!ENDS.test(found.action))
          forms.set(`${found.method} ${shapeOf(found.action)} ${found.fields.map(([name]) => name)}`, found)
      }
    }
  }
  return [...forms.values()]
}

/** Two lists that differ in a parameter only are one page; a few publications stand for all. */
function shapeOf(path: string): string {
  return path.replace(/\?.*/, '').replace(/[0-9a-hjkmnp-tv-z]{24}(?=[0-9a-hjkmnp-tv-z]{2}(\/|$))/, '')
}

function readForm(form: ReturnType<typeof parse>, path: string, person: Person): Form {
  const fields = form.querySelectorAll('input[name], textarea[name], select[name], button[name]')
  return {
    action: form.getAttribute('action') ?? path,
    method: (form.getAttribute('method') ?? 'get').toUpperCase(),
    person,
    takesFiles: form.getAttribute('enctype') === 'multipart/form-data',
    fields: fields.map((field) => {
      const option = field.querySelector('option[selected]') ?? field.querySelectorAll('option').at(-1)
      return [field.getAttribute('name')!, (option ?? field).getAttribute('value') ?? '一段文字']
    }),
  }
}

export function inputsForForm(form: Form, known: Known): fc.Arbitrary<Input> {
  const odd = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...NASTY, ...known.ids) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  )
  const fills = fc.tuple(...form.fields.map(([name, value]) => filled(name, value, odd)))
  const more = fc.array(
    fc.tuple(fc.constantFrom('__proto__', 'constructor', 'a[b]', 'edit', 'do', ''), odd),
    { maxLength: 2 },
  )
  return fc
    .tuple(fills, more, fc.integer({ min: 0, max: 4 }), fc.constantFrom(...FILES))
    .map(([own, extra, way, file]) => {
      const fields: Field[] = [...own.flat(), ...extra]
      const headers = { cookie: form.person.cookie, 'sec-fetch-site': 'same-origin' }
      if (form.method === 'GET') return { path: `${form.action.split('?')[0]}?${encoded(fields)}`, headers }
      const isMultipart = form.takesFiles ? way < 4 : way === 4
      const [type, body] = isMultipart
        ? multipart(fields, file)
        : ['application/x-www-form-urlencoded', encoded(fields)]
      return {
        path: form.action,
        headers: { ...headers, 'content-type': type, 'content-length': String(Buffer.byteLength(body)) },
        body,
      }
    })
}

/** Mostly as the page gave it: one wrong field among right ones gets past the first check. */
function filled(name: string, value: string, odd: fc.Arbitrary<string>): fc.Arbitrary<Field[]> {
  const own: Field = [name, value]
  if (name === '_forgery') return fc.constant<Field[]>([own])
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant<Field[]>([own]) },
    { weight: 3, arbitrary: odd.map((text): Field[] => [[name, text]]) },
    { weight: 1, arbitrary: fc.constant<Field[]>([]) },
    { weight: 1, arbitrary: odd.map((text): Field[] => [own, [name, text]]) },
  )
}

function encoded(fields: readonly Field[]): string {
  return fields
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}`)
    .join('&')
}

type UploadedFile = { field: string; name: string; type: string; bytes: string }

const FILES: readonly UploadedFile[] = [
  { field: 'attachment-files', name: '通知.pdf', type: 'application/pdf', bytes: '%PDF-1.7\nbroken' },
  {
    field: 'attachment-files',
    name: '../../x\u0000.docx',
    type: 'application/msword',
    bytes: 'PK\u0003\u0004 broken',
  },
  { field: 'picture-files', name: 'x.png', type: 'image/png', bytes: '\u0089PNG\r\n\u001a\n' },
  { field: 'file', name: '', type: 'nonsense', bytes: '' },
  { field: 'files', name: '名单.csv', type: 'text/csv', bytes: '标题,日期\n"没有结束' },
  { field: 'files', name: '页.html', type: 'text/html', bytes: '<p>'.repeat(3000) },
  { field: '__proto__', name: 'a"b\\c;.txt', type: 'text/plain', bytes: '\u0000\ufffd' },
]

function multipart(fields: readonly Field[], file: UploadedFile): [type: string, body: string] {
  const quoted = (text: string) =>
    text
      .toWellFormed()
      .replaceAll('"', '%22')
      .replaceAll(/[\r\n]/g, ' ')
  const parts = fields.map(
    ([name, text]) =>
      `--frontier\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text.toWellFormed()}\r\n`,
  )
  const { field, name, type, bytes } = file
  parts.push(
    `--frontier\r\nContent-Disposition: form-data; name="${field}"; filename="${quoted(name)}"\r\nContent-Type: ${type}\r\n\r\n${bytes}\r\n`,
  )
  return ['multipart/form-data; boundary=frontier', `${parts.join('')}--frontier--\r\n`]
}
