import { civilDateOf } from '#kernel/calendar'
import { addressOf } from '#kernel/ids'
import { Row, Rows, SectionHead, Time, useFrame, ValidityTag } from '#ui'
import type { Related } from '../relations-queries.ts'

/** What belongs to a text, under it: what ended or amended it first, then what explains it, then the rest. */
export function RelatedBlock({
  related,
  addressOf: addressThere = (path) => path,
}: {
  related: readonly Related[]
  /** Where the text is at home, if not here: what belongs to it is there too. */
  addressOf?: ((path: string) => string) | undefined
}) {
  const { t } = useFrame()
  if (related.length === 0) return null
  const groups = [...Map.groupBy(related, ({ word }) => word)]
  return (
    <section class="section related" aria-labelledby="related">
      <SectionHead id="related" title={t('relation.related')} />
      {groups.map(([word, rows]) => (
        <div key={word}>
          <h3>{t(`relation.head.${word}`)}</h3>
          <Rows compact>
            {rows.map((row) => (
              <Row
                key={row.publication_id}
                title={row.title}
                href={addressThere(`/publications/${addressOf(row.publication_id)}`)}
                lang="zh-CN"
                meta={[
                  row.document_number,
                  <span key="publisher" lang="zh-CN">
                    {row.publisher}
                  </span>,
                  <Time key="on" date={row.source_published_on ?? civilDateOf(row.listed_at)} />,
                  row.validity && <ValidityTag key="validity" validity={row.validity} />,
                ]}
              />
            ))}
          </Rows>
        </div>
      ))}
    </section>
  )
}
