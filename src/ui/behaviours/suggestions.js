/**
 * Suggestions under a search box: the pattern of a combobox with a list (WAI-ARIA APG). Enhancement only: the form
 * works without them, and nothing is sent before two characters stand.
 */
const WAIT_MS = 120
const SHORTEST = 2

let boxes = 0

for (const form of document.querySelectorAll('form[data-suggestions]')) {
  const input = form.querySelector('input[name="q"]')
  if (input) enhance(form, input)
}

function enhance(form, input) {
  boxes += 1
  const list = element('ul', { id: `suggestions-${boxes}`, role: 'listbox', class: 'suggestions' })
  list.setAttribute('aria-label', form.dataset.suggestionsLabel)
  list.hidden = true
  const said = element('p', { class: 'visually-hidden', role: 'status' })
  form.append(list, said)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    autocomplete: 'off',
  }))
    input.setAttribute(name, value)
  const box = { form, input, list, said, at: -1, asked: '', timer: 0 }
  input.addEventListener('input', () => later(box))
  input.addEventListener('keydown', (event) => steer(box, event))
  input.addEventListener('blur', () => close(box))
  // A press on a suggestion must not take the focus away before the click arrives.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
}

function later(box) {
  clearTimeout(box.timer)
  box.timer = setTimeout(() => ask(box), WAIT_MS)
}

async function ask(box) {
  const typed = box.input.value.trim()
  box.asked = typed
  if ([...typed].length < SHORTEST) return close(box)
  const address = `${box.form.dataset.suggestions}?${new URLSearchParams({ q: typed })}`
  const answer = await fetch(address).catch(() => undefined)
  // What was typed meanwhile has asked for itself.
  if (!answer?.ok || box.asked !== typed || document.activeElement !== box.input) return
  const { suggestions } = await answer.json()
  if (box.asked === typed) show(box, suggestions)
}

function show(box, suggestions) {
  box.at = -1
  box.input.removeAttribute('aria-activedescendant')
  box.list.replaceChildren(...suggestions.map((one, at) => optionOf(box, one, at)))
  box.list.hidden = suggestions.length === 0
  box.input.setAttribute('aria-expanded', String(suggestions.length > 0))
  const words = box.form.dataset.suggestionsCount ?? ''
  box.said.textContent = suggestions.length > 0 ? words.replace('{count}', suggestions.length) : ''
}

/** An option holds nothing that can have the focus of its own: it is chosen, and then the page is left. */
function optionOf(box, { text, note, address, word }, at) {
  const option = element('li', { id: `${box.list.id}-${at}`, role: 'option', 'aria-selected': 'false' })
  option.append(element('span', {}, text))
  const beside = [word, note].filter(Boolean).join(' ')
  if (beside) option.append(' ', element('span', { class: 'suggestion-note' }, beside))
  option.addEventListener('click', () => location.assign(address))
  return option
}

function steer(box, event) {
  if (event.isComposing || box.list.hidden) return
  const { key } = event
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    event.preventDefault()
    move(box, key === 'ArrowDown' ? 1 : -1)
  }
  if (key === 'Escape') {
    event.preventDefault()
    close(box)
  }
  if (key === 'Enter' && box.at >= 0) {
    event.preventDefault()
    box.list.children[box.at].click()
  }
}

/** Beyond the last stands the box itself again: what was typed is never lost. */
function move(box, step) {
  const { children } = box.list
  const places = children.length + 1
  box.at = ((box.at + 1 + step + places) % places) - 1
  for (const [at, option] of [...children].entries())
    option.setAttribute('aria-selected', String(at === box.at))
  const chosen = children[box.at]
  if (!chosen) return box.input.removeAttribute('aria-activedescendant')
  box.input.setAttribute('aria-activedescendant', chosen.id)
  chosen.scrollIntoView({ block: 'nearest' })
}

function close(box) {
  box.list.hidden = true
  box.at = -1
  box.input.setAttribute('aria-expanded', 'false')
  box.input.removeAttribute('aria-activedescendant')
  box.said.textContent = ''
}

function element(name, attributes, text = '') {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.textContent = text
  return made
}
