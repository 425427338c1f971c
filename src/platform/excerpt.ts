/** The part of a text that shows best why it was found. */
export type Passage = { text: string; hit: boolean }

type Hit = { at: number; end: number; word: string }

/** About `around` characters about the densest hits, cut at its ends with …; the beginning when nothing is hit. */
export function highlight(text: string, words: readonly string[], around = 120): Passage[] {
  const flat = text.replace(/\s+/g, ' ').trim()
  const hits = hitsIn(flat, words)
  const [from, to] = windowOf(flat, hits, around)
  const passages: Passage[] = from > 0 ? [{ text: '…', hit: false }] : []
  let at = from
  for (const hit of hits) {
    if (hit.at < from || hit.end > to) continue
    if (hit.at > at) passages.push({ text: flat.slice(at, hit.at), hit: false })
    passages.push({ text: flat.slice(hit.at, hit.end), hit: true })
    at = hit.end
  }
  if (at < to) passages.push({ text: flat.slice(at, to), hit: false })
  return to < flat.length ? [...passages, { text: '…', hit: false }] : passages
}

/** Overlapping hits (信息公开 and 公开) are one. */
function hitsIn(text: string, words: readonly string[]): Hit[] {
  const folded = sameLengthFold(text)
  const wanted = [...new Set(words.map(sameLengthFold))].filter((word) => word.trim() !== '')
  const hits = wanted
    .flatMap((word) => occurrences(folded, word))
    .sort((a, b) => a.at - b.at || b.end - a.end)
  const merged: Hit[] = []
  for (const hit of hits) {
    const last = merged.at(-1)
    if (last && hit.at < last.end) last.end = Math.max(last.end, hit.end)
    else merged.push({ ...hit })
  }
  return merged
}

function occurrences(text: string, word: string): Hit[] {
  const found: Hit[] = []
  for (
    let at = text.indexOf(word);
    at >= 0 && found.length < 1000;
    at = text.indexOf(word, at + word.length)
  ) {
    found.push({ at, end: at + word.length, word })
  }
  return found
}

/** Lower case and half width, but never of another length: positions must stay those of the text. */
function sameLengthFold(text: string): string {
  return text.replace(/[\uFF01-\uFF5EA-Z]/g, (char) => {
    const code = char.charCodeAt(0)
    return String.fromCharCode(code > 0xff00 ? code - 0xfee0 : code).toLowerCase()
  })
}

/** Different words weigh more than many of the same. */
function windowOf(text: string, hits: Hit[], around: number): [number, number] {
  let best = { from: 0, worth: 0, end: 0 }
  for (const [index, { at }] of hits.entries()) {
    const inside = hits.slice(index, index + around).filter((hit) => hit.end <= at + around)
    const worth = new Set(inside.map((hit) => hit.word)).size * around + inside.length
    if (worth > best.worth) best = { from: at, worth, end: inside.at(-1)?.end ?? at }
  }
  const slack = Math.max(0, around - (best.end - best.from))
  const from = Math.max(0, Math.min(best.from - Math.floor(slack / 2), text.length - around))
  const to = Math.min(text.length, Math.max(from + around, best.end))
  return [isHalved(text, from) ? from + 1 : from, isHalved(text, to) ? to - 1 : to]
}

function isHalved(text: string, at: number): boolean {
  return at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at] ?? '')
}
