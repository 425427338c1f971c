import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { projectRoot } from '#app/root'

/** A page of documentation, and what it promises a reader. */
export type Page = { path: string; text: string }

export function readPages(): Page[] {
  const docs = readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  const paths = [...readdirSync(projectRoot), ...docs.map((name) => join('docs', name))]
  return paths
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readText(path) }))
}

export function readText(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}

export function isThere(path: string): boolean {
  return existsSync(join(projectRoot, path))
}

/** Where links and pictures lead inside the project, as paths from its root. */
export function linksOf({ path, text }: Page): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture!,
  )
  return targets
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .map((target) => normalize(join(dirname(path), target.split('#')[0]!)))
}

const FOLDERS = readdirSync(projectRoot, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Paths in code marks; one with a placeholder or a pattern in it names no file. What is built counts as its source. */
export function pathsOf(page: Page): string[] {
  const words = codeOf(page).flatMap((code) => code.split(/[\s'"()=]+/))
  return [...new Set(words)]
    .map((word) => word.replace(/[.,:;]+$/, ''))
    .filter((word) => FOLDERS.some((folder) => word.startsWith(`${folder}/`)) && !/[<>*{}…[\]]/.test(word))
    .map((word) => word.replace(/^dist\/(.+)\.js$/, '$1.ts'))
    .filter((word) => !/^(?:node_modules|dist|data)\//.test(word))
}

/** What stands in code marks, short and long. */
export function codeOf(page: Page): string[] {
  const short = [...withoutFences(page.text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!)
  return [...short, ...fencesOf(page).flatMap(({ lines }) => lines)]
}

export function fencesOf({ text }: Page): { language: string; lines: string[] }[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    lines: body.split('\n').filter((line) => line.trim() !== ''),
  }))
}

/** The lines that a reader is told to type. */
export function commandsOf(page: Page): string[] {
  return fencesOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ lines }) => lines)
}

/** Rows of all tables under a heading, or of the whole page: each as its cells. */
export function rowsOf(text: string, heading?: string): string[][] {
  const section = heading === undefined ? text : sectionOf(text, heading)
  return section
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    )
}

export function sectionOf(text: string, heading: string): string {
  const sections = text.split(/^(?=## )/m)
  return sections.find((section) => section.startsWith(`## ${heading}`)) ?? ''
}

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '')
}
