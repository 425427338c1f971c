import { Icon, useFrame } from '#ui'
import type { Answered } from '../finding.ts'
import type { NamedHit } from '../naming.ts'
import { type SearchQuery, searchAddress } from '../schema.ts'

type Props = { query: SearchQuery; found: Answered }

/** Before what was found: what an editor answers, and whose name was typed. */
export function First({ found }: Props) {
  const { t } = useFrame()
  const { answer, named } = found
  if (!answer && named.length === 0) return null
  return (
    <section class="search-first" aria-label={t(answer ? 'search.answered' : 'search.named')}>
      <ul class="plain-list">
        {answer && <AnswerLine answer={answer} />}
        {named.map((one) => (
          <NamedLine key={one.id} one={one} />
        ))}
      </ul>
    </section>
  )
}

function AnswerLine({ answer }: { answer: NonNullable<Answered['answer']> }) {
  const { address, t } = useFrame()
  return (
    <li>
      <span class="search-kind">{t('search.answered')}</span>
      <a class="search-named" href={address(answer.address)}>
        {answer.title}
      </a>
    </li>
  )
}

function NamedLine({ one }: { one: NamedHit }) {
  const { address, t } = useFrame()
  return (
    <li>
      <span class="search-kind">{kindOfNamed(t, one.kind)}</span>
      <a class="search-named" href={address(one.address)}>
        {one.name}
      </a>
      {one.isOrganisation && (
        <a class="more" href={address(searchAddress({ publisher: one.id }))}>
          {t('search.published-by')} <Icon name="next" />
        </a>
      )}
    </li>
  )
}

/** A kind whose module gave it no word here is shown without one. */
function kindOfNamed(t: ReturnType<typeof useFrame>['t'], kind: string): string {
  const key = `search.named.${kind}`
  const word = t(key)
  return word === key ? '' : word
}

/** What a slip was probably meant to be, and titles that are nearly it. */
export function Meant({ query, found }: Props) {
  const { address, t } = useFrame()
  const { meant, near } = found
  return (
    <>
      {meant && (
        <p class="search-meant">
          {t('search.meant')}{' '}
          <a href={address(searchAddress({ q: meant, older: query.older }))}>
            <b>{meant}</b>
          </a>
        </p>
      )}
      {near.length > 0 && (
        <>
          <p>{t('search.near')}</p>
          <ul>
            {near.map((one) => (
              <li key={one.address}>
                <a href={address(one.address)}>{one.title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

export function Also({ query, found }: Props) {
  const { address, t } = useFrame()
  if (found.also.length === 0) return null
  const q = query.q ?? ''
  return (
    <p class="soft">
      {t('search.also', { words: found.also.join(t.language === 'zh-CN' ? '、' : ', ') })}{' '}
      <a href={address(searchAddress(query, { q: `“${q}”` }))}>{t('search.exactly', { query: q })}</a>
    </p>
  )
}
