/** One XML part of an office file: tracked changes settled, marks of people and machines gone. */
import { NotTaken } from './not-taken.ts'
import { attributeOf, type Element, type Fate, readXml, rewriteXml } from './xml.ts'

const WORD = /wordprocessingml/
const LINKS = /officeDocument\/(?:2006\/)?relationships/

export type Survey = {
  /** Rows and cells that a tracked change has deleted, by the order of their elements. */
  deleted: ReadonlySet<number>
  hidden: ReadonlySet<'sheet' | 'rows' | 'slide' | 'text'>
}

/** A deleted row is known only once its properties are read: hence a first reading. */
export function surveyPart(bytes: Buffer): Survey {
  const deleted = new Set<number>()
  const hidden = new Set<'sheet' | 'rows' | 'slide' | 'text'>()
  const open: { element: Element; order: number }[] = []
  let instructions = ''
  readXml(bytes, {
    open: (element, order) => {
      open.push({ element, order })
      const [row, properties] = [open.at(-3), open.at(-2)]
      const isDeletion =
        (element.local === 'del' && properties?.element.local === 'trPr') ||
        (element.local === 'cellDel' && properties?.element.local === 'tcPr')
      if (isDeletion && WORD.test(element.uri) && row) deleted.add(row.order)
      const kind = hiddenKind(element)
      if (kind) hidden.add(kind)
      if (element.local === 'fldSimple') checkField(attributeOf(element, 'instr') ?? '')
      if (element.local === 'p') instructions = ''
    },
    text: (text) => {
      const within = open.at(-1)?.element.local
      if (within === 'instrText') {
        instructions += text
        checkField(instructions)
      }
      if (within === 'f') checkFormula(text)
    },
    close: () => open.pop(),
  })
  return { deleted, hidden }
}

/** Fields and formulas that fetch or start something when the file is opened. */
function checkField(instruction: string): void {
  if (/^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b/i.test(instruction))
    throw new NotTaken('upload.loads-from-outside', { where: instruction.trim().slice(0, 40) })
}

function checkFormula(formula: string): void {
  if (/\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER)\s*\(|\|\s*'/i.test(formula))
    throw new NotTaken('upload.loads-from-outside', { where: formula.slice(0, 40) })
}

function hiddenKind(element: Element): 'sheet' | 'rows' | 'slide' | 'text' | undefined {
  const { local } = element
  const isTrue = (name: string) => /^(?:1|true|on)$/.test(attributeOf(element, name) ?? '')
  if (local === 'sheet' && /hidden/i.test(attributeOf(element, 'state') ?? '')) return 'sheet'
  if ((local === 'row' || local === 'col') && isTrue('hidden')) return 'rows'
  if (local === 'sld' && /^(?:0|false)$/.test(attributeOf(element, 'show') ?? '')) return 'slide'
  if ((local === 'vanish' || local === 'webHidden') && WORD.test(element.uri))
    return local === 'vanish' && !/^(?:0|false|off)$/.test(attributeOf(element, 'val') ?? '1')
      ? 'text'
      : undefined
  return undefined
}

export function hiddenIn({ hidden }: Survey): string[] {
  return [...hidden].map((kind) => `upload.hidden-${kind}`)
}

const UNWRAPPED = new Set(['ins', 'moveTo'])
const DROPPED = new Map(
  Object.entries({
    'upload.removed-changes':
      'del moveFrom rPrChange pPrChange sectPrChange tblPrChange trPrChange tcPrChange tblGridChange tblPrExChange numberingChange cellIns cellDel cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd trackRevisions',
    'upload.removed-comments': 'commentRangeStart commentRangeEnd commentReference annotationRef',
    'upload.removed-properties': 'rsids docVars mailMerge attachedTemplate saveThroughXslt proofState',
  }).flatMap(([code, names]) => names.split(' ').map((name) => [name, code] as const)),
)
/** The same outside of word processing, whatever the namespace. */
const DROPPED_ANYWHERE = new Map([
  ['absPath', 'upload.removed-paths'],
  ['fileSharing', 'upload.removed-properties'],
  ['userShapes', 'upload.removed-comments'],
])
const RSID = /^rsid/

export type PartRewriting = { survey: Survey; goneLinks: ReadonlySet<string>; removed: Set<string> }

export function rewritePart(bytes: Buffer, { survey, goneLinks, removed }: PartRewriting): Buffer {
  const names = (attribute: { uri: string; value: string }) =>
    LINKS.test(attribute.uri) && goneLinks.has(attribute.value)
  return rewriteXml(bytes, {
    fate: (element, order) => {
      const { fate, code } = fateOf(element, survey.deleted.has(order))
      if (code) removed.add(code)
      // A shape that only showed comments, a template, a picture of the file: nothing of it is left without its part.
      const isLinkAlone = /^(?:legacyDrawing|legacyDrawingHF|altChunk)$/.test(element.local)
      if (isLinkAlone && Object.values(element.attributes).some(names)) return 'drop'
      return fate
    },
    keepsAttribute: (attribute) => {
      if (WORD.test(attribute.uri) && RSID.test(attribute.local)) return false
      return !names(attribute)
    },
  })
}

function fateOf({ uri, local }: Element, isDeleted: boolean): { fate: Fate; code?: string } {
  if (isDeleted) return { fate: 'drop', code: 'upload.removed-changes' }
  const anywhere = DROPPED_ANYWHERE.get(local)
  if (anywhere) return { fate: 'drop', code: anywhere }
  if (!WORD.test(uri)) return { fate: 'keep' }
  if (UNWRAPPED.has(local)) return { fate: 'unwrap', code: 'upload.removed-changes' }
  const code = DROPPED.get(local)
  if (!code) return { fate: 'keep' }
  return local === 'rsids' || local === 'proofState' ? { fate: 'drop' } : { fate: 'drop', code }
}
