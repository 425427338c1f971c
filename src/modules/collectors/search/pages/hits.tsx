import type { Translate } from '#kernel/messages'
import { Highlighted, Icon, Row, Rows, Tag, Time, useFrame, ValidityTag } from '#ui'
import type { SearchHit } from '../engine.ts'
import type { SearchQuery } from '../schema.ts'
import { kindWord } from './narrowing.ts'

export function Hits({ hits, query }: { hits: readonly SearchHit[]; query: SearchQuery }) {
  return (
    <Rows ordered results>
      {hits.map((hit) => (
        <HitRow key={hit.id} hit={hit} isWanted={Boolean(query.q)} />
      ))}
    </Rows>
  )
}

function HitRow({ hit, isWanted }: { hit: SearchHit; isWanted: boolean }) {
  const { t } = useFrame()
  const kind = [kindWord(t, hit.kind), ...standingOf(hit, t)]
  const file = hit.attachment && (
    <>
      <Icon name="attachment" /> {t('search.in-file', { name: hit.attachment })}
    </>
  )
  const from = hit.shared_from && t('search.shared-from', { name: hit.shared_from })
  const meta = [file, hit.document_number, hit.publisher, from, <Time at={hit.published_at} form="date" />]
  return (
    <Row
      title={<Highlighted spans={hit.title_spans} />}
      href={hit.address}
      kind={kind}
      text={
        <Highlighted spans={isWanted ? hit.excerpt : hit.excerpt.map(({ text }) => ({ text, hit: false }))} />
      }
      meta={meta}
      struck={hit.validity === 'repealed'}
      heading={2}
      lang={t.language === 'zh-CN' ? undefined : 'zh-CN'}
    />
  )
}

/** An old version is marked as such, whatever its own standing was. */
function standingOf({ current, validity }: SearchHit, t: Translate) {
  if (!current) return [<Tag kind="ended">{t('search.older-version')}</Tag>]
  if (!validity) return []
  if (validity !== 'amended') return [<ValidityTag validity={validity} />]
  return [
    <ValidityTag validity="valid" />,
    <Tag kind="wait" icon="correct">
      {t('ui.validity.amended')}
    </Tag>,
  ]
}
