import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, readForm } from '#kernel/forms'
import { Invalid, NotFound } from '#kernel/refusals'
import { listColumns } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import type { House } from '#platform/house'
import { addressOn } from '#platform/http/call'
import type { Tools } from '#platform/surface'
import { HOME_DESK } from './desk-paths.ts'
import { loadHome } from './home.ts'
import {
  addBlock,
  amendBlock,
  beginAnew,
  dropDraft,
  findArrangement,
  removeBlock,
  shiftBlock,
  showDraft,
} from './home-arranging.ts'
import { BLOCK_KINDS, type Block, BlockForm, linesOf } from './home-blocks.ts'
import { BlockPage, type Giver } from './pages/desk-block.tsx'
import { ArrangePage } from './pages/desk-home.tsx'
import { HomePreviewPage } from './pages/desk-home-preview.tsx'
import { demandSiteAt } from './site-rights.ts'

type ByBlock = { Params: { block: string } }
const DONE = ['added', 'amended', 'shifted', 'removed', 'dropped', 'anew', 'shown'] as const

/** Blocks are arranged in a draft; the public sees them when somebody shows it. */
export function homeDesk(pages: FastifyInstance, tools: Tools): void {
  const { house, perform, view } = tools

  pages.get('/home', async (call) => {
    await demandSiteAt(call, view(call))
    const { done } = call.query as { done?: unknown }
    return (
      <ArrangePage
        arrangement={await findArrangement(view(call))}
        columns={await listColumns(view(call))}
        givers={giversIn(house)}
        done={DONE.find((each) => each === done)}
      />
    )
  })

  pages.get('/home/preview', async (call) => {
    await demandSiteAt(call, view(call))
    const { draft } = await findArrangement(view(call))
    return <HomePreviewPage home={await loadHome(view(call), house, call.circumstances.now, draft)} />
  })

  pages.post('/home/blocks', async (call, reply) => {
    const kind = BLOCK_KINDS.find((each) => each === field(call, 'kind'))
    if (!kind) throw new Invalid('portal.block.kind-missing', { kind: 'portal.block.kind-missing' })
    const id = await perform(call, (act) => addBlock(act, editOf(call), kind))
    return reply.redirect(addressOn(call.sitePrefix)(`${HOME_DESK}/blocks/${id}`), 303)
  })

  pages.get<ByBlock>('/home/blocks/:block', async (call) => {
    const { block, edit } = await openBlock(call, view(call))
    return blockPage(call, tools, { block, edit, draft: draftOfBlock(block) })
  })

  pages.post<ByBlock>('/home/blocks/:block', async (call, reply) => {
    const { block } = await openBlock(call, view(call))
    const form = readForm(BlockForm, call.body)
    if (!form.ok)
      return reply
        .code(422)
        .send(await blockPage(call, tools, { block, edit: editOf(call), draft: form.draft }))
    await perform(call, (act) => amendBlock(act, { edit: editOf(call), id: block.id }, form.value))
    return done(call, reply, 'amended')
  })

  actRoutes(pages, tools)
}

function actRoutes(pages: FastifyInstance, { perform }: Tools): void {
  for (const [way, step] of [
    ['up', -1],
    ['down', 1],
  ] as const) {
    pages.post<ByBlock>(`/home/blocks/:block/${way}`, async (call, reply) => {
      await perform(call, (act) => shiftBlock(act, { edit: editOf(call), id: call.params.block }, step))
      return done(call, reply, 'shifted')
    })
  }

  pages.post<ByBlock>('/home/blocks/:block/remove', async (call, reply) => {
    await perform(call, (act) => removeBlock(act, { edit: editOf(call), id: call.params.block }))
    return done(call, reply, 'removed')
  })

  for (const [path, act, word] of [
    ['drop', dropDraft, 'dropped'],
    ['anew', beginAnew, 'anew'],
    ['show', showDraft, 'shown'],
  ] as const) {
    pages.post(`/home/${path}`, async (call, reply) => {
      await perform(call, (one) => act(one, editOf(call)))
      return done(call, reply, word)
    })
  }
}

async function openBlock(call: FastifyRequest<ByBlock>, view: View) {
  await demandSiteAt(call, view)
  const { draft, edit } = await findArrangement(view)
  const block = draft.find(({ id }) => id === call.params.block)
  if (!block) throw new NotFound('portal.block.unknown')
  return { block, edit }
}

async function blockPage(
  call: FastifyRequest,
  { house, view }: Tools,
  opened: { block: Block; edit: number; draft: Draft },
) {
  return <BlockPage {...opened} columns={await listColumns(view(call))} givers={giversIn(house)} />
}

/** Modules with something for the home page, and what an editor calls it. */
function giversIn({ modules }: House): Giver[] {
  return modules.flatMap(({ name, panels = [] }) => {
    const own = panels.filter(({ slot }) => slot === 'home.block')
    return own.length === 0 ? [] : [{ name, key: own.find(({ title }) => title)?.title ?? name }]
  })
}

function draftOfBlock(block: Block): Draft {
  const { title, title_en, text, text_en, column, rows, links, module } = block
  return draftOf({
    ...{ title, title_en, text, text_en, column, module },
    rows: rows === null ? '' : String(rows),
    links: linesOf(links),
  })
}

/** Which state of the draft the person had before their eyes. */
function editOf(call: FastifyRequest): number {
  return Number(field(call, 'edit'))
}

function field({ body }: FastifyRequest, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

function done(call: FastifyRequest, reply: FastifyReply, word: (typeof DONE)[number]): FastifyReply {
  return reply.redirect(addressOn(call.sitePrefix)(`${HOME_DESK}?done=${word}`), 303)
}
