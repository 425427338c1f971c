import assert from 'node:assert/strict'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type HTMLElement, parse } from 'node-html-parser'

/** Reads pages and fills forms as a person does: by heading, label, link and button. Keeps cookies like a browser. */
export class Visitor {
  readonly #server: FastifyInstance
  readonly #cookies: Map<string, string>
  page: Page = new Page('', { statusCode: 0, headers: {}, body: '' })

  constructor(server: FastifyInstance, cookies: Map<string, string> = new Map()) {
    this.#server = server
    this.#cookies = cookies
  }

  /** Follows redirects, as far as a browser would. */
  async visit(path: string): Promise<Page> {
    return this.#follow(await this.#send('GET', path), path)
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    return this.#send('GET', path, undefined, headers)
  }

  /** Sends the form with this button on the page that is open; fails if the page shows no such field or button. */
  async submit(button: string, fields: Readonly<Record<string, string | string[]>> = {}): Promise<Page> {
    const { form, values, action } = this.#filled(button, fields)
    const body = new URLSearchParams()
    for (const [name, value] of values) for (const one of [value].flat()) body.append(name, one)
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') return this.visit(`${action}?${body}`)
    return this.#follow(await this.#send('POST', action, body.toString()), action, body.toString())
  }

  /** Sends the form as a browser sends one with files: fields in the order of the page, each file under its label. */
  async upload(
    button: string,
    files: Readonly<Record<string, readonly File[]>>,
    fields: Readonly<Record<string, string | string[]>> = {},
  ): Promise<Page> {
    const { form, values, action } = this.#filled(button, fields)
    const body = new FormData()
    for (const [name, value] of values) for (const one of [value].flat()) body.append(name, one)
    for (const [label, chosen] of Object.entries(files))
      for (const file of chosen) body.append(this.page.fieldName(form, label), file)
    return this.#follow(await this.sendForm(action, body), action)
  }

  async sendForm(action: string, body: FormData, headers: Record<string, string> = {}) {
    const request = new Request('http://www.yunxi.example/', { method: 'POST', body })
    const payload = Buffer.from(await request.arrayBuffer())
    return this.#send('POST', action, payload, {
      'content-type': request.headers.get('content-type') ?? '',
      ...headers,
    })
  }

  #filled(button: string, fields: Readonly<Record<string, string | string[]>>) {
    const form = this.page.formOf(button)
    const values = this.page.valuesOf(form, button)
    for (const [label, value] of Object.entries(fields)) values.set(this.page.fieldName(form, label), value)
    const pressed = buttonsOf(form).find((each) => textOf(each) === button)
    const action = pressed?.getAttribute('formaction') ?? form.getAttribute('action') ?? this.page.path
    return { form, values, action }
  }

  /** For what no honest form would send. */
  async post(path: string, body: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    return this.#send('POST', path, new URLSearchParams(body).toString(), headers)
  }

  /** As a script of the page would: a body of its own kind, with the headers that say so. */
  async send(path: string, body: string, headers: Record<string, string>) {
    return this.#send('POST', path, body, headers)
  }

  /** Another window of the same browser, with the same cookies: a session that is elevated in one is so in both. */
  again(): Visitor {
    return new Visitor(this.#server, this.#cookies)
  }

  /** Somebody who copied the cookies as they are now. */
  thief(): Visitor {
    return new Visitor(this.#server, new Map(this.#cookies))
  }

  async signIn(fields: Readonly<Record<string, string>>): Promise<Page> {
    const form = this.page.root.querySelector('main form, form.sign-in, form')
    const action = form?.getAttribute('action') ?? '/desk/sign-in'
    return this.#follow(await this.#send('POST', action, new URLSearchParams(fields).toString()), action)
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)
  }

  /** A 307 keeps method and body; every other redirect is a GET. */
  async #follow(answer: LightMyRequestResponse, path: string, body?: string, hops = 5): Promise<Page> {
    const target = answer.headers.location
    if (answer.statusCode >= 300 && answer.statusCode < 400 && target && hops > 0) {
      const next = new URL(target, `http://localhost${path}`)
      const to = next.pathname + next.search
      const isKept = answer.statusCode === 307 && body !== undefined
      const answered = isKept ? await this.#send('POST', to, body) : await this.#send('GET', to)
      return this.#follow(answered, to, isKept ? body : undefined, hops - 1)
    }
    this.page = new Page(path, answer)
    return this.page
  }

  async #send(
    method: 'GET' | 'POST',
    url: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await this.#server.inject({
      method,
      url,
      headers: {
        host: 'www.yunxi.example',
        accept: 'text/html',
        ...(cookie ? { cookie } : {}),
        ...(payload === undefined
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value, maxAge } of answer.cookies) {
      if (value === '' || maxAge === 0) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }
}

type Answer = { statusCode: number; headers: Record<string, unknown>; body: string }

export class Page {
  readonly path: string
  readonly status: number
  readonly body: string
  readonly headers: Record<string, unknown>
  readonly root: HTMLElement

  constructor(path: string, { statusCode, headers, body }: Answer) {
    this.path = path
    this.status = statusCode
    this.body = body
    this.headers = headers
    this.root = parse(body)
  }

  /** The text of the page's main part, as it is read. */
  get text(): string {
    return textOf(this.root.querySelector('main') ?? this.root)
  }

  get title(): string {
    return textOf(this.root.querySelector('title') ?? this.root)
  }

  heading(level = 1): string {
    return textOf(this.root.querySelector(`h${level}`) ?? parse(''))
  }

  headings(): string[] {
    return this.root.querySelectorAll('h1, h2, h3').map(textOf)
  }

  link(text: string | RegExp): string {
    const found = this.root.querySelectorAll('a[href]').find((link) => matches(textOf(link), text))
    assert.ok(found, `the page ${this.path} has no link ${text}`)
    return found.getAttribute('href')!
  }

  links(selector = 'main a[href]'): { text: string; href: string }[] {
    return this.root
      .querySelectorAll(selector)
      .map((link) => ({ text: textOf(link), href: link.getAttribute('href')! }))
  }

  shows(text: string | RegExp): boolean {
    return matches(this.text, text)
  }

  /** What the error summary says, in its order. */
  errors(): string[] {
    return this.root.querySelectorAll('.error-summary a').map(textOf)
  }

  formOf(button: string): HTMLElement {
    const found = this.root
      .querySelectorAll('form')
      .find((form) => buttonsOf(form).some((each) => textOf(each) === button))
    assert.ok(
      found,
      `the page ${this.path} (${this.status}) has no form with a button “${button}”; it has ${this.buttons().join(', ')}`,
    )
    return found
  }

  buttons(): string[] {
    return this.root.querySelectorAll('form').flatMap(buttonsOf).map(textOf)
  }

  fieldName(form: HTMLElement, label: string): string {
    for (const each of form.querySelectorAll('label, legend')) {
      if (!textOf(each).startsWith(label)) continue
      const id = each.getAttribute('for')
      const field = id
        ? form.querySelector(`[id="${id}"]`)
        : each.parentNode?.querySelector('input, select, textarea')
      const name = field?.getAttribute('name')
      if (name) return name
    }
    const known = form.querySelectorAll('label, legend').map(textOf)
    return assert.fail(
      `the form on ${this.path} has no field labelled “${label}”; it has ${known.join(', ')}`,
    )
  }

  /** What the browser would send if nothing were touched. */
  valuesOf(form: HTMLElement, button: string): Map<string, string | string[]> {
    const values = new Map<string, string | string[]>()
    const put = (name: string, value: string) => {
      const before = values.get(name)
      values.set(name, before === undefined ? value : [before, value].flat())
    }
    for (const field of form.querySelectorAll('input, textarea, select')) {
      const name = field.getAttribute('name')
      if (!name || field.hasAttribute('disabled')) continue
      const type = field.getAttribute('type') ?? 'text'
      if (field.tagName === 'SELECT') {
        const chosen = field.querySelector('option[selected]') ?? field.querySelector('option')
        if (chosen) put(name, chosen.getAttribute('value') ?? textOf(chosen))
      } else if (field.tagName === 'TEXTAREA') put(name, field.textContent.replace(/^\n/, ''))
      else if (type === 'file') continue
      else if (!['checkbox', 'radio', 'submit'].includes(type) || field.hasAttribute('checked'))
        put(name, field.getAttribute('value') ?? 'on')
    }
    const pressed = buttonsOf(form).find((each) => textOf(each) === button)
    if (pressed?.getAttribute('name'))
      values.set(pressed.getAttribute('name')!, pressed.getAttribute('value') ?? '')
    return values
  }
}

function buttonsOf(form: HTMLElement): HTMLElement[] {
  return form
    .querySelectorAll('button')
    .filter((button) => (button.getAttribute('type') ?? 'submit') === 'submit')
}

function textOf(element: { textContent: string }): string {
  return element.textContent.replace(/\s+/g, ' ').trim()
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}
