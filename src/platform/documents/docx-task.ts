/** Runs in the protected process only. */
import mammoth from 'mammoth'
import { formatOf } from '../uploads/formats.ts'
import { cleanOffice } from '../uploads/office.ts'

/** Headings by the names that Word, WPS and LibreOffice give them; the looks of a document are dropped. */
const STYLES = [
  ...['Title', '标题', '文档标题', '公文标题'].map((name) => `p[style-name='${name}'] => h1:fresh`),
  ...[1, 2, 3, 4].flatMap((level) =>
    [`heading ${level}`, `标题 ${level}`, `标题${level}`].map(
      (name) => `p[style-name='${name}'] => h${Math.min(level, 4)}:fresh`,
    ),
  ),
]

export type ReadDocx = { html: string; pictures: number; warnings: readonly string[] }

export async function run({ bytes: given }: { bytes: Uint8Array }): Promise<ReadDocx> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  // Tracked changes and comments are settled before a word is taken over.
  const { cleaned, warnings } = await cleanOffice(bytes, formatOf('a.docx')!)
  let pictures = 0
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(cleaned) },
    {
      styleMap: STYLES,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => {
        pictures++
        return { src: '' }
      }),
    },
  )
  return { html: withOwnNotes(value), pictures, warnings }
}

/** Notes at the end of the text follow those at the foot of the page: readers of a web page know one kind only. */
const AFTER_FOOTNOTES = 5000

/** Notes as this site writes them: a call in the line, the words in a section at the end. */
function withOwnNotes(html: string): string {
  return html
    .replace(/((?:id="|href="#))(foot|end)note-(ref-)?(\d{1,3})"/g, (_, before, kind, ref, number) => {
      const own = Number(number) + (kind === 'end' ? AFTER_FOOTNOTES : 0)
      return `${before}fn${ref ? 'ref' : ''}-${own}"`
    })
    .replace(/<ol>(?=<li id="fn-)([\s\S]*)<\/ol>\s*$/, '<section id="footnotes"><ol>$1</ol></section>')
}
