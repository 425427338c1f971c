import { Facts, More, Page, PageHead, PortalPage, Section, SectionHead, useFrame } from '#ui'

/** The identification facts that the rules for government sites demand, in one place. */
export function AboutPage() {
  const { site, t } = useFrame()
  const title = t('portal.about')
  const { name, domain, owner, operator, address, phone, site_id_code, icp_number, police_filing_number } =
    site
  return (
    <PortalPage title={title} description={t('portal.about.lead')} trail={[{ label: title }]}>
      <Page>
        <PageHead title={title} lead={site.description || t('portal.about.lead')} />
      </Page>
      <Section labelledby="identity">
        <SectionHead id="identity" title={t('portal.about.identity')} />
        <Facts
          facts={[
            { label: t('portal.about.name'), value: name },
            { label: t('portal.about.domain'), value: <span class="mono">{domain}</span> },
            { label: t('portal.about.owner'), value: owner },
            { label: t('portal.about.operator'), value: operator },
            { label: t('portal.about.address'), value: address },
            { label: t('portal.about.phone'), value: phone },
            { label: t('portal.about.code'), value: site_id_code },
            { label: t('portal.about.icp'), value: icp_number },
            { label: t('portal.about.police'), value: police_filing_number },
          ]}
        />
      </Section>
      <Section labelledby="promises">
        <SectionHead id="promises" title={t('portal.about.promises')} />
        <Points keys={['record', 'privacy', 'data'].map((key) => `portal.about.promise.${key}`)} />
        <p>
          <More href="/accessibility" label={t('portal.accessibility')} />
        </p>
        <p>
          <More href="/report?page=%2Fabout" label={t('portal.report')} />
        </p>
      </Section>
    </PortalPage>
  )
}

export function AccessibilityPage() {
  const { site, t } = useFrame()
  const title = t('portal.accessibility')
  const can = ['keyboard', 'reader', 'size', 'script', 'offline']
  return (
    <PortalPage title={title} description={t('portal.accessibility.lead')} trail={[{ label: title }]}>
      <Page>
        <PageHead title={title} lead={t('portal.accessibility.lead')} />
      </Page>
      <Section labelledby="can">
        <SectionHead id="can" title={t('portal.accessibility.can')} />
        <Points keys={can.map((key) => `portal.accessibility.can.${key}`)} />
        <p>
          <More href="/settings" label={t('portal.settings')} />
        </p>
      </Section>
      <Section labelledby="not">
        <SectionHead id="not" title={t('portal.accessibility.not')} />
        <Points keys={['files', 'english'].map((key) => `portal.accessibility.not.${key}`)} />
      </Section>
      <Section labelledby="help">
        <SectionHead id="help" title={t('portal.accessibility.help')} />
        <p>
          {t('portal.accessibility.help.text')}{' '}
          {site.phone && t('portal.accessibility.help.phone', { phone: site.phone })}
        </p>
        <p>
          <More href="/report?page=%2Faccessibility" label={t('portal.report')} />
        </p>
      </Section>
    </PortalPage>
  )
}

/** Kept by the service worker from its first day on, and shown where it has no copy. */
export function OfflinePage() {
  const { t } = useFrame()
  const title = t('portal.offline')
  return (
    <PortalPage title={title} hidden>
      <Page>
        <PageHead title={title} lead={t('portal.offline.lead')} />
        <p>{t('portal.offline.again')}</p>
      </Page>
    </PortalPage>
  )
}

function Points({ keys }: { keys: readonly string[] }) {
  const { t } = useFrame()
  return (
    <ul class="points">
      {keys.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  )
}
