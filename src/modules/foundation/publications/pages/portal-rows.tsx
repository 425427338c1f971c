import { civilDateOf } from '#kernel/calendar'
import { addressOf } from '#kernel/ids'
import { dateInWords, MonthHead, monthInWords, Row, Rows, Time, useFrame, ValidityTag } from '#ui'
import type { ShownRow } from '../tables.ts'

/** A list in months, each row with its day in a column of its own. */
export function PublicationRows({ rows }: { rows: readonly ShownRow[] }) {
  const { t } = useFrame()
  const months = Map.groupBy(rows, ({ listed_at }) => civilDateOf(listed_at).slice(0, 7))
  return (
    <>
      {[...months].map(([month, inMonth]) => (
        <section key={month}>
          <MonthHead>{monthInWords(`${month}-01`, t.language)}</MonthHead>
          <Rows>
            {inMonth.map((row) => (
              <PublicationRow key={row.publication_id} row={row} dated />
            ))}
          </Rows>
        </section>
      ))}
    </>
  )
}

/** One row: title, then whether it holds, its number and its publisher. */
export function PublicationRow({
  row,
  dated,
  heading,
}: {
  row: ShownRow
  dated?: boolean | undefined
  heading?: 2 | 3 | undefined
}) {
  const { t } = useFrame()
  const { validity, document_number, publisher, effective_on } = row
  return (
    <Row
      title={row.title}
      href={`/publications/${addressOf(row.publication_id)}`}
      lang="zh-CN"
      date={dated ? civilDateOf(row.listed_at) : undefined}
      struck={validity === 'repealed' || validity === 'expired'}
      heading={heading}
      meta={[
        validity && (
          <span class="tags">
            <ValidityTag validity={validity} />
          </span>
        ),
        document_number && <span lang="zh-CN">{document_number}</span>,
        <span lang="zh-CN">{publisher}</span>,
        !dated && rowDay(row),
        validity === 'not-yet' &&
          effective_on &&
          t('publications.sentence.will-begin', { date: dateInWords(effective_on, t.language) }),
      ]}
    />
  )
}

/** The year too: a list may reach back for decades. */
export function rowDay({ listed_at }: Pick<ShownRow, 'listed_at'>) {
  return <Time date={civilDateOf(listed_at)} />
}
