/** Asks for what a tool needs: an address, a note, an image with its words. */

export function part(root, name) {
  return root.querySelector(`[data-rich="${name}"]`)
}

const ADDRESS = /^(?:https?:\/\/[^\s/]|mailto:[^\s]+@|\/(?!\/)|#.)[^\s]*$/i

export function askLink(root, editor) {
  const present = editor.getAttributes('link').href ?? ''
  ask(root, 'link', {
    values: { address: present },
    removable: present !== '',
    accept: ({ address }) => {
      const href = address.trim()
      if (!ADDRESS.test(href)) return false
      const written = { type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }
      return () => {
        const chain = editor.chain().focus().extendMarkRange('link')
        if (editor.state.selection.empty && present === '') chain.insertContent(written).run()
        else chain.setLink({ href }).run()
      }
    },
    remove: () => editor.chain().focus().extendMarkRange('link').unsetLink().run(),
  })
}

export function askFootnote(root, editor) {
  const { selection } = editor.state
  const present = selection.node?.type.name === 'footnote' ? selection.node.attrs.note : ''
  ask(root, 'footnote', {
    values: { note: present },
    removable: present !== '',
    accept: ({ note }) => {
      const words = note.replace(/\s+/g, ' ').trim()
      if (words === '') return false
      const footnote = { type: 'footnote', attrs: { note: words } }
      return () => {
        const chain = editor.chain().focus()
        if (present) chain.updateAttributes('footnote', { note: words }).run()
        else chain.insertContentAt(selection.to, footnote).run()
      }
    },
    remove: () => editor.chain().focus().deleteSelection().run(),
  })
}

export function askImage(root, editor) {
  ask(root, 'image', {
    values: { alt: '', file: '' },
    removable: false,
    accept: async ({ alt }, dialog) => {
      const [file] = dialog.querySelector('[data-answer="file"]').files
      const words = alt.trim()
      if (!file || words === '') return false
      const image = await sendImage(root, { file, alt: words })
      if (!image.src) return `${dialog.dataset.refused} ${image.title ?? ''}`.trim()
      const { src, width, height } = image
      const attrs = { src, alt: words, width, height }
      return () => editor.chain().focus().insertContent({ type: 'image', attrs }).run()
    },
    remove: () => {},
  })
}

async function sendImage(root, { file, alt }) {
  const form = root.closest('form')
  const body = new FormData()
  body.set('alt', alt)
  body.set('file', file)
  try {
    const answer = await fetch(imagesAddress(root, form), {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'x-forgery-token': form.elements.namedItem('_forgery')?.value ?? '',
      },
      body,
    })
    return await answer.json()
  } catch {
    return {}
  }
}

/** A text that was never saved has no address of its own yet: its organisation answers for the picture. */
function imagesAddress(root, form) {
  const { images } = root.dataset
  if (images.includes('?')) return images
  return `${images}?${new URLSearchParams({ organisation: form.elements.namedItem('organisation')?.value ?? '' })}`
}

/** `accept` answers what is to be done, or false for the complaint that stands ready, or another complaint. */
function ask(root, tool, { values, removable, accept, remove }) {
  const dialog = root.querySelector(`dialog[data-asks="${tool}"]`)
  const wrong = dialog.querySelector('[data-answer="wrong"]')
  const ending = new AbortController()
  const { signal } = ending
  const on = (name, act) =>
    dialog.querySelector(`[data-answer="${name}"]`)?.addEventListener('click', act, { signal })
  const say = (words) => {
    wrong.textContent = words
    wrong.hidden = words === ''
  }
  for (const [name, value] of Object.entries(values))
    dialog.querySelector(`[data-answer="${name}"]`).value = value
  const remover = dialog.querySelector('[data-answer="remove"]')
  if (remover) remover.hidden = !removable
  say('')
  const done = async () => {
    const answers = Object.fromEntries(
      Object.keys(values).map((name) => [name, dialog.querySelector(`[data-answer="${name}"]`).value]),
    )
    const verdict = await accept(answers, dialog)
    if (typeof verdict !== 'function') return say(verdict || wrong.dataset.words)
    dialog.close()
    verdict()
  }
  on('done', done)
  on('cancel', () => dialog.close())
  on('remove', () => {
    dialog.close()
    remove()
  })
  dialog.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || event.target.matches('button, textarea')) return
      // Enter in a field would send the form around the dialog.
      event.preventDefault()
      done()
    },
    { signal },
  )
  for (const name of ['input', 'change'])
    dialog.addEventListener(name, (event) => event.stopPropagation(), { signal })
  dialog.addEventListener('close', () => ending.abort(), { signal })
  dialog.showModal()
}
