import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DEFAULT_LIMIT, MOST, readCursor } from '#kernel/cursors'
import { type Draft, EMPTY_DRAFT, readForm, withErrors } from '#kernel/forms'
import { addressOf, type Id, type OrganisationId } from '#kernel/ids'
import type { Translate } from '#kernel/messages'
import { Forbidden } from '#kernel/refusals'
import { listOrganisations } from '#modules/foundation/organisations'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { ListQuery, readPageQuery, readStrictQuery } from '#platform/http/query'
import { readUploads } from '#platform/http/uploads'
import type { Surface, Tools } from '#platform/surface'
import { acceptImport, discardImport, handInImport } from './commands/importing-runs.ts'
import { type ById, elevate, goTo, idOf, isElevated, namesOf } from './desk-call.ts'
import { runPath } from './desk-import-paths.ts'
import {
  countLines,
  findRun,
  isUnderWay,
  LINE_VIEWS,
  type Line,
  listLines,
  listRuns,
} from './desk-import-queries.ts'
import { IMPORTABLE } from './import/sources.ts'
import { ImportListPage } from './pages/desk-import-list.tsx'
import { NewImportPage } from './pages/desk-import-new.tsx'
import { ImportRunPage } from './pages/desk-import-run.tsx'
import { placeInWords, problemsInWords } from './pages/desk-import-words.ts'
import { listColumns } from './queries.ts'

const ImportForm = z.object({
  organisation: z.string('import.organisation-missing').min(1, 'import.organisation-missing'),
  columns: z.preprocess(
    (value) => (value === undefined || value === '' ? [] : [value].flat()),
    z.array(z.string()).min(1, 'import.column-missing').max(5, 'publication.columns-many'),
  ),
  mode: z.enum(['published', 'drafts'], 'import.mode-missing'),
})
type ImportForm = z.output<typeof ImportForm>

const LinesQuery = ListQuery.extend({ show: z.enum(LINE_VIEWS, 'list.unknown-parameter').optional() })

/** Bringing what was public elsewhere: hand in, look at what would come of it, two accept, then it comes. */
export const importDesk: Surface = (pages, tools) => {
  const { house, look, perform } = tools

  pages.get('/import', async (call) => {
    demandHere(call)
    const { cursor, limit = DEFAULT_LIMIT } = readPageQuery(ListQuery, call.query)
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const { rows, next, names } = await look(call, async (view) => {
      const page = await listRuns(view, { limit, after })
      return {
        ...page,
        names: await namesOf(
          view,
          page.rows.map((run) => run.handed_in_by),
        ),
      }
    })
    return <ImportListPage rows={rows} next={next} isFirst={after === undefined} names={names} />
  })

  pages.get('/import/new', async (call) => newPage(call, tools, EMPTY_DRAFT))

  pages.post('/import/new', { config: { uploads: true } }, async (call, reply) => handIn(call, reply, tools))

  pages.get<ById>('/import/:id', async (call, reply) => {
    demandHere(call)
    const query = readPageQuery(LinesQuery, call.query)
    const { limit = DEFAULT_LIMIT, cursor } = query
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const loaded = await look(call, async (view) => {
      const run = await findRun(view, idOf(call.params.id, 'import.unknown'))
      const counts = await countLines(view, run)
      const show = query.show ?? (counts.attention > 0 ? 'attention' : 'all')
      const names = await namesOf(view, [run.handed_in_by, run.accepted_by])
      return { run, counts, show, names, lines: await listLines(view, run, { show, limit, after }) }
    })
    const { done, still } = call.query as { done?: unknown; still?: unknown }
    // WCAG 2.2.1: what renews itself can be told to stand still.
    const isRenewed = isUnderWay(loaded.run) && still === undefined
    if (isRenewed) reply.header('refresh', String(RENEWED_EVERY_SECONDS))
    return (
      <ImportRunPage
        {...loaded}
        isFirst={after === undefined}
        isRenewed={isRenewed}
        person={call.circumstances.actor.id}
        done={typeof done === 'string' && DONE.has(done) ? done : undefined}
      />
    )
  })

  pages.get<ById>('/import/:id/report.csv', async (call, reply) => {
    demandHere(call)
    const { show = 'all', cursor, limit = MOST } = readStrictQuery(LinesQuery, call.query)
    const after = cursor === undefined ? undefined : readCursor(cursor)
    const { run, lines } = await look(call, async (view) => {
      const found = await findRun(view, idOf(call.params.id, 'import.unknown'))
      return { run: found, lines: await listLines(view, found, { show, limit, after }) }
    })
    const params = new URLSearchParams({ show, limit: String(limit), cursor: lines.next ?? '' })
    if (lines.next)
      reply.header(
        'link',
        `<${addressOn(call.sitePrefix)(`${runPath(run.id)}/report.csv?${params}`)}>; rel="next"`,
      )
    reply.header('content-disposition', 'attachment; filename="import.csv"').type('text/csv; charset=utf-8')
    return reply.send(csvOf(columnsOf(house.translate(call.modes.language)), lines.rows))
  })

  pages.post<ById>('/import/:id/acceptance', async (call, reply) => {
    const id = idOf(call.params.id, 'import.unknown')
    if (!isElevated(call)) return elevate(call, reply, runPath(id))
    const { report_hash } = (call.body ?? {}) as { report_hash?: unknown }
    await perform(call, (act) => acceptImport(act, id, String(report_hash)))
    return goTo(call, reply, runPath(id), 'accepted')
  })

  pages.post<ById>('/import/:id/discarding', async (call, reply) => {
    const id = idOf(call.params.id, 'import.unknown')
    await perform(call, (act) => discardImport(act, id))
    return goTo(call, reply, runPath(id), 'discarded')
  })
}

const RENEWED_EVERY_SECONDS = 3

const DONE: ReadonlySet<string> = new Set(['handed-in', 'accepted', 'discarded'])

function demandHere({ person }: FastifyRequest): void {
  if (!person?.holds('publication.import'))
    throw new Forbidden('permission.missing', { permission: 'publication.import' })
}

type Handed = { name: string; bytes: Buffer }

/** All that is wrong at once: the fields, and every file that cannot be taken. */
async function handIn(call: FastifyRequest, reply: FastifyReply, tools: Tools) {
  demandHere(call)
  const files: Handed[] = []
  const errors: Record<string, string> = {}
  const fields = await readUploads(call, async ({ name, bytes, refused }) => {
    const wrong = refused ? 'import.file-refused' : wrongWith(name, files)
    if (wrong) errors.files ??= wrong
    else files.push({ name, bytes: bytes! })
  })
  if (files.length === 0) errors.files ??= 'import.files-missing'
  const form = readForm(ImportForm, fields)
  const here = await organisationsOf(call, tools)
  if (form.ok && !here.some(({ id }) => id === form.value.organisation))
    errors.organisation = 'import.organisation-missing'
  if (!form.ok || Object.keys(errors).length > 0) {
    // No browser gives chosen files back: whoever mends the form must choose them again, and is told so.
    errors.files ??= 'import.files-again'
    const draft = form.ok ? { values: fields, errors } : withErrors(form.draft, errors)
    return reply.code(422).send(await newPage(call, tools, draft))
  }
  const { organisation, columns, mode } = form.value as ImportForm
  const id = await tools.perform(call, (act) =>
    handInImport(act, {
      organisation: organisation as OrganisationId,
      columns: columns as Id[],
      mode,
      files,
    }),
  )
  return goTo(call, reply, runPath(id), 'handed-in')
}

function wrongWith(name: string, before: readonly Handed[]): string | undefined {
  if (!IMPORTABLE.test(name) && !/\.zip$/i.test(name)) return 'import.file-unknown'
  return before.some((file) => file.name === name) ? 'import.file-twice' : undefined
}

async function newPage(call: FastifyRequest, tools: Tools, draft: Draft) {
  demandHere(call)
  const view = tools.view(call)
  const organisations = await organisationsOf(call, tools)
  const columns = (await listColumns(view)).filter(({ kind }) => kind === 'list')
  return <NewImportPage draft={draft} organisations={organisations} columns={columns} />
}

async function organisationsOf(call: FastifyRequest, tools: Tools) {
  const { actor } = call.circumstances
  return (await listOrganisations(tools.view(call))).filter(({ id }) => actor.may('publication.import', id))
}

function columnsOf(t: Translate) {
  return [
    { title: t('import.line'), of: (line: Line) => placeInWords(line.report, t) },
    { title: t('import.title'), of: (line: Line) => line.title },
    { title: t('import.outcome'), of: (line: Line) => t(`import.outcome.${line.outcome}`) },
    { title: t('import.dated'), of: (line: Line) => line.report.dated_on },
    { title: t('import.problems'), of: (line: Line) => problemsInWords(line.report, t).join('；') },
    {
      title: t('publication.address'),
      of: ({ report }: Line) => report.publication && `/publications/${addressOf(report.publication)}`,
    },
  ]
}
