/** What stands in an address: things of the transport bureau, one of each. */
import { addressOf, type Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { columnId, submitRevision } from '#modules/foundation/publications'
import { connect } from '#platform/database'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf, systemActor } from '#platform/world'
import type { TestHouse } from '#test/house'
import { approveDocument, draftDocument, releaseDocument } from '#test/releases'

export type Subjects = {
  /** Fills the holes of a route with things that exist. */
  at(pattern: string): string
  draft: { publication: Id; revision: Id }
  approved: { publication: Id; revision: Id; content_hash: string }
  published: { publication: Id; revision: Id }
}

export async function subjectsOf(house: TestHouse): Promise<Subjects> {
  const tools = seedToolsOf(house.world)
  const published = await releaseDocument(tools, { title: '关于候车亭维修的通告' })
  const approved = await approveDocument(tools, { title: '关于站牌更换的通告' })
  const proposed = await releaseDocument(tools, { title: '关于公交卡换发的通告' })
  const submitted = await draftDocument(tools, { title: '关于末班车时间的通告' })
  await tools.performAs(
    FIRST_SITE,
    { actor: systemActor('writer', ['publication.draft']), at: tools.now() },
    (act) => submitRevision(act, tools.house, submitted.revision),
  )
  const ofProgram = await draftDocument(tools, { title: '关于首班车时间的通告' })
  const draft = await draftDocument(tools, { title: '关于夜班车的通告（征求意见）' })
  // The search index knows the organisations only then.
  await house.runJobs()
  const found = await rowsOf(house, proposed.publication)
  const revision = (pattern: string) => {
    if (/(schedule|release)$/.test(pattern)) return approved.revision
    return /(review|secrecy|finding-decision|emergency)$/.test(pattern) ? submitted.revision : draft.revision
  }
  const own: [RegExp, (pattern: string) => string][] = [
    [/^\/desk\/publications\/columns\/:id/, () => addressOf(columnId('news/notices'))],
    [/^\/desk\/publications\/import\/:id/, () => found.run],
    [/^\/desk\/search\/synonyms\/:id/, () => found.synonym],
    [/^\/desk\/publications\/revisions\/:id/, (pattern) => addressOf(revision(pattern))],
    [/^\/desk\/publications\/:id\/proposal/, () => addressOf(proposed.publication)],
    [/^\/desk\/publications\/:id\/not-public/, () => addressOf(draft.publication)],
    [/^\/desk\/publications\/:id\/relations/, () => found.related],
    [/^\/desk\/publications\/:id/, () => addressOf(published.publication)],
    [/^(\/api\/v1)?\/publications\/:id/, () => addressOf(published.publication)],
    [/^\/api\/v1\/drafts\/:id\/release/, () => addressOf(approved.revision)],
    [/^\/api\/v1\/drafts\/:id/, () => addressOf(ofProgram.revision)],
    [/^(\/desk|\/api\/v1)?\/organisations\/:id/, () => addressOf(ORGANISATIONS.A03.id)],
    [/^\/desk\/portal\/reports\/:id/, () => found.report],
    [/^\/desk\/accounts\/tokens\/:id/, () => found.token],
    [/^\/desk\/accounts\/:id/, () => addressOf(PEOPLE.P13.id)],
    [/^\/desk\/outbox\/:id/, () => found.mail],
  ]
  const words: Record<string, string> = {
    ':block': found.block,
    ':grant': found.grant,
    ':relation': found.relation,
    ':parent': 'news',
    ':year': '2026',
    ':number': '1',
    ':first': '1',
    ':index': '3',
    ':name': found.asset,
    ':token': 'x'.repeat(60),
  }
  return {
    ...{ draft, approved, published },
    at: (pattern) => {
      if (pattern === '/desk/publications/images') return `${pattern}?organisation=${ORGANISATIONS.A03.id}`
      if (pattern === '/desk/search/answer') return `${pattern}?query=${encodeURIComponent('公交卡')}`
      const match = own.find(([route]) => route.test(pattern))
      const slug = /^\/columns\/:parent/.test(pattern) ? 'notices' : slugIn(pattern)
      return pattern
        .replace(':id', () => match?.[1](pattern) ?? found.report)
        .replace(':slug', slug)
        .replaceAll(/:\w+/g, (hole) => words[hole] ?? hole)
    },
  }
}

function slugIn(pattern: string): string {
  if (pattern.includes('datasets')) return 'publications'
  return pattern.includes('feeds') ? 'newest' : 'news'
}

type Rows = Record<
  'run' | 'synonym' | 'report' | 'token' | 'mail' | 'grant' | 'relation' | 'related' | 'block' | 'asset',
  string
>

async function rowsOf(house: TestHouse, proposed: Id): Promise<Rows> {
  const { pool, close } = connect(house.ownerUrl, { max: 1 })
  try {
    // The policies bind the owner of the tables too.
    await pool.query(`select set_config('app.site', '1', false), set_config('app.unit', '*', false)`)
    const one = async (sql: string) => (await pool.query<{ id: Id }>(sql)).rows[0]?.id
    const report = await one(
      `insert into portal.page_report select site_id, gen_random_uuid(), '/', '首页', null, id, 'content', 'new', null,
       now(), null, null from organisations.organisation where id = '${ORGANISATIONS.A03.id}' returning id`,
    )
    await pool.query(
      `insert into portal.page_report_words select site_id, id, organisation_id, '这里有错别字', null, null
       from portal.page_report where id = '${report}'`,
    )
    const token = await one(
      `insert into accounts.token select 1, gen_random_uuid(), '行政审批系统', '${ORGANISATIONS.A03.id}', '{draft}',
       md5(random()::text), now(), 'test', now() + interval '9 years', null, null, null returning id`,
    )
    const run = await one(
      `insert into publications.import_run (site_id, id, organisation_id, name, mode, column_ids, state, report_hash,
       handed_in_by, handed_in_at) values (1, gen_random_uuid(), '${ORGANISATIONS.A03.id}', '通知.zip', 'drafts', '{}',
       'checked', repeat('0', 64), 'somebody', now()) returning id`,
    )
    const synonym = await one(
      `insert into search.synonym values (1, gen_random_uuid(), '{公交,公共汽车}', 'somebody', now()) returning id`,
    )
    const mail = await one('select id from platform.outgoing_mail limit 1')
    const grant = await one(`select id from accounts.role_grant where person_id = '${PEOPLE.P13.id}'`)
    await pool.query(
      `insert into publications.proposal (site_id, id, publication_id, organisation_id, kind, reason, ground_code,
       asked_by, asked_at) values (1, gen_random_uuid(), $1, $2, 'erasure', '误登个人信息', 'personal-information',
       'somebody', now())`,
      [proposed, ORGANISATIONS.A03.id],
    )
    const relation = await one(
      `select r.id from publications.relation r join publications.publication p on p.id = r.from_id
       where p.organisation_id = '${ORGANISATIONS.A03.id}' and r.ended_at is null limit 1`,
    )
    const related = await one(`select from_id as id from publications.relation where id = '${relation}'`)
    const blocks = await house.server.inject({ url: '/', headers: { host: 'www.yunxi.example' } })
    const asset = /\/assets\/([^"]+)/.exec(blocks.body)?.[1] ?? ''
    return {
      ...{
        run: named(run),
        synonym: named(synonym),
        report: named(report),
        token: named(token),
        mail: named(mail),
        grant: named(grant),
      },
      ...{ relation: named(relation), related: named(related), block: 'hero', asset },
    }
  } finally {
    await close()
  }
}

function named(id: Id | undefined): string {
  return id ? addressOf(id) : 'nothing'
}
