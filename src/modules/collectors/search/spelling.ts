/** Every way in which somebody may type a name: whole, short, as it is customary, in pinyin, in initials. */
import { pinyin } from 'pinyin-pro'

/** 0 its own name, 1 a short one, 2 pinyin, 3 initials. */
export type Form = 0 | 1 | 2 | 3
export type Spelling = { key: string; form: Form }

/** What agencies of a city are called in daily life; the site's own short names and synonyms add to them. */
const CUSTOMARY: readonly (readonly [official: string, ...said: string[]])[] = [
  ['交通运输局', '交通局'],
  ['人力资源和社会保障局', '人社局'],
  ['住房和城乡建设局', '住建局'],
  ['发展和改革委员会', '发改委', '发改局'],
  ['卫生健康委员会', '卫健委', '卫健局'],
  ['市场监督管理局', '市场监管局', '市监局'],
  ['自然资源和规划局', '自然资源局', '规划局', '国土局'],
  ['自然资源局', '国土局'],
  ['生态环境局', '环保局', '环境局'],
  ['应急管理局', '应急局'],
  ['城市管理局', '城管局'],
  ['农业农村局', '农业局'],
  ['文化和旅游局', '文旅局'],
  ['工业和信息化局', '工信局'],
  ['退役军人事务局', '退役军人局'],
  ['行政审批局', '审批局'],
  ['政务服务中心', '政务中心', '办事大厅'],
  ['公共资源交易中心', '交易中心'],
  ['住房公积金管理中心', '公积金中心'],
  ['人民政府办公室', '政府办公室', '政府办'],
  ['人民政府', '政府'],
  ['街道办事处', '街道办', '街道'],
]

const PLACE = /^\p{Script=Han}{1,6}?(?=[省市县区州盟旗镇乡]\p{Script=Han}{2})/u
const RANK = /^[省市县区州盟旗镇乡](?=\p{Script=Han}{3})/u
const LONGEST_KEY = 80

export function spellingsOf(name: string, others: readonly string[], nameInEnglish = ''): Spelling[] {
  const own = folded(name)
  const said = [name, ...others].flatMap(customary).flatMap(withoutPlace).map(folded)
  const found = new Map<string, Form>()
  const add = (key: string, form: Form) => {
    const cut = key.slice(0, LONGEST_KEY).toWellFormed()
    if (cut.length > 1 && (found.get(cut) ?? 4) > form) found.set(cut, form)
  }
  add(own, 0)
  for (const one of said) {
    add(one, 1)
    if (!/\p{Script=Han}/u.test(one)) continue
    const syllables = syllablesOf(one)
    add(syllables.join(''), 2)
    add(syllables.map((syllable) => syllable[0]).join(''), 3)
  }
  for (const start of startsOfWords(nameInEnglish)) add(folded(start), 1)
  return [...found].map(([key, form]) => ({ key, form }))
}

/** As names are compared: no blanks, no marks, one width, small letters. */
export function folded(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Without tones; ü is v, as it is typed. */
export function syllablesOf(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .map((syllable) => folded(syllable))
    .filter((syllable) => syllable !== '')
}

export function soundOf(text: string): string {
  return syllablesOf(text).join('')
}

function customary(name: string): string[] {
  const said = CUSTOMARY.filter(([official]) => name.endsWith(official)).flatMap(([official, ...short]) =>
    short.map((one) => name.slice(0, -official.length) + one),
  )
  return [name, ...said]
}

/** 云溪市交通局, 市交通局, 交通局. */
function withoutPlace(name: string): string[] {
  const ranked = name.replace(PLACE, '')
  return [name, ranked, ranked.replace(RANK, '')]
}

/** Yunxi Transport Bureau, Transport Bureau, Bureau: whoever knows one word of it finds it. */
function startsOfWords(name: string): string[] {
  const words = name.split(/\s+/).filter((word) => word !== '')
  return words.map((_, at) => words.slice(at).join(' ')).filter((start) => start.length > 3)
}
