import { addressOf } from '#kernel/ids'
import type { Translate } from '#kernel/messages'
import { dateInWords, MonthHead, monthInWords, Row, Rows, Time, useFrame, ValidityTag } from '#ui'
import { listedOn } from '../listing-date.ts'
import type { ShownRow } from '../tables.ts'

/** A list in months, each row with its day in a column of its own. */
export function PublicationRows({ rows }: { rows: readonly ShownRow[] }) {
  const { t } = useFrame()
  const months = Map.groupBy(rows, (row) => listedOn(row)?.slice(0, 7))
  return (
    <>
      {[...months].map(([month, inMonth]) => (
        <section key={month}>
          <MonthHead>
            {month === undefined ? t('publications.day-unknown') : monthInWords(`${month}-01`, t.language)}
          </MonthHead>
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
  const { validity, document_number, publisher, effective_on, shared_from } = row
  return (
    <Row
      title={row.title}
      href={`/publications/${addressOf(row.publication_id)}`}
      lang="zh-CN"
      date={dated ? listedOn(row) : undefined}
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
        shared_from && <RowSource name={shared_from} />,
        !dated && rowDay(row),
        validity === 'not-yet' &&
          effective_on &&
          t('publications.sentence.will-begin', { date: dateInWords(effective_on, t.language) }),
      ]}
    />
  )
}

/** The site that it was taken in from. */
export function RowSource({ name }: { name: string }) {
  const { t } = useFrame()
  return (
    <span lang={t.language === 'zh-CN' ? undefined : 'zh-CN'}>{t('publications.shared-from', { name })}</span>
  )
}

/** The year too: a list may reach back for decades. */
export function rowDay(row: Pick<ShownRow, 'listed_at'>) {
  const day = listedOn(row)
  return day && <Time date={day} />
}

export function dayInWords(row: Pick<ShownRow, 'listed_at'>, t: Translate): string {
  const day = listedOn(row)
  return day === undefined ? t('publications.day-unknown') : dateInWords(day, t.language)
}
