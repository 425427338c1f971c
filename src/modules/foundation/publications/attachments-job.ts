/** Files that no text needs go, with every copy; a text that was erased takes its files with it. */
import { sql } from 'kysely'
import type { SiteId } from '#kernel/ids'
import type { Job, JobTools } from '#platform/module'
import type { FileRow } from './tables.ts'

const DAYS_KEPT = 7
const AT_ONCE = 200

export const sweepFiles: Job = {
  permissions: [],
  run: async (tools) => {
    const sites = await tools.db.selectFrom('platform.site').select('id').execute()
    for (const { id } of sites) await sweepSite(tools, id)
  },
}

/** Bytes first: a row without bytes can be tried again, bytes without a row would lie there for ever. */
export async function sweepSite(tools: JobTools, site: SiteId): Promise<void> {
  for (const file of await listErased(tools, site)) {
    await removeBytes(tools, file)
    await tools.perform(site, (act) => emptied(act.tx, file, act.now))
  }
  for (const file of await listOrphans(tools, site)) {
    await removeBytes(tools, file)
    await tools.perform(site, (act) =>
      act.tx
        .deleteFrom('publications.file')
        .where('site_id', '=', file.site_id)
        .where('id', '=', file.id)
        .execute(),
    )
  }
}

type Swept = Pick<FileRow, 'site_id' | 'id' | 'original_key' | 'cleaned_key'>

async function removeBytes({ files: { store } }: JobTools, { original_key, cleaned_key }: Swept) {
  for (const key of [original_key, cleaned_key]) if (key) await store.remove(key)
}

async function emptied(tx: Parameters<Parameters<JobTools['perform']>[1]>[0]['tx'], file: Swept, now: Date) {
  await tx
    .updateTable('publications.file')
    .set({
      ...{
        original_key: null,
        cleaned_key: null,
        salt: null,
        name: '',
        sha256: '',
        text: '',
        removed: [],
        warnings: [],
      },
      erased_at: now,
    })
    .where('site_id', '=', file.site_id)
    .where('id', '=', file.id)
    .execute()
}

/** Every part of it is erased. */
function listErased({ look }: JobTools, site: SiteId): Promise<Swept[]> {
  return look(site, ({ db }) =>
    db
      .selectFrom('publications.file as f')
      .select(['f.site_id', 'f.id', 'f.original_key', 'f.cleaned_key'])
      .where('f.site_id', '=', site)
      .where('f.erased_at', 'is', null)
      .where(
        sql<boolean>`(select bool_and(p.erased_at is not null) from publications.part p
          where p.site_id = f.site_id and p.file_id = f.id)`,
      )
      .limit(AT_ONCE)
      .execute(),
  )
}

/** Never handed in with a text, in no text that is being written, and older than a week. */
function listOrphans({ look, now }: JobTools, site: SiteId): Promise<Swept[]> {
  const before = new Date(now().getTime() - DAYS_KEPT * 24 * 60 * 60 * 1000)
  return look(site, ({ db }) =>
    db
      .selectFrom('publications.file as f')
      .select(['f.site_id', 'f.id', 'f.original_key', 'f.cleaned_key'])
      .where('f.site_id', '=', site)
      .where('f.erased_at', 'is', null)
      .where('f.uploaded_at', '<', before)
      .where(
        sql<boolean>`not exists (select from publications.part p
          where p.site_id = f.site_id and p.file_id = f.id)`,
      )
      .where(
        sql<boolean>`not exists (select from publications.revision r
          where r.site_id = f.site_id and r.organisation_id = f.organisation_id
          and r.state not in ('published', 'superseded')
          and (r.content -> 'attachments' @> jsonb_build_array(jsonb_build_object('id', f.id))
            or r.content -> 'images' @> jsonb_build_array(jsonb_build_object('id', f.id))))`,
      )
      .limit(AT_ONCE)
      .execute(),
  )
}
