/** Early words about what is being typed: titles that are much alike, a number that reads wrongly. */

const AFTER_MS = 600

export function giveHints(place) {
  const form = place.closest('form')
  const [title, number] = ['title', 'document_number'].map((name) => form.elements.namedItem(name))
  const { address, except } = place.dataset
  let late
  title?.addEventListener('input', () => {
    clearTimeout(late)
    late = setTimeout(() => ask({ title: title.value }).then(showAlike), AFTER_MS)
  })
  number?.addEventListener('blur', () => ask({ document_number: number.value }).then(showNumber))

  async function ask(question) {
    const query = new URLSearchParams({ ...question, ...(except ? { except } : {}) })
    try {
      const answer = await fetch(`${address}?${query}`, { headers: { accept: 'application/json' } })
      return answer.ok ? await answer.json() : undefined
    } catch {
      return undefined
    }
  }

  function showAlike(answer) {
    if (!answer) return
    place.hidden = answer.alike.length === 0
    const list = place.querySelector('ul')
    list.replaceChildren(
      ...answer.alike.map(({ title: words, href, say }) => {
        const [item, link] = ['li', 'a'].map((tag) => document.createElement(tag))
        Object.assign(link, { href, target: '_blank', textContent: words })
        item.append(link, ` ${say}`)
        return item
      }),
    )
  }

  function showNumber(answer) {
    if (!answer) return
    const { text, wrong } = answer.document_number
    const id = `${number.id}-live`
    document.getElementById(id)?.remove()
    number.toggleAttribute('aria-invalid', false)
    if (text) number.value = text
    if (!wrong) return
    const line = document.createElement('p')
    Object.assign(line, { id, className: 'error', textContent: wrong })
    line.setAttribute('role', 'status')
    number.setAttribute('aria-invalid', 'true')
    const described = (number.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((one) => one && one !== id)
    number.setAttribute('aria-describedby', [...described, id].join(' '))
    number.before(line)
  }
}
