import type { Ground } from '#platform/module'

/** Why the law demands that words which were public are erased; the notice speaks in these words and adds none. */
export const ERASURE_GROUNDS: readonly Ground[] = [
  {
    code: 'personal-information',
    law: '个人信息保护法第四十七条',
    title: '依照《中华人民共和国个人信息保护法》第四十七条，应当删除个人信息。',
    strength: 'must-not',
  },
  {
    code: 'third-party',
    law: '政府信息公开条例第十五条',
    title:
      '依照《中华人民共和国政府信息公开条例》第十五条，涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。',
    strength: 'must-not',
  },
  {
    code: 'law-forbids',
    law: '政府信息公开条例第十四条',
    title: '依照《中华人民共和国政府信息公开条例》第十四条，法律、行政法规禁止公开的政府信息，不予公开。',
    strength: 'must-not',
  },
  {
    code: 'judgment',
    law: '行政诉讼法第九十四条',
    title: '依照《中华人民共和国行政诉讼法》第九十四条，履行人民法院发生法律效力的判决、裁定、调解书。',
    strength: 'must-not',
  },
]

export function seekErasureGround(code: string): Ground | undefined {
  return ERASURE_GROUNDS.find((ground) => ground.code === code)
}
