import { addressOf } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
import {
  columnLink,
  PublicationRow,
  RowSource,
  rowDay,
  type ShownRow,
} from '#modules/foundation/publications'
import { Band, Columns, Phrased, Row, Rows, Section, SectionHead, useFrame } from '#ui'
import type { HomeColumn, ShownBlock } from '../home.ts'

export function Words({
  id,
  title,
  paragraphs,
}: {
  id: string
  title: string
  paragraphs: readonly string[]
}) {
  return (
    <Section labelledby={title === '' ? undefined : `words-${id}`}>
      {title !== '' && <SectionHead id={`words-${id}`} title={title} />}
      {paragraphs.map((paragraph, at) => (
        <p key={at} class="measure">
          {paragraph}
        </p>
      ))}
    </Section>
  )
}

export function Links(props: {
  id: string
  title: string
  links: readonly { label: string; href: string }[]
}) {
  const { id, title, links } = props
  return (
    <Section labelledby={title === '' ? undefined : `links-${id}`}>
      {title !== '' && <SectionHead id={`links-${id}`} title={title} />}
      <Columns form="3">
        {inColumns(links, 3).map((some) => (
          <Rows key={some[0]?.href} plain>
            {some.map(({ label, href }) => (
              <Row key={href + label} title={label} href={href} />
            ))}
          </Rows>
        ))}
      </Columns>
    </Section>
  )
}

/** As high as so many rows: both columns end together where there are enough of them. */
const LEAD_AS_ROWS = 2

/** Without a picture the story at the left is short: of many rows some stand below it. */
export function Lead({ lead: { column, rows } }: { lead: HomeColumn }) {
  const { address, t } = useFrame()
  const { href, label } = columnLink({ language: t.language }, column)
  const first = rows.find(({ summary }) => summary !== '') ?? rows[0]
  if (!first) return null
  const rest = rows.filter((row) => row !== first)
  const below = Math.max(0, Math.floor((rest.length - LEAD_AS_ROWS) / 2))
  return (
    <Section labelledby="lead">
      <SectionHead id="lead" title={label} more={{ href, label: t('portal.home.all-of', { name: label }) }} />
      <Columns form="7-5">
        <div>
          <article class="lead-story" lang="zh-CN">
            <h3>
              <a href={address(`/publications/${addressOf(first.publication_id)}`)}>
                <Phrased words={first.title_phrases} />
              </a>
            </h3>
            {first.summary && <p>{first.summary}</p>}
            <p class="row-meta">
              <span>{first.publisher}</span>
              {rowDay(first)}
              {first.shared_from && <RowSource name={first.shared_from} />}
            </p>
          </article>
          <NewestRows rows={rest.slice(0, below)} />
        </div>
        <NewestRows rows={rest.slice(below)} />
      </Columns>
    </Section>
  )
}

function NewestRows({ rows }: { rows: readonly ShownRow[] }) {
  if (rows.length === 0) return null
  return (
    <Rows plain>
      {rows.map((row) => (
        <Newest key={row.publication_id} row={row} />
      ))}
    </Rows>
  )
}

function Newest({ row }: { row: ShownRow }) {
  return (
    <Row
      title={row.title}
      href={`/publications/${addressOf(row.publication_id)}`}
      lang="zh-CN"
      meta={[rowDay(row), row.shared_from && <RowSource name={row.shared_from} />]}
    />
  )
}

/** Documents with whether they hold; beside them the first column that has something of its own. */
export function Documents({ block }: { block: Extract<ShownBlock, { kind: 'documents' }> }) {
  const { t } = useFrame()
  const { documents, at, beside } = block
  return (
    <div class="section page">
      <Columns form={beside && documents.length > 0 ? '7-5' : '2'}>
        {documents.length > 0 && (
          <section aria-labelledby="documents">
            <SectionHead
              id="documents"
              title={t('portal.home.documents')}
              more={{ href: at, label: t('portal.home.all-documents') }}
            />
            <Rows>
              {documents.map((row) => (
                <PublicationRow key={row.publication_id} row={row} />
              ))}
            </Rows>
          </section>
        )}
        {beside && <OneColumn {...beside} />}
      </Columns>
    </div>
  )
}

export function OneColumn(props: HomeColumn & { title?: string; id?: string }) {
  const { column, rows, title } = props
  const { t } = useFrame()
  const { href, label } = columnLink({ language: t.language }, column)
  const id = `column-${props.id ?? column.slug.replaceAll('/', '-')}`
  return (
    <section aria-labelledby={id}>
      <SectionHead
        id={id}
        title={title || label}
        more={{ href, label: t('portal.home.all-of', { name: label }) }}
      />
      <Rows>
        {rows.map((row) => (
          <Newest key={row.publication_id} row={row} />
        ))}
      </Rows>
    </section>
  )
}

export function Others({ columns }: { columns: readonly HomeColumn[] }) {
  return (
    <div class="section page not-simple">
      {columns.length === 1 ? <OneColumn {...columns[0]!} /> : <InColumns columns={columns} />}
    </div>
  )
}

function InColumns({ columns }: { columns: readonly HomeColumn[] }) {
  return (
    <Columns form={columns.length > 2 ? '3' : '2'}>
      {columns.map((one) => (
        <OneColumn key={one.column.id} {...one} />
      ))}
    </Columns>
  )
}

export function Organisations({ organisations }: { organisations: readonly OrganisationRow[] }) {
  const { t } = useFrame()
  return (
    <Band labelledby="organisations">
      <SectionHead
        id="organisations"
        title={t('portal.home.organisations')}
        note={t('portal.home.organisations-note')}
        more={{ href: '/organisations', label: t('portal.home.all-organisations') }}
      />
      <Columns form="3">
        {inColumns(organisations, 3).map((some) => (
          <Rows key={some[0]?.id} plain>
            {some.map(({ id, name, short_name, name_en, functions }) => (
              <Row
                key={id}
                title={t.language === 'en' && name_en ? name_en : short_name || name}
                href={`/organisations/${addressOf(id)}`}
                meta={[functions && <span lang="zh-CN">{firstOf(functions)}</span>]}
              />
            ))}
          </Rows>
        ))}
      </Columns>
    </Band>
  )
}

function inColumns<Each>(all: readonly Each[], columns: number): Each[][] {
  const height = Math.ceil(all.length / columns)
  return Array.from({ length: columns }, (_, at) => all.slice(at * height, (at + 1) * height)).filter(
    ({ length }) => length > 0,
  )
}

/** A row has room for a line: the first clause of what the organisation is for. */
function firstOf(functions: string): string {
  return functions.split(/[，；。,;]/, 1)[0] ?? functions
}
