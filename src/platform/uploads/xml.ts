/** XML from strangers: no document types, no entities of its own; read as events, written anew from them. */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { NotTaken } from './not-taken.ts'
import { decodeText } from './plain-text.ts'

export type Element = SaxesTagNS

export type Watcher = {
  open?: (element: Element, order: number) => void
  text?: (text: string) => void
  close?: (element: Element) => void
}

/** `order` counts the elements from 0, so that a second reading can name what the first one found. */
export function readXml(bytes: Uint8Array, { open, text, close }: Watcher): void {
  const parser = new SaxesParser({ xmlns: true, position: false })
  let order = 0
  parser.on('error', (error) => {
    throw new NotTaken('upload.xml-broken', { cause: error.message.slice(0, 80) })
  })
  parser.on('doctype', (doctype) => {
    if (/\[|ENTITY/i.test(doctype)) throw new NotTaken('upload.xml-entities')
  })
  parser.on('opentag', (element) => open?.(element, order++))
  if (text) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  if (close) parser.on('closetag', close)
  const source = decodeText(bytes)
  if (source === undefined) throw new NotTaken('upload.xml-broken', { cause: 'encoding' })
  for (let at = 0; at < source.length; at += CHUNK) parser.write(source.slice(at, at + CHUNK))
  parser.close()
}

const CHUNK = 64 * 1024

/** An element goes with all it holds, goes alone, or stays; attributes are kept unless named. */
export type Fate = 'keep' | 'drop' | 'unwrap'
export type Rewriting = {
  fate: (element: Element, order: number) => Fate
  keepsAttribute?: (attribute: Element['attributes'][string], element: Element) => boolean
  /** What stands in place of an element's own text. */
  rewriteText?: (text: string, within: Element) => string
}

/** Comments, processing instructions and the document type do not survive. */
export function rewriteXml(bytes: Uint8Array, { fate, keepsAttribute, rewriteText }: Rewriting): Buffer {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
  const open: { element: Element; fate: Fate }[] = []
  let dropped = 0
  readXml(bytes, {
    open: (element, order) => {
      const decided = dropped > 0 ? 'drop' : fate(element, order)
      open.push({ element, fate: decided })
      if (decided === 'drop') dropped++
      if (decided === 'keep') out.push(openTag(element, keepsAttribute))
    },
    text: (text) => {
      const within = open.at(-1)
      if (dropped > 0 || !within) return
      out.push(escapeText(rewriteText ? rewriteText(text, within.element) : text))
    },
    close: (element) => {
      const { fate: decided } = open.pop()!
      if (decided === 'drop') dropped--
      if (decided === 'keep' && !element.isSelfClosing) out.push(`</${element.name}>`)
    },
  })
  return Buffer.from(out.join(''), 'utf8')
}

function openTag(element: Element, keeps: Rewriting['keepsAttribute']): string {
  const attributes = Object.values(element.attributes)
    .filter((attribute) => keeps?.(attribute, element) ?? true)
    .map(
      ({ name, value }) =>
        ` ${name}="${escapeText(value)
          .replaceAll('"', '&quot;')
          .replace(/[\n\t]/g, (c) => `&#${c.charCodeAt(0)};`)}"`,
    )
  return `<${element.name}${attributes.join('')}${element.isSelfClosing ? '/' : ''}>`
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** The value of an attribute, whatever its prefix. */
export function attributeOf(element: Element, local: string): string | undefined {
  return Object.values(element.attributes).find((attribute) => attribute.local === local)?.value
}
