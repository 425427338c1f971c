import { defineMessages } from '#kernel/messages'

/** A form that had to wait for a proof of who sits there. */
export const againMessages = defineMessages(
  {
    'account.elevate.lead-kept': '下一步不能轻易收回，请再输一次动态码。刚才填的都留着，确认以后接着送出。',
    'account.again.title': '确认好了，是您本人',
    'account.again.lead': '刚才填的都在。按“继续”，就照原样送出。',
    'account.again': '继续',
  },
  {
    'account.elevate.lead-kept':
      'The next step is not easily taken back, so please type a code once more. What you filled in is kept and will be sent afterwards.',
    'account.again.title': 'Confirmed: it is you',
    'account.again.lead': 'Everything you filled in is here. “Go on” sends it as it is.',
    'account.again': 'Go on',
  },
)
