import pg from 'pg'

/** A table as it is copied: `select` names what is read, in an order that every server agrees on. */
export type TableShape = {
  name: string
  columns: readonly string[]
  select: string
  into: string
  estimate: number
}

export type ForeignKey = { table: string; name: string; definition: string }

/** Kept by migrations, not by the copy. */
const LEFT_OUT = ['platform.migration']

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker')
  and n.nspname !~ '^pg_' and not exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

export async function surveyTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<{
    schema: string
    name: string
    estimate: number
    columns: { name: string; generated: boolean; text: boolean; key: number | null }[]
  }>(`
    select n.nspname as schema, c.relname as name, greatest(c.reltuples, 0)::float8 as estimate,
      (select json_agg(json_build_object('name', a.attname, 'generated', a.attgenerated <> '',
          'text', a.attcollation <> 0, 'key', array_position(i.indkey::int2[], a.attnum)) order by a.attnum)
        from pg_attribute a left join pg_index i on i.indrelid = c.oid and i.indisprimary
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${OURS} order by 1, 2`)
  return rows
    .map(({ schema, name, estimate, columns }) => {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
      const kept = columns.filter(({ generated }) => !generated)
      const list = kept.map((column) => pg.escapeIdentifier(column.name)).join(', ')
      return {
        name: `${schema}.${name}`,
        columns: kept.map((column) => column.name),
        select: `select ${list} from ${table} order by ${orderOf(columns)}`,
        into: `${table} (${list})`,
        estimate,
      }
    })
    .filter(({ name }) => !LEFT_OUT.includes(name))
}

type Column = { name: string; text: boolean; key: number | null }

/** By the primary key; by everything where there is none. Collations differ between servers, bytes do not. */
function orderOf(columns: readonly Column[]): string {
  const key = columns.filter((column) => column.key !== null).sort((one, other) => one.key! - other.key!)
  return (key.length > 0 ? key : columns)
    .map(({ name, text }) => {
      const column = pg.escapeIdentifier(name)
      if (key.length === 0) return `${column}::text collate "C"`
      return text ? `${column} collate "C"` : column
    })
    .join(', ')
}

export async function listForeignKeys(client: pg.ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select format('%I.%I', n.nspname, c.relname) as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and ${OURS} order by 1, 2`)
  return rows
}

export type SequenceState = { name: string; value: number | null }

export async function listSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string; value: string | null }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences
    where schemaname not in ('graphile_worker') order by 1`)
  return rows.map(({ name, value }) => ({ name, value: value === null ? null : Number(value) }))
}

/**
 * Row-level policies bind the owner too. This one lets the owner read everything while the session says that it makes
 * a copy; a table that came without it gets it here. The application's role is not concerned by it.
 */
export async function openPoliciesToCopies(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.relrowsecurity and c.relforcerowsecurity
      and pg_has_role(c.relowner, 'usage') and ${OURS}
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'copying')`)
  for (const { table } of rows)
    await client.query(
      `create policy copying on ${table} for select to current_user using (current_setting('app.task', true) = 'copy')`,
    )
  return rows.map(({ table }) => table)
}

/**
 * Tables from which the reading role would get less than everything: a copy of them would not be whole. Of the policies
 * that narrow, `own_site` lets every row through while no site is set, as in a copy.
 */
export async function listHidden(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(`
    select format('%I.%I', n.nspname, c.relname) as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join (select rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user) as role
    where c.relkind = 'r' and not role.passes and ${OURS} and (
      not has_table_privilege(c.oid, 'select')
      or c.relrowsecurity and (c.relforcerowsecurity or not pg_has_role(c.relowner, 'usage')) and (
        exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polname <> 'own_site')
        or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'copying'
          and pg_has_role(p.polroles[1], 'usage'))))`)
  return rows.map(({ table }) => table)
}
