import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'node-html-parser'

/** A person of Yunxi at the desk, by HTTP alone: as fast as a program and through every check a browser meets. */
export type Clerk = { url: string; login: string; cookies: Map<string, string>; forgery: string }

/** The hands a text of the transport bureau passes through. */
export type Staff = Record<(typeof HANDS)[number], Clerk>
const HANDS = ['lin.xiaoting', 'meng.qinglan', 'wu.chengji', 'li.anlan', 'luo.jianwei', 'tang.jiahe'] as const

export type Paper = { title: string; text: string; documentNumber?: string }
/** Approved, so that one call more makes it public. */
export type Approved = { publication: string; revision: string; hash: string; title: string }

const SOON_MS = 20_000

export async function signInAll(url: string): Promise<Staff> {
  const clerks = await Promise.all(HANDS.map(async (login) => [login, await signIn(url, login)] as const))
  const staff = Object.fromEntries(clerks) as Staff
  // What cannot be taken back asks for a second proof; it holds for ten minutes.
  for (const login of ['li.anlan', 'luo.jianwei', 'tang.jiahe'] as const) await elevate(staff[login])
  return staff
}

export async function signIn(url: string, login: string): Promise<Clerk> {
  const clerk: Clerk = { url, login, cookies: new Map(), forgery: '' }
  for (let attempt = 0; attempt < 3; attempt++) {
    const { password, code } = await readDemo(url, login)
    const answer = await post(clerk, '/desk/sign-in', { login: `${login}@yunxi.example`, password, code })
    if (answer.status === 303) {
      clerk.forgery = await findForgeryToken(clerk)
      return clerk
    }
    await untilNextCode()
  }
  throw new Error(`${login} could not sign in`)
}

export async function elevate(clerk: Clerk): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const { code } = await readDemo(clerk.url, clerk.login)
    const answer = await post(clerk, '/desk/elevate', { back: '/desk', code })
    if (answer.status === 303) {
      clerk.forgery = await findForgeryToken(clerk)
      return
    }
    await untilNextCode()
  }
  throw new Error(`${clerk.login} could not prove again who it is`)
}

/** From the empty form to the release being due: written, handed in, three reviews and the secrecy conclusion. */
export async function bringToApproval(staff: Staff, paper: Paper): Promise<Approved> {
  const revision = await draft(staff['lin.xiaoting'], paper)
  const at = `/desk/publications/revisions/${revision}`
  await act(staff['lin.xiaoting'], `${at}/submission`, {})
  const { hash, publication } = await readReview(staff['meng.qinglan'], revision)
  const passed = { conclusion: 'passed', content_hash: hash, reason: '' }
  await act(staff['meng.qinglan'], `${at}/review`, passed)
  await act(staff['wu.chengji'], `${at}/review`, passed)
  await act(staff['luo.jianwei'], `${at}/secrecy`, { ...passed, conclusion: 'open' })
  await act(staff['li.anlan'], `${at}/review`, passed)
  return { publication, revision, hash, title: paper.title }
}

/** Returns when the release is acknowledged. */
export async function release(staff: Staff, { revision, hash }: Approved): Promise<void> {
  await act(staff['tang.jiahe'], `/desk/publications/revisions/${revision}/release`, { content_hash: hash })
}

/** An act that is answered by anything but a redirect to the next page was refused. */
export async function act(clerk: Clerk, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await post(clerk, path, fields)
  const to = answer.headers.get('location') ?? ''
  if (answer.status !== 303 && answer.status !== 307)
    throw new Error(`${clerk.login} ${path}: ${answer.status} ${headline(await answer.text())}`)
  if (to.includes('/desk/elevate')) {
    await elevate(clerk)
    return act(clerk, path, fields)
  }
  if (to.includes('/desk/sign-in')) throw new Error(`${clerk.login} is not signed in any more`)
  return to
}

export async function read(clerk: Clerk, path: string): Promise<string> {
  const answer = await fetch(clerk.url + path, {
    headers: headersOf(clerk),
    redirect: 'manual',
    signal: AbortSignal.timeout(SOON_MS),
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${clerk.login} ${path}: ${answer.status} ${headline(text)}`)
  return text
}

async function draft(clerk: Clerk, { title, text, documentNumber }: Paper): Promise<string> {
  const form = parse(await read(clerk, '/desk/publications/new'))
  const organisation = form
    .querySelectorAll('select[name=organisation] option')
    .find((option) => option.text.includes('交通运输局'))
  const column = form.querySelectorAll('label').find((label) => label.text.includes('政策文件'))
  const to = await act(clerk, '/desk/publications/new', {
    kind: 'document',
    title,
    summary: '',
    text,
    format: 'markdown',
    document_number: documentNumber ?? '',
    organisation: organisation?.getAttribute('value') ?? '',
    columns: column?.querySelector('input')?.getAttribute('value') ?? '',
    disclosure_attribute: 'proactive',
  })
  const revision = /revisions\/([0-9a-z]{26})\//.exec(to)?.[1]
  if (!revision) throw new Error(`the new text has no revision: ${to}`)
  return revision
}

async function readReview(clerk: Clerk, revision: string): Promise<{ hash: string; publication: string }> {
  const page = await read(clerk, `/desk/publications/revisions/${revision}/review`)
  const hash = /name="content_hash" value="([0-9a-f]{64})"/.exec(page)?.[1]
  const publication = /href="[^"]*\/desk\/publications\/([0-9a-z]{26})"/.exec(page)?.[1]
  if (!hash || !publication) throw new Error(`the review page of ${revision} names no text to decide on`)
  return { hash, publication }
}

/** In the demo the sign-in page prints the password of all and the current code of each. */
async function readDemo(url: string, login: string): Promise<{ password: string; code: string }> {
  const answer = await fetch(`${url}/desk/sign-in`, { signal: AbortSignal.timeout(SOON_MS) })
  const page = parse(await answer.text())
  const row = page.querySelectorAll('tr').find((one) =>
    one
      .querySelector('a')
      ?.getAttribute('href')
      ?.includes(encodeURIComponent(`${login}@`)),
  )
  const password = page.querySelector('section[aria-labelledby=demo] .mono')?.text.trim()
  const code = row?.querySelectorAll('td').at(-1)?.text.trim()
  if (!password || !code) throw new Error(`the sign-in page prints nothing for ${login}`)
  return { password, code }
}

/** A code works once, and the page prints the next one when it was used; it is accepted half a minute early. */
async function untilNextCode(): Promise<void> {
  await pause(30_000 - (Date.now() % 30_000) + 200)
}

async function findForgeryToken(clerk: Clerk): Promise<string> {
  const page = await read(clerk, '/desk/publications')
  return /name="_forgery" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

async function post(clerk: Clerk, path: string, fields: Record<string, string>): Promise<Response> {
  const answer = await fetch(clerk.url + path, {
    method: 'POST',
    headers: { ...headersOf(clerk), 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...fields, _forgery: clerk.forgery }),
    redirect: 'manual',
    signal: AbortSignal.timeout(SOON_MS),
  })
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    clerk.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return answer
}

function headersOf({ cookies }: Clerk): Record<string, string> {
  return { accept: 'text/html', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
}

function headline(html: string): string {
  const page = parse(html)
  const alert = page.querySelector('[role=alert]')?.text ?? ''
  return `${page.querySelector('h1')?.text ?? ''} ${alert}`.replaceAll(/\s+/g, ' ').trim()
}
