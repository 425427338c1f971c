/** Puts the typesetting in the place of a plain field, and the plain field back when asked for the source. */
import { Editor, getSchema } from '@tiptap/core'
import { part } from './dialogs.js'
import { parseInto, readHtml, writeHtml } from './html.js'
import { STRUCTURES } from './structure.js'
import { mountToolbar } from './toolbar.js'
import { cleanPaste } from './word-paste.ts'

const PAUSE_MS = 300
const flushes = new Set()

/** Before the form is read by a program: everything that is typeset stands in its field. */
export function flushFields() {
  for (const flush of flushes) flush()
}

export function mountField(root) {
  const textarea = root.querySelector('textarea')
  const field = {
    root,
    textarea,
    label: root.querySelector('label[for]'),
    say: part(root, 'say'),
    formats: [...root.querySelectorAll(`input[name="${root.dataset.format}"]`)],
    editor: undefined,
    id: textarea.id,
  }
  field.label.id ||= `${textarea.id}-label`
  part(root, 'foot').hidden = false
  part(root, 'to-visual').addEventListener('click', () => toVisual(field, { focused: true }))
  part(root, 'to-source').addEventListener('click', () => toSource(field))
  textarea.form.addEventListener('submit', flushFields, { capture: true })
  flushes.add(() => flush(field))
  if (formatOf(field) === 'html' || textarea.value.trim() === '') toVisual(field, { focused: false })
}

function formatOf({ formats }) {
  return formats.find((input) => input.checked)?.value
}

async function toVisual(field, { focused }) {
  const { say, textarea } = field
  say.textContent = formatOf(field) === 'html' || textarea.value.trim() === '' ? '' : say.dataset.converting
  const html = await htmlOf(field)
  const body = html === undefined ? undefined : readHtml(html)
  say.textContent = body ? '' : html === undefined ? say.dataset.failed : say.dataset.beyond
  if (!body) return
  show(field, true)
  open(field, body)
  if (focused) field.editor.commands.focus()
}

/** The other formats are read by the server, which knows them; what was typed stays until the answer is here. */
async function htmlOf(field) {
  const { root, textarea } = field
  const format = formatOf(field)
  if (format === 'html' || textarea.value.trim() === '') return textarea.value
  try {
    const answer = await fetch(root.dataset.convert, {
      method: 'POST',
      headers: headersOf(textarea.form),
      body: JSON.stringify({ format, text: textarea.value }),
    })
    return answer.ok ? (await answer.json()).html : undefined
  } catch {
    return undefined
  }
}

export function headersOf(form) {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-forgery-token': form.elements.namedItem('_forgery')?.value ?? '',
  }
}

function open(field, body) {
  const { root, textarea, label, id } = field
  const described = [textarea.getAttribute('aria-describedby'), `${id}-keys`].filter(Boolean).join(' ')
  let late
  field.editor = new Editor({
    element: part(root, 'page'),
    injectCSS: false,
    // Never as a string: Tiptap would parse it without the policy.
    content: parseInto(getSchema(STRUCTURES), body).toJSON(),
    extensions: STRUCTURES,
    editorProps: {
      attributes: {
        id,
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': label.id,
        'aria-describedby': described,
        ...(textarea.getAttribute('aria-invalid') ? { 'aria-invalid': 'true' } : {}),
        class: 'rich-doc',
        lang: 'zh-CN',
      },
      transformPastedHTML: cleanPaste,
    },
    onUpdate: () => {
      clearTimeout(late)
      late = setTimeout(() => flush(field), PAUSE_MS)
    },
  })
  const { editor } = field
  field.toolbar = mountToolbar(root, editor)
  label.addEventListener('click', () => editor.commands.focus(), { signal: field.toolbar.signal })
}

function flush({ editor, textarea }) {
  if (editor && !editor.isDestroyed) textarea.value = writeHtml(editor.state.doc)
}

function toSource(field) {
  flush(field)
  field.toolbar.end()
  field.editor.destroy()
  field.editor = undefined
  show(field, false)
  field.textarea.focus()
}

/** One of the two carries the label's name and the id to which the summary of errors leads. */
function show({ root, textarea, label, formats, id }, visual) {
  part(root, 'visual').hidden = !visual
  part(root, 'to-visual').hidden = visual
  textarea.hidden = visual
  part(root, 'format').hidden = visual
  textarea.id = visual ? `${id}-source` : id
  if (visual) label.removeAttribute('for')
  else label.htmlFor = id
  if (visual) for (const input of formats) input.checked = input.value === 'html'
}
