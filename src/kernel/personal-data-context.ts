/**
 * Personal data that no check digit gives away: where somebody lives, and who somebody is beside what only a file of
 * persons says of them. Addresses of offices and names of officials are published on purpose, so each needs its context.
 */

export type ContextFinding = { kind: 'address' | 'name'; at: number; length: number; masked: string }

export function findInContext(text: string): ContextFinding[] {
  return [...findAddresses(text), ...findNames(text)]
}

/** The number of a house and what follows it: 12号3幢2单元501室, 三组12号. */
const HOUSE =
  /[0-9〇零一二三四五六七八九十]{1,5}(?:号楼|号院|号|弄|幢|栋|座|单元|组|社|队)(?:第?[0-9A-Za-z〇零一二三四五六七八九十]{1,5}(?:号楼|号院|号|幢|栋|座|单元|层|楼|室|户)|之[0-9一二三四五]){0,5}(?:(?<=单元)[0-9]{3,4})?/g

/** Up to 30 characters before the number that still belong to the address, ending in what has house numbers. */
const STREET =
  /[\p{Script=Han}A-Za-z0-9]{0,28}\p{Script=Han}(?:路|街|巷|弄|道|胡同|里|坊|小区|花园|家园|公寓|新村|新城|苑|园|村|庄|屯|社区|镇|乡)$/u

/** Words that say that a person lives there. A company's seat is 住所 too, so that word says nothing. */
const HOME =
  '(?:家庭住址|家庭地址|居住地址|居住地|户籍地址|户籍所在地|户籍地|户口所在地|身份证地址|常住地址|经常居住地|现居住|现住址|现住|住址|家住|暂住|住在|租住)(?:地|址|在|于|为|是)?'
const HOME_BEFORE = new RegExp(`(?:${HOME}|[，,；;（(]住)[：:，, ]{0,2}$`)
const HOME_WITHIN = new RegExp(`^.*?(?:${HOME}|^住)`)

const REACH = 44

function findAddresses(text: string): ContextFinding[] {
  const findings: ContextFinding[] = []
  for (const { 0: house, index } of text.matchAll(HOUSE)) {
    const before = text.slice(Math.max(0, index - REACH), index)
    const clause = before.slice(before.search(/[^，,。；;：:、\s（）()“”"]*$/))
    const home = HOME_WITHIN.exec(clause)?.[0] ?? ''
    const street = STREET.exec(clause.slice(home.length))?.[0]
    if (street === undefined) continue
    const at = index - street.length
    const lead = text.slice(Math.max(0, at - 12), at)
    if (!isHome(house, street, lead)) continue
    const value = street + house
    findings.push({ kind: 'address', at, length: value.length, masked: maskAddress(value) })
  }
  return findings
}

/** A stairwell, or a numbered house of a village group, is somebody's home; any other number needs the word beside it. */
function isHome(house: string, street: string, lead: string): boolean {
  if (/单元.*[室户号0-9]$/.test(house)) return true
  if (/(?:村|庄|屯|社区)$/.test(street) && /^.{1,5}[组社队].+号$/.test(house)) return true
  return HOME_BEFORE.test(lead)
}

function maskAddress(value: string): string {
  return `${[...value].slice(0, 2).join('')}****${[...value].at(-1)}`
}

/** The common surnames, two-character ones first. 某 is no name: it is already a mask. */
const SURNAME =
  '(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|夏侯|端木|司徒|南宫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺])'
const NAME = `${SURNAME}(?!某)[\\p{Script=Han}]{1,2}`

/** What only a file of persons says of somebody, right behind the name. */
const OF_A_PERSON =
  '[，,、；;\\s（(]{0,2}(?:[男女](?![子性儿人士生友足篮排])|身份证|公民身份|出生|生于|现年|[0-9]{1,3}岁|(?:汉|回|满|壮|苗|藏|蒙古|维吾尔|土家|彝)族|[0-9]{4}年[0-9]{1,2}月[0-9]{0,2}日?(?:出)?生|住址|住[：:在]|(?<=[，,；; ])住(?![房院宅所]))'

const LABELLED = new RegExp(
  `(?:姓名|户主|申请人|当事人|被处罚人|被申请人|受助人|救助对象|低保对象|患者|学生|家长|监护人|被征收人|投诉人|举报人|信访人|死者|伤者|嫌疑人|原告|被告)[：:]?\\s{0,2}(${NAME})(?=${OF_A_PERSON})`,
  'gu',
)
const DESCRIBED = new RegExp(
  `(?<![\\p{Script=Han}])(${NAME})(?=[，,、（(]\\s?[男女][，,、；;]\\s?(?:[0-9]|出生|生于|汉族|回族|满族|\\p{Script=Han}{1,4}族|身份证|公民身份|住|现年))`,
  'gu',
)

function findNames(text: string): ContextFinding[] {
  const found = new Map<number, ContextFinding>()
  for (const pattern of [LABELLED, DESCRIBED]) {
    for (const match of text.matchAll(pattern)) {
      const name = match[1]!
      const at = match.index + match[0].length - name.length
      found.set(at, { kind: 'name', at, length: name.length, masked: `${surnameOf(name)}某` })
    }
  }
  return [...found.values()]
}

function surnameOf(name: string): string {
  return new RegExp(`^${SURNAME}`).exec(name)?.[0] ?? [...name][0]!
}
