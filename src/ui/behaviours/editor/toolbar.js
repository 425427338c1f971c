/** One stop of the Tab key; arrows walk within, Alt+F10 leads here and Esc back. */
import { askFootnote, askImage, askLink, part } from './dialogs.js'

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  superscript: (chain) => chain.toggleMark('superscript'),
  subscript: (chain) => chain.toggleMark('subscript'),
  'bullet-list': (chain) => chain.toggleBulletList(),
  'ordered-list': (chain) => chain.toggleOrderedList(),
  quotation: (chain) => chain.toggleBlockquote(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  'row-before': (chain) => chain.addRowBefore(),
  'row-after': (chain) => chain.addRowAfter(),
  'row-remove': (chain) => chain.deleteRow(),
  'column-before': (chain) => chain.addColumnBefore(),
  'column-after': (chain) => chain.addColumnAfter(),
  'column-remove': (chain) => chain.deleteColumn(),
  merge: (chain) => chain.mergeCells(),
  split: (chain) => chain.splitCell(),
  'header-cell': (chain) => chain.toggleHeaderCell(),
  'table-remove': (chain) => chain.deleteTable(),
}
const ASKING = { link: askLink, footnote: askFootnote, image: askImage }
const ACTIVE = { 'bullet-list': 'bulletList', 'ordered-list': 'orderedList', quotation: 'blockquote' }

export function mountToolbar(root, editor) {
  const toolbar = part(root, 'toolbar')
  const ending = new AbortController()
  const { signal } = ending
  const style = part(root, 'style')
  const run = (command) =>
    ASKING[command] ? ASKING[command](root, editor) : COMMANDS[command](editor.chain().focus()).run()

  toolbar.addEventListener(
    'click',
    ({ target }) => {
      const button = target.closest('[data-command]')
      if (button && button.getAttribute('aria-disabled') !== 'true') run(button.dataset.command)
    },
    { signal },
  )
  // A press must not take the selection out of the text.
  toolbar.addEventListener('mousedown', (event) => event.target.closest('button') && event.preventDefault(), {
    signal,
  })
  style.addEventListener('change', () => setStyle(editor, style.value), { signal })
  toolbar.addEventListener('keydown', (event) => walk(event, toolbar, editor), { signal })
  toolbar.addEventListener('focusin', ({ target }) => stopAt(toolbar, target), { signal })
  editor.view.dom.addEventListener(
    'keydown',
    (event) => {
      if (event.altKey && event.key === 'F10') {
        event.preventDefault()
        stops(toolbar)[0]?.focus()
      }
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        run('link')
      }
    },
    { signal },
  )
  editor.view.dom.addEventListener(
    'dblclick',
    ({ target }) => target.closest('[data-footnote]') && run('footnote'),
    { signal },
  )
  const show = () => showState(root, editor, { toolbar, style })
  editor.on('transaction', show)
  show()
  stopAt(toolbar, style)
  return { signal, end: () => ending.abort() }
}

function setStyle(editor, name) {
  const chain = editor.chain().focus()
  if (name === 'paragraph') chain.setParagraph().run()
  else chain.setHeading({ level: Number(name.at(-1)) }).run()
}

function showState(root, editor, { toolbar, style }) {
  for (const button of toolbar.querySelectorAll('[data-command]')) {
    const { command } = button.dataset
    if (button.hasAttribute('aria-pressed'))
      button.setAttribute('aria-pressed', String(editor.isActive(ACTIVE[command] ?? command)))
    if (COMMANDS[command] && command !== 'table' && !ACTIVE[command])
      button.setAttribute('aria-disabled', String(!COMMANDS[command](editor.can().chain()).run()))
  }
  const level = [2, 3, 4].find((one) => editor.isActive('heading', { level: one }))
  style.value = level ? `heading-${level}` : 'paragraph'
  part(root, 'table-tools').hidden = !editor.isActive('table')
  const count = part(root, 'count')
  count.textContent = count.dataset.words.replace('{count}', String(countOf(editor)))
}

/** Characters as an office counts them: with punctuation, without blanks. */
function countOf(editor) {
  return [...editor.state.doc.textBetween(0, editor.state.doc.content.size, '').replace(/\s/g, '')].length
}

function stops(toolbar) {
  return [...toolbar.querySelectorAll('select, button')].filter((one) => one.offsetParent !== null)
}

function stopAt(toolbar, current) {
  for (const one of toolbar.querySelectorAll('select, button')) one.tabIndex = one === current ? 0 : -1
}

function walk(event, toolbar, editor) {
  if (event.key === 'Escape') return void editor.commands.focus()
  const all = stops(toolbar)
  const at = all.indexOf(document.activeElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  all.at(to % all.length)?.focus()
}
