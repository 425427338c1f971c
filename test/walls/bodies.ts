/** One body that every form takes far enough to ask who sends it: fields that a form does not know, it leaves alone. */
import type { InjectOptions } from 'fastify'
import { addressOf } from '#kernel/ids'
import { columnId } from '#modules/foundation/publications'
import { type Caller, PLACES } from './callers.ts'
import type { Need } from './needs.ts'
import type { Subjects } from './subjects.ts'

export function bodyFor(
  need: Need,
  caller: Caller,
  subjects: Subjects,
): Pick<InjectOptions, 'headers' | 'payload'> {
  const headers = { host: 'www.yunxi.example', accept: 'application/json', ...caller.headers }
  if (need.pattern.startsWith('/api/'))
    return {
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(draftOf(need, subjects)),
    }
  const fields = new URLSearchParams({ ...FIELDS, ...ownFields(need, subjects), _forgery: caller.forgery })
  return {
    headers: {
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    payload: fields.toString(),
  }
}

const DRAFT = {
  ...{
    kind: 'article',
    title: '关于夜班车的通告',
    text: '自12月1日起。',
    format: 'plain',
    organisation: PLACES.bureau,
  },
  ...{ disclosure_attribute: 'proactive' },
}

const FIELDS = {
  ...DRAFT,
  columns: columnId('news/notices'),
  ...{
    edit: '1',
    reason: '内容调整',
    conclusion: 'passed',
    finding_reason: '公开的电话',
    fingerprint: 'a'.repeat(43),
  },
  ...{
    template: '{org_code}/{yyyy}-{serial:6}',
    decision: 'confirm',
    scope: 'all',
    into: columnId('news/city'),
  },
}

function draftOf({ pattern }: Need, { approved }: Subjects): object {
  if (pattern.endsWith('/release')) return { content_hash: approved.content_hash }
  if (pattern.endsWith('/submission')) return {}
  const { kind, organisation, disclosure_attribute, ...text } = DRAFT
  if (pattern.endsWith('/:id')) return { ...text, edit: 1 }
  return { ...text, kind, organisation, disclosure_attribute, columns: ['news/notices'] }
}

/** A new one under the bureau; the code stands in GB 32100 as an example of a right one. */
const ORGANISATION = {
  ...{
    parent: PLACES.bureau,
    kind: 'institution',
    name: '云溪市公交调度中心',
    short_name: '公交调度中心',
    name_en: '',
  },
  ...{
    credit_code: '91350100M000100Y43',
    division_code: '990100',
    agency_mark: '',
    head_post: '',
    head_name: '',
  },
  ...{ functions: '', address: '', phone: '', hours: '', sort_order: '100' },
}

/** Where a field of one form has another meaning than in the rest, or the form wants more. */
const OWN: readonly [RegExp, (subjects: Subjects) => Record<string, string>][] = [
  [/portal\/home\//, () => ({ kind: 'text', edit: '0' })],
  [/portal\/addresses$/, () => ({ rows: '/old/1.html,/news', act: 'import' })],
  [/portal\/settings$/, () => ({ security_contact: 'mailto:security@yunxi.example' })],
  [/portal\/reports\/:id$/, () => ({ status: 'closed' })],
  [/portal\/reports\/:id\/contact$/, () => ({ reason: '电话核实' })],
  [/import\/:id\/acceptance$/, () => ({ report_hash: '0'.repeat(64) })],
  [/search\/answer/, () => ({ query: '公交卡', address: '/about', title: '公交卡' })],
  [/search\/synonyms/, () => ({ words: '公交卡，乘车卡' })],
  [/:id\/leaving$/, () => ({ leaves_at: '2026-12-31T10:00' })],
  [/:id\/erasure$/, () => ({ ground: 'personal-information' })],
  [/:id\/not-public$/, () => ({ ground: 'process' })],
  [/:id\/attributes$/, () => ({ audience: 'public' })],
  [/:id\/revision$/, () => ({ kind: 'major' })],
  [/:id\/redirection$/, () => ({ redirects_to: '/about' })],
  [/:id\/relations$/, ({ published }) => ({ word: 'relates', other: addressOf(published.publication) })],
  [/:id\/schedule$/, () => ({ scheduled_at: '2026-12-01T09:00' })],
  [/:id\/secrecy$/, () => ({ conclusion: 'open' })],
  [/publications\/columns/, () => ({ name: '试验栏目', slug: 'trial', kind: 'list' })],
  [/accounts\/tokens$/, () => ({ name: '行政审批系统', scopes: 'draft', until: '2026-12-31' })],
  [/accounts\/:id\/roles$/, () => ({ role: 'editor' })],
  [/organisations(\/:id)?$/, () => ORGANISATION],
  [/accounts$/, () => ({ login: 'xin.ren@yunxi.example', name: '新人', post: '', email: '' })],
  [
    /organisations\/:id\/renaming$/,
    () => ({ name: '云溪市交通局', short_name: '市交通局', on: '2026-11-23' }),
  ],
  [/organisations\/:id\/closing$/, () => ({ on: '2026-11-23', basis: '机构改革方案' })],
]

function ownFields({ pattern }: Need, subjects: Subjects): Record<string, string> {
  const [, fields] = OWN.find(([route]) => route.test(pattern)) ?? []
  return { content_hash: subjects.approved.content_hash, ...fields?.(subjects) }
}
