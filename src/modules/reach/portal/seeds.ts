import { PEOPLE } from '#modules/foundation/accounts'
import { listShown, publicationAddress } from '#modules/foundation/publications'
import type { Actor } from '#platform/act'
import type { Seed } from '#platform/module'
import { findPage } from './page-addresses.ts'
import { answerReport, receiveReport } from './reporting.ts'
import { viewOfAct } from './site-rights.ts'

const READER: Actor = { kind: 'visitor', id: 'visitor', unit: '', may: () => false }
const RECEIVED = new Date('2026-11-10T20:14:00+08:00')
const ANSWERED = new Date('2026-11-12T09:05:00+08:00')

/** One report that waits and one that was answered, so that the desk has something to show. */
export const reportsOfYunxi: Seed = {
  name: 'page-reports',
  when: 'demo',
  run: async (tools, site) => {
    const { rows } = await tools.look(site, (view) => listShown(view, { kind: 'article' }, { limit: 2 }))
    const page = rows[0] ? publicationAddress(rows[0].publication_id) : '/'
    await tools.performAs(site, { actor: READER, at: RECEIVED }, async (act) =>
      receiveReport(act, tools.vault, await findPage(viewOfAct(act), page), {
        ...{ page, kind: 'content', contact: '', website: '', begun: '' },
        words: '第二段说的换乘时限和后面表里写的不一样，应该以哪个为准？',
      }),
    )
    const answered = await tools.performAs(site, { actor: READER, at: RECEIVED }, async (act) =>
      receiveReport(act, tools.vault, await findPage(viewOfAct(act), '/organisations'), {
        ...{ page: '/organisations', kind: 'link', contact: '', website: '', begun: '' },
        words: '机构页上有一个电话是空号，打不通。',
      }),
    )
    await tools.performAs(site, { actor: officer(), at: ANSWERED }, (act) =>
      answerReport(act, tools.vault, answered, {
        status: 'answered',
        answer: '谢谢您。号码印错了一位，今天上午已经改正。',
      }),
    )
  },
}

function officer(): Actor {
  return { kind: 'person', id: PEOPLE.P04.id, unit: '*', may: () => true }
}
