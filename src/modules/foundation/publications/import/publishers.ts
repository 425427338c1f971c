/** Who issued a text: named by its events, else by the folder it lies in. */
import type { CorpusPath } from './corpus-path.ts'
import type { LegalEvent } from './header-events.ts'

const CONGRESS = '全国人民代表大会'
const COMMITTEE = '全国人民代表大会常务委员会'
const NATIONAL_LAWS = new Set(['宪法', '宪法相关法', '行政法', '经济法', '社会法', '民法商法'])
const FULL_NAMES = new Map([
  ['市场监督管理总局', '国家市场监督管理总局'],
  ['人力资源社会保障部', '人力资源和社会保障部'],
  ['中央军委', '中央军事委员会'],
])

export type Issuer = { publisher: string | null; isAssumed: boolean }

export function issuerOf(path: CorpusPath, events: readonly LegalEvent[], notes: readonly string[]): Issuer {
  if (NATIONAL_LAWS.has(path.category))
    return assumed(nationalLegislator(events), path.category === '宪法' ? CONGRESS : COMMITTEE)
  if (path.place !== null)
    return assumed(localLegislator(path.place, events), `${path.place}人民代表大会常务委员会`)
  if (path.category === '行政法规') return assumed(issuingOffice(events, notes), '国务院')
  if (path.ministry !== null) return assumed(issuingOffice(events, notes), fullName(path.ministry))
  return { publisher: issuingOffice(events, notes) ?? null, isAssumed: false }
}

function assumed(found: string | undefined, otherwise: string): Issuer {
  return { publisher: found ?? otherwise, isAssumed: found === undefined }
}

/** A law belongs to the body that adopted it first, also when the committee amended it later. */
function nationalLegislator(events: readonly LegalEvent[]): string | undefined {
  const first = events.find(({ text }) => /全国人民代表大会/.test(withoutTitles(text)))
  if (!first) return undefined
  return /全国人民代表大会常务委员会/.test(withoutTitles(first.text)) ? COMMITTEE : CONGRESS
}

function localLegislator(place: string, events: readonly LegalEvent[]): string | undefined {
  for (const { text } of events) {
    const act = withoutTitles(text)
    if (!act.startsWith(place)) continue
    if (/人民政府/.test(act)) return `${place}人民政府`
    if (/人大常委会|人民代表大会常(?:务委?员会|委会)|常务委员会/.test(act))
      return `${place}人民代表大会常务委员会`
    if (/人民代表大会/.test(act)) return `${place}人民代表大会`
  }
  return undefined
}

const OFFICE = '[\\p{Script=Han}、]{2,60}?'
const ISSUED = new RegExp(`^(${OFFICE})(?:令?第|令|《|修正公布|公告|公布|发布|颁布|$)`, 'u')
/** An order names its office even where a meeting or an approval stands first. */
const ISSUING = /公布|发布|颁布|令第|号令/

function issuingOffice(events: readonly LegalEvent[], notes: readonly string[]): string | undefined {
  const issuing = events.filter((event) => ISSUING.test(withoutTitles(event.text)))
  for (const { text } of [...issuing, ...events]) {
    const act = withoutTitles(text)
    const afterApproval = act.replace(
      /^(?:经)?(?:国务院|国务院、中央军委)?批准(?:第.{1,3}次修订|修订)?\s*/,
      '',
    )
    const office =
      officeIn(afterApproval) ?? (/^(?:经)?国务院.*(?:批准|会议)/.test(act) ? '国务院' : undefined)
    if (office !== undefined) return office
  }
  return notes
    .map((note) => /^(?:中华人民共和国)?([\p{Script=Han}]{2,12}(?:部|委员会|总局|局|署))$/u.exec(note)?.[1])
    .find((name) => name !== undefined)
}

function officeIn(act: string): string | undefined {
  const named = act
    .replace(/^自.*(?:施行|执行)$/, '')
    .replaceAll(/(?<=[部局署院委])\s(?=\p{Script=Han})/gu, '、')
  const meeting = /^(?:经)?(\p{Script=Han}{2,20}?)(?:第.{1,6}次|部长|\d{4}年).*会议/u.exec(named)?.[1]
  const office = meeting ?? ISSUED.exec(named)?.[1]
  if (office === undefined || !/[部局署院会委]$|军委$|办公室$|总后勤部$/.test(office)) return undefined
  return office.split('、').map(fullName).join('、')
}

function fullName(office: string): string {
  const short = office.replace(/^(?:中)?中华人民共和国/, '')
  return FULL_NAMES.get(short) ?? short
}

function withoutTitles(text: string): string {
  return text.replace(/《[^》]*》?/g, '《》').trim()
}
