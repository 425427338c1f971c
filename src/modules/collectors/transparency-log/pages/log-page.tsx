import {
  Downloads,
  Facts,
  instantInWords,
  Notice,
  Page,
  PageHead,
  Pagination,
  PortalPage,
  SectionHead,
  Time,
  useFrame,
} from '#ui'
import type { Entry, Published } from '../queries.ts'
import { EntryTable } from './entry-table.tsx'
import { numbered } from './words.ts'

export type LogView = {
  published: Published
  origin: string
  root: string
  vkey: string | undefined
  entries: readonly Entry[]
  previous: string | undefined
  next: string | undefined
  alarms: readonly { code: string; at: Date }[]
}

/** The readable face of the log: how long it is, who signed it, and what was entered last. */
export function LogPage({ log }: { log: LogView }) {
  const { t } = useFrame()
  const title = t('log.title')
  return (
    <PortalPage title={title} trail={[{ label: title }]}>
      <Page>
        <PageHead title={title} lead={t('log.lead')} />
        {log.alarms.map(({ code, at }) => (
          <Notice key={code} kind="late">
            <p>{t('log.alarm', { code, since: instantInWords(at, t.language) })}</p>
          </Notice>
        ))}
        <Facts
          form="wide"
          facts={[
            { label: t('log.size'), value: numbered(log.published.size, t) },
            { label: t('log.signed'), value: <Time at={log.published.at} /> },
            { label: t('log.origin'), value: <code>{log.origin}</code> },
            { label: t('log.root'), value: <code>{log.root}</code> },
            { label: t('log.key'), value: log.vkey && <code>{log.vkey}</code> },
          ]}
        />
        <SectionHead title={t('log.newest')} id="newest" />
        <EntryTable entries={log.entries} caption={t('log.newest')} />
        <Pagination previous={log.previous} next={log.next} />
        <SectionHead title={t('log.check.title')} id="check" />
        <p>{t('log.check.whole')}</p>
        <p>{t('log.check.trust')}</p>
        <details>
          <summary>{t('log.checkpoint')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer */}
          <pre class="reference-code" tabIndex={0}>
            <code>{log.published.note}</code>
          </pre>
        </details>
        <Downloads
          links={[
            { href: '/log/checkpoint', label: 'checkpoint', icon: 'data' },
            { href: '/log/keys.json', label: 'keys.json', icon: 'data' },
            { href: '/log/policy', label: 'policy', icon: 'data' },
          ]}
        />
      </Page>
    </PortalPage>
  )
}
