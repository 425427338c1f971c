import { type ComponentChildren, Fragment } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import { Time } from './time.tsx'

export type DifferenceSpan = { kind: 'same' | 'added' | 'removed'; text: string }
export type DifferenceBlock = {
  kind: 'unchanged' | 'added' | 'removed' | 'changed'
  spans: readonly DifferenceSpan[]
}

type Run = { folded: boolean; from: number; blocks: readonly DifferenceBlock[] }

/**
 * Two texts as one, word by word; what did not change is folded. Each mark has a visible label besides line and
 * colour, and a hidden word for those who listen. `side` sets the two texts beside each other where there is room.
 */
export function Difference(props: {
  blocks: readonly DifferenceBlock[]
  view?: 'merged' | 'side' | undefined
  heads?: { before: string; after: string } | undefined
}) {
  const { t } = useFrame()
  const runs = foldUnchanged(props.blocks)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a passage of the page, not a section with a heading of its own
    <div
      class={props.view === 'side' ? 'diff diff-side' : 'diff'}
      role="region"
      aria-label={t('ui.difference')}
    >
      {props.view === 'side' && props.heads && (
        <div class="diff-heads" aria-hidden="true">
          <span>{props.heads.before}</span>
          <span>{props.heads.after}</span>
        </div>
      )}
      {runs.map((run) =>
        run.folded ? (
          <Folded key={run.from} run={run} />
        ) : (
          <Shown key={run.from} run={run} side={props.view === 'side'} />
        ),
      )}
    </div>
  )
}

function Folded({ run }: { run: Run }) {
  const { t } = useFrame()
  return (
    <details class="diff-skip">
      <summary>{t('ui.difference.unchanged', { count: run.blocks.length })}</summary>
      {run.blocks.map((block, at) => (
        <p key={at}>
          <Words spans={block.spans} />
        </p>
      ))}
    </details>
  )
}

function Shown({ run, side }: { run: Run; side: boolean }) {
  return (
    <>
      {run.blocks.map((block, at) => {
        const key = run.from + at
        if (!side) {
          return (
            <p key={key} id={`change-${key + 1}`}>
              <Words spans={block.spans} />
            </p>
          )
        }
        return (
          <div class="diff-pair" key={key} id={`change-${key + 1}`}>
            <p class="diff-before">
              <Words spans={block.spans.filter((span) => span.kind !== 'added')} />
            </p>
            <p class="diff-after">
              <Words spans={block.spans.filter((span) => span.kind !== 'removed')} />
            </p>
            <p class="diff-both">
              <Words spans={block.spans} />
            </p>
          </div>
        )
      })}
    </>
  )
}

function Words({ spans }: { spans: readonly DifferenceSpan[] }) {
  return (
    <>
      {spans.map((span, at) => (
        <Fragment key={at}>
          {span.kind === 'same' ? span.text : <Changed kind={span.kind}>{span.text}</Changed>}
        </Fragment>
      ))}
    </>
  )
}

/** Also for pairs of metadata: 文号, 施行日. */
export function Changed({ kind, children }: { kind: 'added' | 'removed'; children: string }) {
  const { t } = useFrame()
  const Mark = kind === 'added' ? 'ins' : 'del'
  return (
    <Mark data-label={t(`ui.difference.${kind}.label`)}>
      <span class="visually-hidden">{t(`ui.difference.${kind}`)}</span>
      {children}
    </Mark>
  )
}

export function DifferenceLegend({ added, removed }: { added: number; removed: number }) {
  const { t } = useFrame()
  return (
    <ul class="legend diff-legend">
      <li>
        <ins data-label={t('ui.difference.added.label')}>{t('ui.difference.added.words')}</ins>
      </li>
      <li>
        <del data-label={t('ui.difference.removed.label')}>{t('ui.difference.removed.words')}</del>
      </li>
      <li class="faint">{t('ui.difference.total', { added, removed })}</li>
    </ul>
  )
}

function foldUnchanged(blocks: readonly DifferenceBlock[]): Run[] {
  const runs: { folded: boolean; from: number; blocks: DifferenceBlock[] }[] = []
  for (const [from, block] of blocks.entries()) {
    const folded = block.kind === 'unchanged'
    const last = runs.at(-1)
    if (last && last.folded === folded) last.blocks.push(block)
    else runs.push({ folded, from, blocks: [block] })
  }
  return runs
}

export type Version = {
  label: string
  href?: string | undefined
  at: Date
  note?: string | undefined
  current?: boolean | undefined
}

/** Newest first. */
export function HistoryVersions({ versions }: { versions: readonly Version[] }) {
  const { address, t } = useFrame()
  return (
    <ol class="chain versions">
      {versions.map((version) => (
        <li key={version.label} class={version.current ? 'is-here' : undefined}>
          <p>
            {version.current || !version.href ? (
              <strong>{version.label}</strong>
            ) : (
              <a href={address(version.href)}>{version.label}</a>
            )}
            {version.current && ` ${t('ui.version.current')}`}
          </p>
          <Time class="row-date" at={version.at} />
          {version.note && <p class="small soft">{version.note}</p>}
        </li>
      ))}
    </ol>
  )
}

/** One on every published page, small, at its end: the number in the public log and the ways to check it. */
export function LogLine(props: {
  children: ComponentChildren
  links: readonly { href: string; label: string }[]
}) {
  const { address } = useFrame()
  return (
    <div class="log-line">
      <p>
        <Icon name="log" /> <span>{props.children}</span>
      </p>
      {props.links.map((link) => (
        <a key={link.href} href={link.href.startsWith('#') ? link.href : address(link.href)}>
          {link.label}
        </a>
      ))}
    </div>
  )
}

/** What the server checked, in sentences; the proof for those who do not take its word. */
export function Verify(props: {
  title: string
  lead?: ComponentChildren
  claims: readonly { text: ComponentChildren; failed?: boolean | undefined }[]
  children?: ComponentChildren
}) {
  return (
    <section class="verify" id="verify" aria-labelledby="verify-title">
      <h2 id="verify-title">{props.title}</h2>
      {props.lead && <p class="soft">{props.lead}</p>}
      <ul class="plain-list">
        {props.claims.map((claim, at) => (
          <li key={at} class={claim.failed ? 'is-failed' : undefined}>
            <Icon name={claim.failed ? 'alert' : 'check'} />
            <span>{claim.text}</span>
          </li>
        ))}
      </ul>
      {props.children}
    </section>
  )
}
