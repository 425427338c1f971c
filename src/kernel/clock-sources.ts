import type { Language } from './messages.ts'

/** The names of the laws that clock rules cite by a short name, and a citation in words. */

type Names = Readonly<Record<Language, string>>

export const LAW_NAMES: Readonly<Record<string, Names>> = {
  OGI: { 'zh-CN': '《政府信息公开条例》', en: 'Regulations on Open Government Information' },
  MAD: {
    'zh-CN': '《重大行政决策程序暂行条例》',
    en: 'Interim Regulations on Major Administrative Decision-making Procedures',
  },
  Fee109: {
    'zh-CN': '《政府信息公开信息处理费管理办法》',
    en: 'Measures on Fees for Processing Open Government Information',
  },
  'Review Law': { 'zh-CN': '《行政复议法》', en: 'Administrative Reconsideration Law' },
  'Litigation Law': { 'zh-CN': '《行政诉讼法》', en: 'Administrative Litigation Law' },
  'Rule-making Reg': {
    'zh-CN': '《规章制定程序条例》',
    en: 'Regulations on Procedures for Making Administrative Rules',
  },
  'Business Reg': {
    'zh-CN': '《优化营商环境条例》',
    en: 'Regulations on Optimising the Business Environment',
  },
  Rules80: {
    'zh-CN': '《〈关于全面推进政务公开工作的意见〉实施细则》',
    en: 'Implementing Rules of the Opinions on Openness in Government Affairs',
  },
  Opin61: {
    'zh-CN': '《关于在政务公开工作中进一步做好政务舆情回应的通知》',
    en: 'Notice on Responding to Public Concerns',
  },
  BL: { 'zh-CN': '《预算法》', en: 'Budget Law' },
  BLR: { 'zh-CN': '《预算法实施条例》', en: 'Regulations for the Implementation of the Budget Law' },
  Licensing: { 'zh-CN': '《行政许可法》', en: 'Administrative Licensing Law' },
  Penalty: { 'zh-CN': '《行政处罚法》', en: 'Administrative Penalty Law' },
  'Safety Law': { 'zh-CN': '《安全生产法》', en: 'Work Safety Law' },
  'Procurement Reg': {
    'zh-CN': '《政府采购法实施条例》',
    en: 'Regulations for the Implementation of the Government Procurement Law',
  },
  'Bidding Reg': {
    'zh-CN': '《招标投标法实施条例》',
    en: 'Regulations for the Implementation of the Bidding Law',
  },
  'Land Reg': {
    'zh-CN': '《土地管理法实施条例》',
    en: 'Regulations for the Implementation of the Land Administration Law',
  },
  'House Reg': {
    'zh-CN': '《国有土地上房屋征收与补偿条例》',
    en: 'Regulations on the Expropriation of Buildings on State-owned Land and Compensation',
  },
  'Petition Reg': { 'zh-CN': '《信访工作条例》', en: 'Regulations on Petition Work' },
  Check19: {
    'zh-CN': '《政府网站与政务新媒体检查指标》',
    en: 'Check Indicators for Government Websites and New Media',
  },
  CSL: { 'zh-CN': '《网络安全法》', en: 'Cybersecurity Law' },
}

/** `OGI 32, 33` becomes the full name and its articles; a source that is not in the list is shown as it stands. */
export function sourceInWords(source: string, language: Language): string {
  const cited = source.split('; ').map((part) => citation(part, language))
  return cited.join(language === 'en' ? '; ' : '、')
}

function citation(source: string, language: Language): string {
  const short = Object.keys(LAW_NAMES).find((name) => source === name || source.startsWith(`${name} `))
  if (short === undefined) return source
  const name = LAW_NAMES[short]![language]
  const place = source.slice(short.length + 1)
  if (place === '') return name
  if (!/^[\d, ]+$/.test(place)) return language === 'en' ? `${name}, ${place}` : `${name}${place}`
  const articles = place.split(', ')
  if (language === 'zh-CN') return `${name}${articles.map((number) => `第${number}条`).join('、')}`
  return `${name}, ${articles.length > 1 ? 'articles' : 'article'} ${articles.join(', ')}`
}
