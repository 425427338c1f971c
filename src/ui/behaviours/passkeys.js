/** Asks the device for a key or for a proof, and sends its answer as a field of the form. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** WebAuthn §5.1.3: a relying party is a domain; `127.0.0.1` and `[::1]` are none. */
const isNumber = /^[\d.]+$|^\[/.test(location.hostname)

if (browserSupportsWebAuthn() && !isNumber) {
  for (const form of document.querySelectorAll('form[data-behaviour="passkey"]')) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      perform(form).catch(() => sayFailed(form))
    })
  }
}

async function perform(form) {
  const forgery = form.elements.namedItem('_forgery')?.value
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    headers: forgery ? { 'x-forgery-token': forgery } : {},
  })
  // The proof of who sits here is too old: the page that asks for it anew came instead of a question.
  if (answer.redirected) return location.assign(answer.url)
  if (!answer.ok) throw new Error(answer.statusText)
  const optionsJSON = await answer.json()
  const response =
    form.dataset.ceremony === 'enrolment'
      ? await startRegistration({ optionsJSON })
      : await startAuthentication({ optionsJSON })
  form.elements.namedItem('response').value = JSON.stringify(response)
  form.submit()
}

function sayFailed(form) {
  const line = form.querySelector('[data-failed]')
  line.textContent = line.dataset.failed
  line.hidden = false
}
