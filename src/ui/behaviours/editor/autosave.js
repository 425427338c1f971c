/** Keeps what is being typed on the server, apart from the text itself, until the form is saved. */
import { flushFields, headersOf } from './field.js'

const AFTER_MS = 3000
/** What a browser still sends for a page that is already gone. */
const MOST_KEPT_ALIVE = 60_000

export function keepTyping(status) {
  const form = status.closest('form')
  const { address, saved, failed, stale } = status.dataset
  let late
  let sent = ''
  let isOver = false

  form.addEventListener('input', () => {
    clearTimeout(late)
    late = setTimeout(keep, AFTER_MS)
  })
  form.addEventListener('submit', () => {
    isOver = true
    clearTimeout(late)
  })
  addEventListener('pageshow', () => {
    isOver = false
  })
  for (const [target, name] of [
    [document, 'visibilitychange'],
    [globalThis, 'pagehide'],
  ])
    target.addEventListener(name, () => document.visibilityState === 'hidden' && keep())

  sent = bodyOf(form)

  async function keep() {
    clearTimeout(late)
    const body = bodyOf(form)
    if (isOver || body === sent) return
    sent = body
    try {
      const keepalive = new Blob([body]).size < MOST_KEPT_ALIVE
      const answer = await fetch(address, { method: 'POST', headers: headersOf(form), body, keepalive })
      if (!answer.ok) throw new Error(String(answer.status))
      show(await answer.json())
    } catch {
      sent = ''
      status.textContent = failed
    }
  }

  function show({ kept, at, others }) {
    status.textContent = kept ? saved.replace('{time}', at) : stale
    const here = document.querySelector('[data-behaviour="others-here"]')
    if (!here) return
    here.hidden = others.length === 0
    here.textContent = others.join(' ')
  }
}

function bodyOf(form) {
  flushFields()
  const values = {}
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && name !== '_forgery') values[name] = value
  return JSON.stringify(values)
}
