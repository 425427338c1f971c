import { defineMessages } from '#kernel/messages'

/** Index numbers and document numbers. */
export const numberingMessages = defineMessages(
  {
    'index-number.menu': '索引号规则',
    'index-number.title': '索引号规则',
    'index-number.sub': '本站每一件公开信息的索引号按这个式样给出，给过的号不再用。',
    'index-number.current': '现在的式样',
    'index-number.preview': '下一个号会是',
    'index-number.preview.note': '只是预览，不占用号码。',
    'index-number.try': '试一个式样',
    'index-number.try.press': '看预览',
    'index-number.new': '新的式样',
    'index-number.fields':
      '可以用 {org_code}（组织机构代码）或 {credit_code}（统一社会信用代码）、{yyyy} 年、{mm} 月、{serial:5} 流水号及位数，其余照写。',
    'index-number.template': '式样里要有且只有一个单位代码、{yyyy} 和 {serial}，否则号码会重复。',
    'index-number.reason': '为什么改',
    'index-number.reason.hint': '留在记录里。',
    'index-number.after-1': '以后发布的按新式样给号，流水号接着往下走。',
    'index-number.after-2': '已经给出的索引号不变，也不会再给第二次。',
    'index-number.press': '改用这个式样',
    'index-number.earlier': '用过的式样',
    'publication.done.numbering': '新的式样从现在起用。',
    'gate.document-number-taken': '文号 {number} 已经用在《{title}》上，请核对',
  },
  {
    'index-number.menu': 'Index numbers',
    'index-number.title': 'Index numbers',
    'index-number.sub':
      'Every publication of this site is numbered in this form; a number given is never used again.',
    'index-number.current': 'Present form',
    'index-number.preview': 'The next number would be',
    'index-number.preview.note': 'A preview only: no number is drawn.',
    'index-number.try': 'Try a form',
    'index-number.try.press': 'Preview',
    'index-number.new': 'New form',
    'index-number.fields':
      'Use {org_code} or {credit_code} for the agency, {yyyy}, {mm}, and {serial:5} for the serial and its width; all else stands as written.',
    'index-number.template':
      'The form needs exactly one code of the agency, {yyyy} and {serial}: without them numbers would repeat.',
    'index-number.reason': 'Why it changes',
    'index-number.reason.hint': 'Kept on record.',
    'index-number.after-1': 'From now on numbers are given in the new form; the serial goes on.',
    'index-number.after-2': 'Numbers given stay, and are never given again.',
    'index-number.press': 'Use this form',
    'index-number.earlier': 'Earlier forms',
    'publication.done.numbering': 'The new form holds from now on.',
    'gate.document-number-taken': 'The number {number} stands on “{title}” already: please check',
  },
)
