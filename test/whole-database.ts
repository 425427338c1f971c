import pg from 'pg'

/** Every place of the whole database, of whatever schema, where the words stand: as text, JSON, list, bytes or tokens. */
export async function placesOf(ownerUrl: string, words: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const found: string[] = []
    for (const { place, column, type } of await columnsOf(client)) {
      const test =
        type === 'bytea'
          ? `position(convert_to($1, 'UTF8') in ${column}) > 0`
          : `position($1 in ${column}::text) > 0`
      const { rowCount } = await client.query(`select 1 from ${place} where ${test} limit 1`, [words])
      if (rowCount) found.push(`${place}.${column}`)
    }
    return found
  } finally {
    await client.end()
  }
}

type Column = { place: string; column: string; type: string }

async function columnsOf(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select format('%I.%I', c.table_schema, c.table_name) as place, format('%I', c.column_name) as column,
       c.udt_name as type
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       and c.udt_name in ('text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', '_text', '_varchar', 'tsvector')`,
  )
  return rows
}
