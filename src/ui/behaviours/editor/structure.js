/** The structures that a text may have. The server's allow-list is the judge; this is its mirror for the hands. */
import { Extension, Mark, Node } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { StarterKit } from '@tiptap/starter-kit'

/** What the gate would take and these hands cannot hold: such a text is changed in its source. */
export const BEYOND = 'dl, ruby, caption, figure, pre, code, tfoot, td table, th table'

function script(name, tag, other) {
  return Mark.create({
    name,
    excludes: `${name} ${other}`,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  })
}

/** The note travels with its call; numbers come from the style sheet here, and from the server in what is stored. */
const Footnote = Node.create({
  name: 'footnote',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    note: {
      default: '',
      parseHTML: (element) => element.getAttribute('data-footnote'),
      renderHTML: ({ note }) => ({ 'data-footnote': note, title: note }),
    },
  }),
  parseHTML: () => [{ tag: 'sup[data-footnote]', priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ['sup', HTMLAttributes],
})

/** Addresses that imports gave to their notes and annexes; those of articles the server gives anew. */
const Addresses = Extension.create({
  name: 'addresses',
  addGlobalAttributes: () => [
    {
      types: ['paragraph', 'heading', 'listItem'],
      attributes: { id: { default: null, keepOnSplit: false } },
    },
  ],
})

const SPANS = { colspan: { default: 1 }, rowspan: { default: 1 } }

/** Tab walks the cells and, after the last, leaves the table: nobody is caught in it. */
const PlainTable = Table.extend({
  renderHTML: () => ['table', ['tbody', 0]],
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      Tab: () => editor.commands.goToNextCell(),
      'Shift-Tab': () => editor.commands.goToPreviousCell(),
    }
  },
}).configure({ resizable: false, View: null })

/** No table within a table: no reader on a phone and no listener finds the way out. */
const IN_CELL = '(paragraph | bulletList | orderedList)+'

const PlainHeader = TableHeader.extend({
  content: IN_CELL,
  addAttributes: () => ({ ...SPANS, scope: { default: null } }),
})
const PlainCell = TableCell.extend({ content: IN_CELL, addAttributes: () => SPANS })

/** Only images that are kept here: others would be asked for elsewhere, and are refused. */
const OwnImage = Image.extend({
  addAttributes: () => ({
    src: { default: null },
    alt: { default: '' },
    width: { default: null },
    height: { default: null },
  }),
  parseHTML: () => [
    { tag: 'img[src]', getAttrs: (image) => /^\/(?!\/)/.test(image.getAttribute('src')) && null },
  ],
  addInputRules: () => [],
  addNodeView: () => null,
}).configure({ inline: true })

export const STRUCTURES = [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    code: false,
    codeBlock: false,
    strike: false,
    underline: false,
    link: {
      openOnClick: false,
      autolink: false,
      linkOnPaste: false,
      HTMLAttributes: { target: null, rel: null, class: null },
    },
    dropcursor: { color: false, class: 'rich-drop' },
  }),
  PlainTable,
  TableRow,
  PlainHeader,
  PlainCell,
  OwnImage,
  Footnote,
  script('superscript', 'sup', 'subscript'),
  script('subscript', 'sub', 'superscript'),
  Addresses,
]
