/** The fallback form of import: a title in the first line, the text below, nothing else promised. */
import type { Problem } from './problems.ts'

export type MarkdownDocument = { title: string; body: string; problems: Problem[] }

export function readMarkdownDocument(content: string): MarkdownDocument {
  const problems: Problem[] = []
  if (/[\ufffd\0]/.test(content)) problems.push({ severity: 'error', code: 'characters-broken' })
  const text = content.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const [, title, rest] = /^\s*#[ \t]+([^\n]*\S)[ \t]*(?:\n([\s\S]*))?$/.exec(text) ?? []
  if (title === undefined) problems.push({ severity: 'error', code: 'title-missing', line: 1 })
  const body = (title === undefined ? text : (rest ?? '')).trim()
  if (body === '') problems.push({ severity: 'error', code: 'body-empty' })
  return { title: title?.replace(/[\s\u3000]+/g, ' ') ?? '', body, problems }
}
