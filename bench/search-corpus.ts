import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Id, OrganisationId } from '#kernel/ids'
import { siteId } from '#kernel/ids'
import type { SearchRow, Validity } from '#platform/module'

export type Corpus = { titles: string[]; paragraphs: string[] }

/** Real Chinese of the law: titles and paragraphs of the folder's Markdown files, in the order of their names. */
export function readCorpus(folder: string): Corpus {
  const files = globSync('**/*.md', { cwd: folder }).sort()
  if (files.length === 0) throw new Error(`no Markdown files in ${folder}: name the folder in CORPUS`)
  const titles: string[] = []
  const paragraphs: string[] = []
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8')
    titles.push(
      /^# (.+)$/m
        .exec(text)?.[1]
        ?.replace(/（\d{4}年.*?）/, '')
        .trim() ?? file,
    )
    const body = text.split('<!-- INFO END -->').at(-1) ?? ''
    paragraphs.push(
      ...body
        .split(/\n\s*\n/)
        .map((one) => one.replace(/^#+ /, '').trim())
        .filter((one) => one.length > 20),
    )
  }
  return { titles, paragraphs }
}

/** mulberry32: the same documents on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const AGENCIES = [
  '人民政府办公室',
  '交通运输局',
  '民政局',
  '教育局',
  '卫生健康委员会',
  '生态环境局',
  '财政局',
  '自然资源局',
  '市场监督管理局',
  '人力资源和社会保障局',
]
const ACTS = ['印发', '贯彻实施', '做好', '修改', '调整', '公布']
const FORMS = ['通知', '意见', '公告', '决定', '批复', '函']
const VALIDITIES: readonly (Validity | null)[] = ['valid', 'valid', 'valid', 'amended', 'repealed', null]
const FIRST_DAY = Date.UTC(2008, 0, 1)
const DAYS = 6_800

/** Documents in the order of their dates, each with a title over a real law and one to five real paragraphs. */
export function* recombine({ titles, paragraphs }: Corpus, count: number, seed = 815): Generator<SearchRow> {
  const random = randomOf(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  for (let at = 0; at < count; at++) {
    const agency = Math.floor(random() * AGENCIES.length)
    const publisher = `云溪市${AGENCIES[agency]}`
    const published = new Date(FIRST_DAY + Math.floor((at / count) * DAYS) * 86_400_000 + 3_600_000)
    const text = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(paragraphs)).join('\n')
    yield {
      id: uuidOf(`document ${at}`),
      site: siteId(1),
      address: `/publications/${at}`,
      title: `${publisher}关于${pick(ACTS)}《${pick(titles)}》的${pick(FORMS)}`,
      document_number: `溪${'政交民教卫环财资市人'[agency]}〔${published.getUTCFullYear()}〕${(at % 900) + 1}号`,
      publisher,
      organisation: uuidOf(`agency ${agency}`) as OrganisationId,
      kind: random() < 0.4 ? 'document' : 'article',
      columns: [pick(['news', 'policies', 'policies/documents', 'finance', 'services'])],
      validity: pick(VALIDITIES),
      published_at: published,
      dated_on: null,
      current: random() < 0.93,
      text,
    }
  }
}

function uuidOf(name: string): Id {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Id
}
