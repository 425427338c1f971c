/** What a file or a row says of a document under a name: front matter, the head of a page, the headings of a list. */
import { type CivilDate, isCivilDate } from '#kernel/calendar'
import { VALIDITIES, type Validity } from '#platform/module'
import { CHINESE_DATE, dateOf } from './chinese-dates.ts'
import type { Problem } from './problems.ts'

/** What places a document and describes it beside its text. */
export type Stated = {
  kind: 'document' | 'article'
  /** Slugs or names of columns, and an organisation by id, credit code or name: looked up on the site. */
  columns: readonly string[]
  organisation: string | null
  summary: string
  source: string | null
  editor: string | null
  keywords: string
  subject_category: string | null
  validity: Validity | null
  /** Where it says so, for what only the site can find wrong. */
  said: Readonly<Partial<Record<'column' | 'organisation', Pick<Problem, 'sheet' | 'row' | 'column'>>>>
}

export type StatedFacts = Stated & {
  title: string | undefined
  /** By what a second import knows it again. */
  key: string | undefined
  document_number: string | null
  issuer: string | null
  signed_on: CivilDate | null
  published_on: CivilDate | null
  effective_on: CivilDate | null
  expires_on: CivilDate | null
  problems: Problem[]
}

/** The names under which people write them. The head of public pages has names of its own (国办函〔2017〕80号). */
const NAMES: Readonly<Record<string, string>> = {
  title: 'title 标题 文件标题 名称 articletitle',
  text: 'text 正文 内容',
  file: 'file 文件 正文文件',
  key: 'key 标识 编号',
  kind: 'kind 类型',
  column: 'column columns 栏目 columnname',
  organisation: 'organisation organization 单位 发布单位 发布机构',
  document_number: 'document_number number 文号 发文字号',
  issuer: 'issuer 发文机关 发文单位 制定机关',
  signed_on: 'signed_on signed date 成文日期 成文时间 签发日期',
  published_on: 'published_on published pubdate 发布日期 发布时间 公布日期',
  effective_on: 'effective_on effective 施行日期 生效日期',
  expires_on: 'expires_on expires 失效日期 有效期至',
  validity: 'validity 有效性 效力',
  summary: 'summary description 摘要 简介',
  source: 'source contentsource 来源 信息来源',
  editor: 'editor author 责任编辑 编辑',
  keywords: 'keywords 关键词 主题词',
  subject_category: 'subject_category subject 主题分类',
}
const FACTS = new Map(
  Object.entries(NAMES).flatMap(([fact, names]) => names.split(' ').map((name) => [name, fact] as const)),
)

export function factOf(heading: string): string | undefined {
  return FACTS.get(
    heading
      .trim()
      .toLowerCase()
      .replace(/[（(].*[）)]$/, '')
      .replace(/\s+/g, '_'),
  )
}

export type Place = { sheet?: string; row?: number }

/** All that is wrong at once, each with the heading under which it stands. */
export function statedOf(given: ReadonlyMap<string, string>, place: Place = {}): StatedFacts {
  const facts = new Map<string, { heading: string; said: string }>()
  for (const [heading, said] of given) {
    const fact = factOf(heading)
    if (fact && said.trim() !== '' && !facts.has(fact)) facts.set(fact, { heading, said: said.trim() })
  }
  const problems: Problem[] = []
  const word = (fact: string) => facts.get(fact)?.said
  const wrong = (fact: string, code: Problem['code']) => {
    const { heading, said } = facts.get(fact)!
    problems.push({ severity: 'error', code, ...place, column: heading, said: said.slice(0, 60) })
    return null
  }
  const date = (fact: string) => {
    const said = word(fact)
    return said === undefined ? null : (readDate(said) ?? wrong(fact, 'date-unreadable'))
  }
  return {
    title: word('title'),
    key: word('key'),
    kind: kindOf(word('kind')) ?? (wrong('kind', 'kind-unknown') || 'document'),
    columns: (word('column') ?? '')
      .split(/[、,，;；|]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    organisation: word('organisation') ?? null,
    document_number: word('document_number') ?? null,
    issuer: word('issuer') ?? null,
    signed_on: date('signed_on'),
    published_on: date('published_on'),
    effective_on: date('effective_on'),
    expires_on: date('expires_on'),
    validity:
      word('validity') === undefined
        ? null
        : (validityOf(word('validity')!) ?? wrong('validity', 'validity-unknown')),
    summary: word('summary') ?? '',
    source: word('source') ?? null,
    editor: word('editor') ?? null,
    keywords: word('keywords') ?? '',
    subject_category: word('subject_category') ?? null,
    said: Object.fromEntries(
      ['column', 'organisation'].flatMap((fact) =>
        facts.has(fact) ? [[fact, { ...place, column: facts.get(fact)!.heading }]] : [],
      ),
    ),
    problems,
  }
}

const WRITTEN = new RegExp(`^${CHINESE_DATE}`)

/** 2024-03-01, 2024/3/1, 2024.3.1, 20240301, 2024年3月1日; a time of day after it is left out. */
export function readDate(said: string): CivilDate | undefined {
  const written = WRITTEN.exec(said)
  if (written) return dateOf(written)
  const [, year, month, day] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]|$)/.exec(said) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(said) ?? []
  if (year === undefined) return undefined
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  return isCivilDate(date) ? date : undefined
}

function kindOf(said: string | undefined): Stated['kind'] | undefined {
  if (said === undefined || /^(?:document|文件|公文|政策)$/i.test(said)) return 'document'
  return /^(?:article|信息|文章|新闻|动态)$/i.test(said) ? 'article' : undefined
}

const VALIDITY_WORDS: Readonly<Record<string, Validity>> = {
  有效: 'valid',
  现行有效: 'valid',
  已修改: 'amended',
  修改: 'amended',
  已废止: 'repealed',
  废止: 'repealed',
  失效: 'expired',
  已失效: 'expired',
  尚未施行: 'not-yet',
  尚未生效: 'not-yet',
}

function validityOf(said: string): Validity | undefined {
  return (
    VALIDITIES.find((one) => one === said.toLowerCase()) ?? new Map(Object.entries(VALIDITY_WORDS)).get(said)
  )
}
