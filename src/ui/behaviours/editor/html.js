/** Between the HTML that is posted and the text that is typeset. */
import { DOMSerializer, DOMParser as Reading } from '@tiptap/pm/model'
import { BEYOND } from './structure.js'

/** The one policy by which a string becomes nodes: into a document that runs nothing and fetches nothing. */
const policy = globalThis.trustedTypes?.createPolicy('mingtang', { createHTML: (html) => html }) ?? {
  createHTML: (html) => html,
}

/** @returns the nodes, or undefined where the text has structures that would be lost. */
export function readHtml(html) {
  const { body } = new DOMParser().parseFromString(policy.createHTML(html), 'text/html')
  if (body.querySelector(BEYOND)) return undefined
  gatherFootnotes(body)
  return body
}

export function parseInto(schema, body) {
  return Reading.fromSchema(schema).parse(body)
}

/** Two ends of a footnote become one thing in the line. */
export function gatherFootnotes(body) {
  const section = body.querySelector('section#footnotes')
  for (const call of body.querySelectorAll('sup > a[href^="#fn-"]')) {
    const note = section?.querySelector(`[id="${call.getAttribute('href').slice(1)}"]`)
    const sup = call.parentElement
    if (!note) {
      sup.remove()
      continue
    }
    const words = note.cloneNode(true)
    for (const back of words.querySelectorAll('a[href^="#fnref-"]')) back.remove()
    const mark = body.ownerDocument.createElement('sup')
    mark.setAttribute('data-footnote', words.textContent.replace(/\s+/g, ' ').trim())
    sup.replaceWith(mark)
  }
  section?.remove()
}

/** As it will be stored, but for what the server's gate does anyway; empty where nothing was written. */
export function writeHtml(doc) {
  const page = document.implementation.createHTMLDocument('')
  const root = page.createElement('div')
  root.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: page }))
  for (const box of root.querySelectorAll('td, th, li')) unwrapOnly(box)
  while (root.lastElementChild?.matches('p:empty')) root.lastElementChild.remove()
  numberFootnotes(root, page)
  return [...root.childNodes].map((node) => node.outerHTML ?? node.textContent).join('\n')
}

/** A cell of one paragraph is its words. */
function unwrapOnly(box) {
  const [only, ...others] = box.children
  if (only?.matches('p') && (others.length === 0 || (box.matches('li') && others.every(isList))))
    only.replaceWith(...only.childNodes)
}

function isList(element) {
  return element.matches('ul, ol')
}

function numberFootnotes(root, page) {
  const marks = [...root.querySelectorAll('sup[data-footnote]')]
  if (marks.length === 0) return
  const list = page.createElement('ol')
  marks.forEach((mark, at) => {
    const [sup, call, note] = ['sup', 'a', 'li'].map((tag) => page.createElement(tag))
    call.setAttribute('href', `#fn-${at + 1}`)
    call.setAttribute('id', `fnref-${at + 1}`)
    call.textContent = String(at + 1)
    sup.append(call)
    note.setAttribute('id', `fn-${at + 1}`)
    note.textContent = mark.getAttribute('data-footnote')
    list.append(note)
    mark.replaceWith(sup)
  })
  const section = page.createElement('section')
  section.setAttribute('id', 'footnotes')
  section.append(list)
  root.append(section)
}
