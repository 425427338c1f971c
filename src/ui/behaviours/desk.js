/** Enhancement only: the desk works by forms and links. */

/** Words that nobody saved are not lost by a slip of the hand. */
let unsaved = false
for (const form of document.querySelectorAll('form[data-behaviour="guard"]')) {
  form.addEventListener('input', () => {
    unsaved = true
  })
  form.addEventListener('submit', () => {
    unsaved = false
  })
}
addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault()
})

for (const all of document.querySelectorAll('[data-behaviour="select-all"]')) {
  const boxes = [...all.closest('table').querySelectorAll('tbody input[type="checkbox"]:not(:disabled)')]
  all.hidden = boxes.length === 0
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
  })
}

/** J and K walk the rows of a queue, `/` goes to its search; never while typing. */
addEventListener('keydown', (event) => {
  const isTyping = event.target.closest?.('input, textarea, select, [contenteditable="true"], dialog')
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping) return
  const step = { j: 1, k: -1 }[event.key]
  if (step) walk(step)
  if (event.key === '/') {
    event.preventDefault()
    document.querySelector('#list-search, #desk-search')?.focus()
  }
})

function walk(step) {
  const links = [...document.querySelectorAll('.queue .title, .task .title')]
  const at = links.indexOf(document.activeElement)
  links[at < 0 ? 0 : at + step]?.focus()
}

/** What is wrong with a form is said first; the sheet of components only shows it. */
document.querySelector('[data-behaviour="focus"]:not(.ds *)')?.focus()
