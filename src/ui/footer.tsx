import type { ComponentChildren } from 'preact'
import { type Frame, useFrame } from './frame.tsx'

/** Who answers for the site, in the order of the state's rules; links in groups above it. */
export function Footer() {
  const { footer = [] } = useFrame()
  return (
    <footer class="footer">
      <div class="page">
        {footer.length > 0 && <Links groups={footer} />}
        <div class="footer-identity">
          <Facts />
          <Marks />
        </div>
      </div>
    </footer>
  )
}

function Links({ groups }: { groups: NonNullable<Frame['footer']> }) {
  const { address, t } = useFrame()
  return (
    <div class="footer-links not-simple">
      {groups.map((group) => (
        <section key={group.key}>
          <h2>{t(group.key)}</h2>
          <ul class="plain-list">
            {group.links.map((link) => (
              <li key={link.href}>
                <a href={address(link.href)}>{t(link.key)}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Facts() {
  const { site, t } = useFrame()
  const facts: [string, string][] = [
    ['owner', site.owner],
    ['operator', site.operator],
    ['address', site.address],
    ['phone', site.phone],
    ['code', site.site_id_code],
  ]
  return (
    <ul class="footer-facts">
      {facts.map(([fact, value]) => value && <li key={fact}>{t(`ui.footer.${fact}`, { value })}</li>)}
      {site.icp_number && (
        <li>
          <a href="https://beian.miit.gov.cn/" rel="noreferrer">
            {site.icp_number}
          </a>
        </li>
      )}
      {site.police_filing_number && (
        <li>
          <a href="https://beian.mps.gov.cn/" rel="noreferrer">
            {site.police_filing_number}
          </a>
        </li>
      )}
    </ul>
  )
}

/** Drawn stand-ins; the marks that the state issues replace them unchanged. */
function Marks() {
  const { t } = useFrame()
  return (
    <div class="footer-marks">
      <FooterMark drawing="M12 29h20M14 29v-9M20 29v-9M24.5 29v-9M30 29v-9M11 20h22L22 12z" state>
        {t('ui.footer.mark.organ')}
      </FooterMark>
      <FooterMark
        href="/report"
        drawing="M13 20a7 7 0 1 0 14 0a7 7 0 1 0-14 0M25.5 25.5l6 6M20 16.5v4M20 23v.2"
      >
        {t('ui.footer.mark.errors')}
      </FooterMark>
      <FooterMark
        href="/accessibility"
        drawing="M19.4 13a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0M12.5 18.5 22 20l9.5-1.5M22 20v6l-4.5 8M22 26l4.5 8"
      >
        {t('ui.footer.mark.accessibility')}
      </FooterMark>
    </div>
  )
}

/** Whether the site has that page, which its footer links tell. */
export function useServed(href: string | undefined): boolean {
  const { footer = [] } = useFrame()
  return footer.some((group) => group.links.some((link) => link.href === href))
}

const RING = 'M3 22a19 19 0 1 0 38 0a19 19 0 1 0-38 0'

/** A link only where the site has that page, which its footer links tell. */
function FooterMark(props: { href?: string; drawing: string; state?: boolean; children: ComponentChildren }) {
  const { address } = useFrame()
  const served = useServed(props.href)
  const inside = (
    <>
      <svg viewBox="0 0 44 44" aria-hidden="true" focusable="false">
        <path class={props.state ? 'mark-state' : 'mark-line'} d={RING + props.drawing} />
      </svg>
      {props.children}
    </>
  )
  if (!served || !props.href) return <span class="footer-mark">{inside}</span>
  return (
    <a class="footer-mark" href={address(props.href)}>
      {inside}
    </a>
  )
}
