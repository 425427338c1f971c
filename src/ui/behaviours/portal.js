/** Enhancement only: every button found here is hidden in the page until the browser is known to be able. */

import './suggestions.js'

const speech = globalThis.speechSynthesis

function buttons(behaviour) {
  return document.querySelectorAll(`button[data-behaviour="${behaviour}"]`)
}

function offer(behaviour, act) {
  for (const button of buttons(behaviour)) {
    button.hidden = false
    button.addEventListener('click', () => act(button))
  }
}

function readAloud(button) {
  const label = button.querySelector('[data-words]')
  if (speech.speaking) return speech.cancel()
  const text = document.querySelector('.document, .reading, main')
  if (!text) return
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden from the eye is not read aloud
  const words = new SpeechSynthesisUtterance(text.innerText)
  words.lang = text.closest('[lang]')?.lang ?? 'zh-CN'
  const swap = () => {
    if (!label) return
    const { words: other } = label.dataset
    label.dataset.words = label.textContent
    label.textContent = other
  }
  words.onend = swap
  words.onerror = swap
  swap()
  speech.speak(words)
}

offer('print', () => print())
if (navigator.share)
  offer('share', () => navigator.share({ title: document.title, url: location.href }).catch(() => {}))
if (navigator.clipboard) {
  offer('copy', async (button) => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value)
    const label = button.querySelector('[data-words]')
    const { words } = label.dataset
    label.dataset.words = label.textContent
    label.textContent = words
  })
}
if (speech) {
  offer('read-aloud', readAloud)
  addEventListener('pagehide', () => speech.cancel())
}

document.querySelector('[data-behaviour="focus"]')?.focus()

/** Pages that were read stay readable without a connection. The worker's address is the one the policy lets through. */
const workerOf = (() => {
  const manifest = document.querySelector('link[rel="manifest"]')
  if (!manifest || !navigator.serviceWorker || !isSecureContext) return undefined
  return new URL('service-worker.js', manifest.href).href
})()
if (workerOf) {
  const policy = globalThis.trustedTypes?.createPolicy('mingtang', {
    createScriptURL: (address) => {
      if (address !== workerOf) throw new TypeError('not an address of ours')
      return address
    },
  })
  const address = policy ? policy.createScriptURL(workerOf) : workerOf
  addEventListener('load', () => navigator.serviceWorker.register(address).catch(() => {}))
}
