import type { ComponentChildren } from 'preact'
import type { SanitisedHtml } from '#kernel/rich-text'
import { type Fact, present } from './facts.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import { RichText } from './rich-text.tsx'
import { Time } from './time.tsx'

/** The frame of an official document: 索引号 and its neighbours, their labels spread over four characters. */
export function IndexBlock({ facts }: { facts: readonly (Fact & { wide?: boolean | undefined })[] }) {
  return (
    <dl class="index-block">
      {present(facts).map((fact) => (
        <div key={fact.label} class={'wide' in fact && fact.wide ? 'wide' : undefined}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** White paper on the silk ground. */
export function Sheet({ children, lang }: { children: ComponentChildren; lang?: string | undefined }) {
  return (
    <article class="sheet" lang={lang}>
      {children}
    </article>
  )
}

/** Joint issuers stand one above the other, with 文件 once. */
export function RedHead({ issuers, number }: { issuers: readonly string[]; number?: string | undefined }) {
  return (
    <div class="red-head">
      <p class="red-head-issuer">
        {issuers.map((issuer, at) => (
          <span key={issuer}>
            {issuer}
            {at === issuers.length - 1 && !issuer.endsWith('文件') && '文件'}
          </span>
        ))}
      </p>
      {number && <p class="red-head-number">{number}</p>}
      <hr class="red-head-line" />
    </div>
  )
}

/** After GB/T 9704, adapted to a screen. What is absent is left out; the body is the stored bytes. */
export function OfficialDocument(props: {
  title: ComponentChildren
  body: SanitisedHtml
  issuers?: readonly string[] | undefined
  number?: string | undefined
  addressee?: string | undefined
  attachments?: readonly string[] | undefined
  signers?: readonly string[] | undefined
  signedOn?: string | undefined
  /** （此件公开发布） */
  mark?: string | undefined
  /** 抄送：… */
  copies?: string | undefined
  printedBy?: string | undefined
  printedOn?: string | undefined
  notes?: ComponentChildren
}) {
  return (
    <Sheet lang="zh-CN">
      {props.issuers && props.issuers.length > 0 && <RedHead issuers={props.issuers} number={props.number} />}
      <div class="document">
        <h1 class="document-title">{props.title}</h1>
        {props.notes}
        {props.addressee && <p class="addressee">{props.addressee}</p>}
        <RichText html={props.body} class="document-body" />
        <Attachments names={props.attachments ?? []} />
        <Signature signers={props.signers ?? []} on={props.signedOn} />
        {props.mark && <p class="document-mark">{props.mark}</p>}
        <DocumentFoot {...props} />
      </div>
    </Sheet>
  )
}

function Attachments({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <div class="document-attachments">
      {names.map((name, at) => (
        <p key={name}>
          {at === 0 && '附件：'}
          {names.length > 1 && `${at + 1}. `}
          {name}
        </p>
      ))}
    </div>
  )
}

function Signature({ signers, on }: { signers: readonly string[]; on: string | undefined }) {
  if (signers.length === 0 && !on) return null
  return (
    <div class="document-sign">
      {signers.map((signer) => (
        <p key={signer}>{signer}</p>
      ))}
      {on && <p>{inChinese(on)}</p>}
    </div>
  )
}

function DocumentFoot(props: {
  copies?: string | undefined
  printedBy?: string | undefined
  printedOn?: string | undefined
}) {
  if (!props.copies && !props.printedBy) return null
  return (
    <div class="document-foot">
      {props.copies && <p class="wide">{props.copies}</p>}
      {props.printedBy && <p>{props.printedBy}</p>}
      {props.printedOn && <p>{inChinese(props.printedOn)}印发</p>}
    </div>
  )
}

/** The date inside a Chinese document is Chinese, whatever language the page around it has. */
function inChinese(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** The editor's note under the clause that a later act changed: nobody takes it for the text. */
export function DocumentNote({ id, children }: { id?: string | undefined; children: ComponentChildren }) {
  return (
    <div class="document-note" id={id} role="note">
      <Icon name="correct" />
      <p>{children}</p>
    </div>
  )
}

export type ChainLink = {
  title: string
  href?: string | undefined
  note?: ComponentChildren
  tag?: ComponentChildren
  /** A civil date, or a span of time in words. */
  date?: string | undefined
  when?: string | undefined
  standing: 'ended' | 'here' | 'later'
}

/** What the document replaced, itself, and what changed it. */
export function ValidityChain({ links }: { links: readonly ChainLink[] }) {
  return (
    <ol class="chain">
      {links.map((link) => (
        <li key={link.title} class={link.standing === 'later' ? undefined : `is-${link.standing}`}>
          <p>
            <ChainTitle link={link} />
          </p>
          {link.note && <p class="small soft">{link.note}</p>}
          {link.tag && <p>{link.tag}</p>}
          {link.date && <Time class="row-date" date={link.date} />}
          {link.when && <span class="row-date">{link.when}</span>}
        </li>
      ))}
    </ol>
  )
}

function ChainTitle({ link }: { link: ChainLink }) {
  const { address } = useFrame()
  if (link.standing === 'here' || !link.href) return <strong>{link.title}</strong>
  return (
    <a class={link.standing === 'ended' ? 'is-struck' : undefined} href={address(link.href)}>
      {link.title}
    </a>
  )
}

/** Above a document: its standing in one sentence, and the plain summary, which is marked as no part of the text. */
export function DocumentLead(props: {
  status?: ComponentChildren
  lead?: ComponentChildren
  note?: ComponentChildren
}) {
  return (
    <div class="document-lead">
      {props.status && <div class="document-status">{props.status}</div>}
      {props.lead && <p class="lead">{props.lead}</p>}
      {props.note && <p class="in-short">{props.note}</p>}
    </div>
  )
}

/** The silk ground: index block, sheet, side column; a phone shows the sheet first. */
export function DocumentLayout(props: {
  index: ComponentChildren
  children: ComponentChildren
  aside?: ComponentChildren
  asideLabel: string
}) {
  return (
    <div class="desk-ground">
      <div class="page document-layout">
        {props.index}
        {props.children}
        {props.aside && (
          <aside class="aside" aria-label={props.asideLabel}>
            {props.aside}
          </aside>
        )}
      </div>
    </div>
  )
}
