/**
 * What people choose when twelve characters are asked: a well-known word, a name, a row of keys, a year, and marks to
 * make it longer. A password is common when nothing remains after all of these are taken out of it.
 */
const WORDS = `
password passwort passw0rd motdepasse contrasena letmein welcome iloveyou trustno admin administrator root user test
testing guest login signin master superman batman spiderman pokemon dragon monkey football baseball basketball soccer
hockey princess sunshine shadow flower summer winter spring autumn monday friday sunday january february march april
june july august september october november december secret changeme change default computer internet server system
security private access qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv poiuytrewq
lkjhgfdsa mnbvcxz azerty abc abcd abcde abcdef abcdefg abcdefgh abcdefghijkl alphabet google facebook microsoft apple
samsung huawei xiaomi tencent alibaba taobao weixin wechat weibo baidu android iphone windows linux oracle mysql
postgres cisco hello world freedom love lover angel happy family friend money god jesus christ michael jordan jennifer
jessica charlie thomas robert daniel andrew joshua matthew george hunter ranger buster killer cheese pepper ginger
cookie orange banana chocolate coffee silver golden diamond matrix ninja mustang ferrari porsche mercedes yamaha harley
china beijing shanghai guangzhou shenzhen zhongguo woaini woaizhongguo nihao mima wodemima xiaoming woshi zhangwei
wangwei liwei chen zhang wang huang zhao zhou yang minzhu hexie fuqiang zhengfu zhengwu zhengwugongkai gongkai bangong
bangongshi jiaotong guanli guanliyuan yonghu denglu zhanghao wangzhan menhu shiji shizhang juzhang kezhang
mingtang yunxi yunxishi portal government openness publish publisher editor desk demo example
the and for you my is this that one two three four five six seven eight nine zero
我爱你 密码 管理员 中国 政府 政务 公开 云溪 云溪市 明堂 办公室 交通
`
  .trim()
  .split(/\s+/)

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

/** `ownWords`: the person's name and log-in name, the site's names. */
export function isCommonPassword(password: string, ownWords: readonly string[]): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  if (new Set(plain).size < 5) return true
  const words = [...WORDS, ...ownWords.flatMap(partsOf)].sort((one, other) => other.length - one.length)
  // What is put at the end to satisfy a rule (`!2026`) masks no letter.
  const trunk = plain.replace(/[\d\p{P}\p{S}]+$/u, '')
  return [plain, unmasked(plain), unmasked(trunk)].some((text) => remainderOf(text, words) < 5)
}

/** How many letters are left that neither a word nor a row of digits nor a mark explains. */
function remainderOf(text: string, words: readonly string[]): number {
  let rest = text
  for (const word of words) rest = rest.replaceAll(word, ' ')
  rest = rest.replaceAll(/(.)\1{2,}/gu, ' ').replaceAll(/\d{4,}/g, digitsLeft)
  return Array.from(rest.replaceAll(/[\s\p{P}\p{S}]/gu, '')).length
}

/** Dates, counted-up and repeated digits explain themselves; other numbers count as chosen. */
function digitsLeft(digits: string): string {
  if (digits.length <= 8) return ' '
  const isRow = '01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits)
  return isRow || new Set(digits).size <= 3 ? ' ' : digits
}

function unmasked(text: string): string {
  return Array.from(text, (letter) => LOOKALIKES[letter] ?? letter).join('')
}

function partsOf(words: string): string[] {
  const lower = words.normalize('NFKC').toLowerCase()
  return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((part) => Array.from(part).length >= 2)
}
