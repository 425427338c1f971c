import { addressOf, newId } from '#kernel/ids'
import { Conflict, Invalid, NotFound } from '#kernel/refusals'
import { type Act, record, type View } from '#platform/act'
import {
  AS_DELIVERED,
  type Block,
  type BlockForm,
  type BlockKind,
  FIELDS,
  newBlock,
  shifted,
} from './home-blocks.ts'
import { demandSite, findRoot, viewOfAct } from './site-rights.ts'

export type Arrangement = {
  edit: number
  shown: readonly Block[]
  draft: readonly Block[]
  isChanged: boolean
}

export async function findBlocks(view: View): Promise<readonly Block[]> {
  view.reads.add(`home:${view.site}`)
  const row = await homeOf(view).executeTakeFirst()
  return row?.shown ?? AS_DELIVERED
}

export async function findArrangement(view: View): Promise<Arrangement> {
  const row = await homeOf(view).executeTakeFirst()
  const shown = row?.shown ?? AS_DELIVERED
  return {
    edit: row?.edit ?? 0,
    shown,
    draft: row?.draft ?? shown,
    isChanged: row?.draft !== null && row !== undefined,
  }
}

const MOST_BLOCKS = 30

/** Every change is made to the draft; the public sees it when it is shown. */
export function addBlock(act: Act, edit: number, kind: BlockKind): Promise<string> {
  const id = addressOf(newId(act.now))
  return arrange(act, edit, (blocks) => {
    if (blocks.length >= MOST_BLOCKS) throw new Invalid('portal.block.many', { kind: 'portal.block.many' })
    return [...blocks, newBlock(kind, id)]
  }).then(() => id)
}

export function amendBlock(
  act: Act,
  { edit, id }: { edit: number; id: string },
  form: BlockForm,
): Promise<void> {
  return arrange(act, edit, (blocks) => {
    if (!blocks.some((block) => block.id === id)) throw new NotFound('portal.block.unknown')
    return blocks.map((block) => (block.id === id ? { ...block, ...settable(block.kind, form) } : block))
  })
}

export function shiftBlock(
  act: Act,
  { edit, id }: { edit: number; id: string },
  step: -1 | 1,
): Promise<void> {
  return arrange(act, edit, (blocks) => shifted(blocks, id, step))
}

export function removeBlock(act: Act, { edit, id }: { edit: number; id: string }): Promise<void> {
  return arrange(act, edit, (blocks) => blocks.filter((block) => block.id !== id))
}

export function beginAnew(act: Act, edit: number): Promise<void> {
  return arrange(act, edit, () => [...AS_DELIVERED])
}

export async function dropDraft(act: Act, edit: number): Promise<void> {
  await lockHome(act, edit)
  await act.tx
    .updateTable('portal.home')
    .set((row) => ({ draft: null, edit: row('edit', '+', 1) }))
    .where('site_id', '=', act.site)
    .execute()
}

/** From here on the public sees the draft. */
export async function showDraft(act: Act, edit: number): Promise<void> {
  const { draft } = await lockHome(act, edit)
  await act.tx
    .updateTable('portal.home')
    .set((row) => ({
      shown: JSON.stringify(draft) as never,
      draft: null,
      edit: row('edit', '+', 1),
      updated_at: act.now,
      updated_by: act.actor.id,
    }))
    .where('site_id', '=', act.site)
    .execute()
  const root = await findRoot(viewOfAct(act))
  await record(act, { event: 'home.shown', subject: root!, organisation: root })
}

async function arrange(act: Act, edit: number, change: (blocks: readonly Block[]) => Block[]): Promise<void> {
  const { draft } = await lockHome(act, edit)
  await act.tx
    .updateTable('portal.home')
    .set((row) => ({
      draft: JSON.stringify(change(draft)) as never,
      edit: row('edit', '+', 1),
      updated_at: act.now,
      updated_by: act.actor.id,
    }))
    .where('site_id', '=', act.site)
    .execute()
  const root = await findRoot(viewOfAct(act))
  await record(act, { event: 'home.arranged', subject: root!, organisation: root })
}

/** Two people at once: the second sees what the first did before going on. */
async function lockHome(act: Act, edit: number): Promise<{ draft: readonly Block[] }> {
  await demandSite(act)
  const { site, now, actor } = act
  await act.tx
    .insertInto('portal.home')
    .values({ site_id: site, edit: 0, shown: null, draft: null, updated_at: now, updated_by: actor.id })
    .onConflict((clash) => clash.doNothing())
    .execute()
  const row = await homeOf({ db: act.tx, site }).forUpdate().executeTakeFirstOrThrow()
  if (row.edit !== edit) throw new Conflict('portal.home.moved-on')
  return { draft: row.draft ?? row.shown ?? AS_DELIVERED }
}

function homeOf({ db, site }: Pick<View, 'db' | 'site'>) {
  return db.selectFrom('portal.home').select(['edit', 'shown', 'draft']).where('site_id', '=', site)
}

/** Only what the kind has: nothing that a form slipped in stays behind. */
function settable(kind: BlockKind, form: BlockForm): Partial<Block> {
  const { title, title_en, text, text_en, column, rows, links, module } = form
  const all = {
    title: { title, title_en },
    text: { text, text_en },
    ...{ column: { column }, rows: { rows }, links: { links }, module: { module } },
  }
  return Object.assign({}, ...FIELDS[kind].map((field) => all[field]))
}
