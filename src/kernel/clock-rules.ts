import type { CivilDate } from './calendar.ts'
import type { ClockRule, Limit } from './clock-rule.ts'

/** Time limits as reference data. `verified: false` marks what was not checked word by word against the published text. */

type Detail = Partial<Omit<ClockRule, 'id' | 'title' | 'source' | 'unit' | 'amount' | 'month_day'>>

const wd = (amount: number): Limit => ({ unit: 'working-day', amount })
const cd = (amount: number): Limit => ({ unit: 'calendar-day', amount })
const months = (amount: number): Limit => ({ unit: 'month', amount })
const hours = (amount: number): Limit => ({ unit: 'hour', amount })
const by = (monthDay: `${number}-${number}`): Limit => ({ unit: 'fixed-date', month_day: monthDay })

const AT_LEAST: Detail = { minimum: true }
const BEFORE: Detail = { direction: 'before' }
const UNVERIFIED: Detail = { verified: false }

/** In force from the date of the document, where the reference gives one. */
const OGI: Detail = { effective_from: '2019-05-15' }
const MAD: Detail = { effective_from: '2019-09-01' }
const RULES80: Detail = { effective_from: '2016-11-10' }
const CHECK19: Detail = { effective_from: '2019-04-01' }

function rule(
  id: string,
  limit: Limit,
  zh: string,
  en: string,
  source: string,
  ...details: Detail[]
): ClockRule {
  const days = limit.unit === 'working-day' || limit.unit === 'calendar-day' || limit.unit === 'month'
  return {
    id,
    title: { 'zh-CN': zh, en },
    ...limit,
    direction: 'after',
    minimum: false,
    rolls: days,
    extension_cap: null,
    source,
    verified: true,
    effective_from: null,
    effective_to: null,
    ...Object.assign({}, ...details),
  }
}

const through = (effective_to: CivilDate): Detail => ({ effective_to })
const from = (effective_from: CivilDate): Detail => ({ effective_from })
const upTo = (extension_cap: number): Detail => ({ extension_cap })

// biome-ignore format: one rule a line, to be read as a table
export const CLOCK_RULES: readonly ClockRule[] = [
  rule('proactive.publish', wd(20), '主动公开政府信息', 'Publish on the agency’s own initiative', 'OGI 26', OGI),
  rule('request.correction-notice', wd(7), '一次性告知申请人补正', 'Tell the applicant once what to correct', 'OGI 30', OGI),
  rule('request.answer', wd(20), '答复政府信息公开申请', 'Answer the information request', 'OGI 33', OGI, upTo(20)),
  rule('request.extension', wd(20), '延长答复期限', 'Extension of the time for the answer', 'OGI 33', OGI),
  rule('request.third-party-opinion', wd(15), '第三方提出意见', 'Opinion of the third party', 'OGI 32, 33', OGI),
  rule('request.co-agency-opinion', wd(15), '共同制作机关提出意见', 'Opinion of the co-producing agency', 'OGI 33, 34', OGI),
  rule('request.fee-payment', wd(20), '缴纳信息处理费', 'Payment of the processing fee', 'Fee109 6', UNVERIFIED),
  rule('review.apply', cd(60), '申请行政复议', 'Apply for administrative review', 'Review Law 20'),
  rule('review.decide', cd(60), '作出行政复议决定', 'Decide the administrative review', 'Review Law 62', upTo(30)),
  rule('review.decide-simplified', cd(30), '作出行政复议决定（简易程序）', 'Decide the administrative review, simplified procedure', 'Review Law 62'),
  rule('suit.after-review', cd(15), '复议后提起行政诉讼', 'Go to court after the review', 'Litigation Law 45'),
  rule('suit.direct', months(6), '直接提起行政诉讼', 'Go to court directly', 'Litigation Law 46'),
  rule('annual.department', by('01-31'), '部门公布政府信息公开工作年度报告', 'Annual report of the department', 'OGI 49', OGI),
  rule('annual.government', by('03-31'), '政府公布政府信息公开工作年度报告', 'Annual report of the government', 'OGI 49', OGI),
  rule('decision.comment', cd(30), '决策草案公开征求意见', 'Public comment on a draft decision', 'MAD 15', MAD, AT_LEAST),
  rule('decision.hearing-materials', cd(7), '向听证参加人送达材料', 'Materials to the participants of the hearing', 'MAD 16', MAD, BEFORE),
  rule('decision.legality-review', wd(7), '合法性审查', 'Legality review', 'MAD 26', MAD, AT_LEAST),
  rule('rule.comment', cd(30), '规章草案公开征求意见', 'Public comment on a draft rule', 'Rule-making Reg 15; Business Reg 62', AT_LEAST),
  rule('rule.hearing-notice', cd(30), '公布规章听证会通知', 'Notice of a hearing on a rule', 'Rule-making Reg 16', BEFORE),
  // The rule comes into force after thirty full days: on the thirty-first.
  rule('rule.effective', cd(31), '规章施行', 'The rule comes into force', 'Rule-making Reg 32', AT_LEAST, { rolls: false }),
  rule('document.interpretation', wd(3), '公布政策解读', 'Publish the interpretation of the document', 'Rules80 二(二)', RULES80, UNVERIFIED),
  rule('opinion.authoritative-5h', hours(5), '发布权威信息', 'Give authoritative information', 'Rules80 三(四)', RULES80),
  rule('opinion.press-24h', hours(24), '举行新闻发布会', 'Hold a press conference', 'Rules80 三(四); Opin61', RULES80),
  rule('opinion.response-48h', hours(48), '回应政务舆情', 'Respond to the public concern', 'Opin61'),
  rule('budget.government', cd(20), '公开政府预决算', 'Publish the budget of the government', 'BL 14; BLR 6'),
  rule('budget.department', cd(20), '公开部门预决算', 'Publish the budget of the department', 'BL 14; BLR 6'),
  rule('budget.unit', cd(20), '公开单位预决算', 'Publish the budget of the unit', 'BL 14; BLR 6'),
  rule('permit.correction', wd(5), '一次告知许可申请人补正', 'Tell the permit applicant what is missing', 'Licensing 32'),
  rule('permit.decide', wd(20), '作出行政许可决定', 'Decide on the permit', 'Licensing 42', upTo(10)),
  rule('permit.decide-joint', wd(45), '作出行政许可决定（联合或集中办理）', 'Decide on the permit, joint handling', 'Licensing 42', upTo(15)),
  rule('permit.deliver', wd(10), '送达行政许可证件', 'Deliver the permit', 'Licensing 44'),
  rule('penalty.withdraw', wd(3), '撤回行政处罚决定信息', 'Take down the penalty', 'Penalty 48, 85'),
  rule('safety.penalty', wd(7), '公示安全生产处罚', 'Publish the safety penalty', 'Safety Law 78'),
  rule('procurement.report', wd(2), '送交评审报告', 'Evaluation report to the buyer', 'Procurement Reg 43'),
  rule('procurement.confirm', wd(5), '确定中标或成交供应商', 'Fix the winner', 'Procurement Reg 43'),
  rule('procurement.award', wd(2), '公告中标或成交结果', 'Publish the award', 'Procurement Reg 43'),
  rule('procurement.contract', wd(2), '公告政府采购合同', 'Publish the contract', 'Procurement Reg 50'),
  rule('bid.candidates-start', cd(3), '开始公示中标候选人', 'Start showing the candidates', 'Bidding Reg 54'),
  rule('bid.candidates-duration', cd(3), '公示中标候选人', 'Show the candidates', 'Bidding Reg 54', AT_LEAST),
  rule('bid.objection', cd(3), '答复对评标结果的异议', 'Answer an objection to the evaluation', 'Bidding Reg 54'),
  rule('land.pre-notice', wd(10), '张贴征收土地预公告', 'First notice of the taking of land', 'Land Reg 26', AT_LEAST),
  rule('land.plan', cd(30), '公告征地补偿安置方案', 'Notice of the compensation plan', 'Land Reg 28', AT_LEAST),
  rule('land.final-notice', wd(15), '发布征收土地公告', 'Notice of the taking of land', 'Land Reg 31'),
  rule('house.plan', cd(30), '房屋征收补偿方案征求意见', 'Comment on the compensation plan for houses', 'House Reg 10', AT_LEAST),
  rule('petition.notify', cd(15), '告知信访人', 'Tell the petitioner', 'Petition Reg 22'),
  rule('petition.transfer-objection', wd(5), '对转送事项提出异议', 'Object to a transferred petition', 'Petition Reg 23'),
  rule('petition.decide', cd(60), '办结信访事项', 'Finish the petition', 'Petition Reg 34', upTo(30)),
  rule('petition.recheck', cd(30), '信访复查', 'Re-examination of the petition, first', 'Petition Reg 35'),
  rule('petition.reexamine', cd(30), '信访复核', 'Re-examination of the petition, second', 'Petition Reg 36'),
  rule('mailbox.simple', wd(5), '答复简单咨询', 'Answer a simple question', 'Check19', CHECK19, UNVERIFIED),
  rule('mailbox.hard-limit', months(3), '答复有效留言', 'Answer a valid message', 'Check19', CHECK19),
  rule('log.retention', months(6), '留存网络日志', 'Keep the network logs', 'CSL 21', AT_LEAST, through('2025-12-31')),
  rule('log.retention', months(6), '留存网络日志', 'Keep the network logs', 'CSL 23', AT_LEAST, from('2026-01-01'), UNVERIFIED),
]
