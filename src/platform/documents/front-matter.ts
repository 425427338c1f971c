/** The block between two lines of `---` at the head of a Markdown file: plain `name: value` lines, no YAML beyond. */

export type FrontMatter = { facts: ReadonlyMap<string, string>; body: string; lines: number }

const BLOCK = /^\ufeff?---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/

export function readFrontMatter(text: string): FrontMatter {
  const whole = text.replace(/\r\n?/g, '\n')
  const found = BLOCK.exec(whole)
  if (!found) return { facts: new Map(), body: whole, lines: 0 }
  const facts = new Map<string, string>()
  for (const line of found[1]!.split('\n')) {
    const [, name, value] = /^([\p{L}\p{N}_-]+)[ \t]*[:：][ \t]*(.*)$/u.exec(line) ?? []
    if (name !== undefined) facts.set(name.toLowerCase(), unquoted(value!.trim()))
  }
  return { facts, body: whole.slice(found[0].length), lines: found[0].split('\n').length - 1 }
}

function unquoted(value: string): string {
  const list = /^\[(.*)\]$/.exec(value)
  if (list)
    return list[1]!
      .split(',')
      .map((one) => unquoted(one.trim()))
      .join(', ')
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
}
