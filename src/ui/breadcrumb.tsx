import { useFrame } from './frame.tsx'

export type Crumb = { label: string; href?: string | undefined }

export function Breadcrumb({ trail, home }: { trail: readonly Crumb[]; home?: boolean | undefined }) {
  const { address, t } = useFrame()
  const crumbs = home ? [{ label: t('ui.home'), href: '/' }, ...trail] : trail
  return (
    <nav class={home ? 'breadcrumb page' : 'breadcrumb'} aria-label={t('ui.breadcrumb')}>
      <ol>
        {crumbs.map((crumb, at) =>
          at < crumbs.length - 1 && crumb.href ? (
            <li key={crumb.href}>
              <a href={address(crumb.href)}>{crumb.label}</a>
            </li>
          ) : (
            <li key={crumb.label} aria-current={at === crumbs.length - 1 ? 'page' : undefined}>
              {crumb.label}
            </li>
          ),
        )}
      </ol>
    </nav>
  )
}
