import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Id, idOfAddress, readId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { seekOrganisation } from '#modules/foundation/organisations'
import { FEED_FORMS } from '#platform/feed-forms'
import { placePanels } from '#platform/house'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import type { Surface, Tools } from '#platform/surface'
import { listPublicFiles } from './attachments-queries.ts'
import { attachedFiles } from './attachments-shown.ts'
import { publicationAddress } from './content.ts'
import { ArticlePage } from './pages/portal-article.tsx'
import { DocumentPage } from './pages/portal-document.tsx'
import { HistoryPage } from './pages/portal-history.tsx'
import { PublicationListPage } from './pages/portal-list.tsx'
import { NoticePage } from './pages/portal-notice.tsx'
import { RevisionPage } from './pages/portal-revision.tsx'
import { choosePair, compare, HistoryQuery } from './portal-history.ts'
import { elsewhereOf, type Opened, openAt, openRegistered } from './portal-home.ts'
import { historyJson, partsForAll, publicationJson, revisionJson } from './portal-json.ts'
import { LIST_PARAMETERS, loadList, PublicationQuery } from './portal-list.ts'
import { columnLink, loadEarlierText, loadPublication } from './portal-load.ts'
import { listPublicParts } from './portal-queries.ts'
import { listCsv, listFeed, listJson } from './portal-twins.ts'
import { listAmendments, listPublicStandings, titlesNamed } from './proposals.ts'
import {
  columnPath,
  findShown,
  listColumns,
  listColumnsOf,
  listPublicRevisions,
  type PublicRevision,
} from './queries.ts'
import { addressesAt, findHome, type Home } from './sharing-queries.ts'

type ById = { Params: { id: string } }
type ByNumber = { Params: { id: string; number: string } }

/** Pages anyone can open, under /publications, each with its twin for programs. */
export const portal: Surface = (pages, tools) => {
  listRoutes(pages, tools)

  pages.get<ById>('/:id.json', { config: { cache: [] } }, async (call) => {
    const id = readAddress(call.params.id)
    const { at, registered, elsewhere } = await openRegistered(tools.view(call), tools, id)
    return publicationJson(at, tools.files, registered, elsewhere)
  })

  pages.get<ById>('/:id', { config: { cache: [] } }, (call, reply) =>
    answerAt(tools, call, reply, ({ registered }, home) => publicationPage(tools, call, registered.id, home)),
  )

  pages.get<ById>('/:id/history', { config: { cache: ['from', 'to', 'view'] } }, (call, reply) =>
    history(tools, call, reply),
  )

  pages.get<ById>('/:id/history.json', { config: { cache: [] } }, async (call) => {
    const id = readAddress(call.params.id)
    const { at, registered, elsewhere } = await openRegistered(tools.view(call), tools, id)
    return historyJson(at, registered, elsewhere)
  })

  revisionRoutes(pages, tools)
}

function listRoutes(pages: FastifyInstance, tools: Tools): void {
  const listOf = (call: FastifyRequest) => ({
    base: '/publications',
    title: tools.house.translate(call.modes.language)('publications.all'),
  })

  pages.get('/', { config: { cache: LIST_PARAMETERS } }, async (call) => {
    const { base, title } = listOf(call)
    const t = tools.house.translate(call.modes.language)
    const list = await loadList(tools.view(call), readPageQuery(PublicationQuery, call.query))
    const empty = { title: t('publications.all.empty'), text: t('publications.all.empty-text') }
    return (
      <PublicationListPage
        base={base}
        title={title}
        lead={t('publications.all.lead')}
        trail={[{ label: title }]}
        list={list}
        empty={empty}
      />
    )
  })

  pages.get('.json', { config: { cache: LIST_PARAMETERS } }, (call) => listJson(tools, call, listOf(call)))
  pages.get('.csv', (call, reply) => listCsv(tools, call, reply, listOf(call)))
  for (const form of FEED_FORMS) {
    pages.get(`.${form}`, { config: { cache: LIST_PARAMETERS } }, (call, reply) =>
      listFeed(tools, call, reply, { ...listOf(call), form }),
    )
  }
}

function revisionRoutes(pages: FastifyInstance, tools: Tools): void {
  pages.get<ByNumber>('/:id/revisions/:number.json', { config: { cache: [] } }, async (call) => {
    const id = readAddress(call.params.id)
    const { at, registered, elsewhere } = await openRegistered(tools.view(call), tools, id)
    if (registered.standing !== 'public') throw new NotFound('publications.revision-unknown')
    const revision = numbered(await listPublicRevisions(at, registered.id), call.params.number)
    return revisionJson(registered, revision, await partsForAll(at, tools.files, revision.id), elsewhere)
  })

  pages.get<ByNumber>('/:id/revisions/:number', { config: { cache: [] } }, (call, reply) =>
    answerAt(tools, call, reply, (opened) => earlierPage(tools, call, reply, opened)),
  )
}

async function earlierPage(
  tools: Tools,
  call: FastifyRequest<ByNumber>,
  reply: FastifyReply,
  { at: view, registered: { id, number: current } }: Opened,
) {
  const revisions = await listPublicRevisions(view, id)
  const revision = numbered(revisions, call.params.number)
  const address = publicationAddress(id)
  if (revision.number === current) return reply.redirect(addressOn(call.sitePrefix)(address), 302)
  const publication = await findShown(view, id)
  const parts = await listPublicParts(view, [revision.id], ['body', 'meta'])
  const bytesOf = (name: string) => parts.find((part) => part.name === name)?.bytes?.toString('utf8')
  const body = bytesOf('body')
  const meta = bytesOf('meta') ?? '{}'
  const text =
    body === undefined ? undefined : await loadEarlierText(view, publication, { ...revision, body, meta })
  const trail = await trailOf(tools, call, id)
  const files = attachedFiles(tools.files, view, await listPublicFiles(view, [revision.id]))
  return <RevisionPage view={{ address, publication, revision, revisions, text, files, trail }} />
}

/** The page of what is public, of whatever kind: a single-page column shows it under its own address too. */
export async function publicationPage(tools: Tools, call: FastifyRequest, id: Id, known?: Home) {
  const here = tools.view(call)
  const home = known ?? (await findHome(here, id))
  const view = await loadPublication(here, tools, { id, at: home.view, elsewhere: elsewhereOf(home, tools) })
  return view.publication.kind === 'document' ? <DocumentPage view={view} /> : <ArticlePage view={view} />
}

/** Sends on what stands elsewhere, shows a notice for what was taken down; the rest is public and answers itself. */
async function answerAt(
  tools: Tools,
  call: FastifyRequest<ById>,
  reply: FastifyReply,
  whenPublic: (opened: Opened, home: Home) => unknown,
) {
  const id = readAddress(call.params.id)
  const address = addressOn(call.sitePrefix)
  const own = publicationAddress(id)
  if (idOfAddress(call.params.id) !== id) {
    return sendOn(reply, address(call.url.replace(call.params.id, own.slice(own.lastIndexOf('/') + 1))))
  }
  const home = await findHome(tools.view(call), id)
  // What this site no longer takes in is still to be read where it is at home.
  if (home.source && home.isEnded) return sendOn(reply, addressesAt(home.source, tools.publicUrl)(own))
  const opened = await openAt(home, tools, id)
  const { registered, elsewhere } = opened
  if (registered.standing === 'redirected') {
    const target = registered.redirects_to ?? '/'
    return sendOn(reply, elsewhere ? elsewhere.address(target) : address(target))
  }
  if (registered.standing !== 'public') {
    const publisher = await seekOrganisation(home.view, registered.organisation_id)
    return <NoticePage registered={registered} address={own} publisher={publisher?.name} />
  }
  // A page of its module's own stands in the site that it belongs to.
  const place = tools.house.publishable(registered.kind).address(id)
  if (place === own) return whenPublic(opened, home)
  return sendOn(reply, elsewhere ? elsewhere.address(place) : address(place))
}

/** What moved may move again: the new place is asked for each time. */
function sendOn(reply: FastifyReply, target: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').redirect(target, 301)
}

async function history(tools: Tools, call: FastifyRequest<ById>, reply: FastifyReply) {
  const id = readAddress(call.params.id)
  const { at: view, registered, elsewhere } = await openRegistered(tools.view(call), tools, id)
  if (registered.standing === 'redirected') {
    const address = elsewhere ? elsewhere.address : addressOn(call.sitePrefix)
    return reply.redirect(address(registered.redirects_to ?? '/'), 302)
  }
  const revisions = await listPublicRevisions(view, registered.id)
  const query = readPageQuery(HistoryQuery, call.query)
  const amendments = await listAmendments(view, registered.id)
  const pair = registered.standing === 'public' ? choosePair(revisions, query) : undefined
  return (
    <HistoryPage
      history={{
        address: publicationAddress(registered.id),
        ...{ registered, revisions },
        standings: await listPublicStandings(view, registered.id),
        amendments,
        titles: await titlesNamed(view, amendments),
        columns: await listColumns(view),
        comparison: pair && (await compare(view, pair)),
        side: query.view === 'side',
        panels: pair ? await placePanels(tools.house, 'publication.history-entry', view, pair.to.id) : [],
        trail: await trailOf(tools, call, registered.id),
      }}
    />
  )
}

function numbered(revisions: readonly PublicRevision[], number: string): PublicRevision {
  const revision = revisions.find((one) => String(one.number) === number)
  if (!revision) throw new NotFound('publications.revision-unknown')
  return revision
}

async function trailOf(tools: Tools, call: FastifyRequest, id: Id) {
  const view = tools.view(call)
  const columns = await listColumns(view)
  const [first] = await listColumnsOf(view, id)
  return first
    ? columnPath(columns, first)
        .reverse()
        .map((column) => columnLink(view, column))
    : []
}

/** Read out on the telephone it may arrive in capitals, from a program as UUID. */
function readAddress(text: string): Id {
  const id = readId(text.toLowerCase())
  if (!id) throw new NotFound('publications.unknown')
  return id
}
