import type { CivilDate } from '#kernel/calendar'
import type { SanitisedHtml } from '#kernel/rich-text'
import { textOf } from '#platform/rich-text'
import { FactLine, OfficialDocument, Phrased, RichText, Time, useFrame } from '#ui'

/** A text as the public reads it, whether it is public already or still on the desk. */
export type TextToShow = {
  kind: string
  title: string
  /** Where the title may break; absent, it breaks anywhere. */
  title_phrases?: readonly string[] | undefined
  body: SanitisedHtml
  publisher: string
  /** An agency with a mark of its own issues under a red head; laws that were brought in have none. */
  is_agency: boolean
  document_number: string | null
  signed_on: CivilDate | null
  is_proactive: boolean
  source: string | null
  editor: string | null
  /** The plain sentence above a report; a document has its own place for it. */
  summary?: string | undefined
  published_at: Date | undefined
  source_published_on: CivilDate | null
  /** Names of the attachments, which a document lists under its text. */
  attachments?: readonly string[] | undefined
}

/** The same rendering for the public page, an earlier text, and the preview on the desk. */
export function PublicationText({ text }: { text: TextToShow }) {
  if (text.kind === 'document') return <DocumentText text={text} />
  return (
    <article>
      <ArticleHead text={text} />
      <ArticleBody text={text} />
    </article>
  )
}

export function DocumentText({ text }: { text: TextToShow }) {
  const hasRedHead = text.is_agency && text.document_number !== null
  const end = textOf(text.body).slice(-300)
  const isSigned = end.includes(text.publisher)
  return (
    <OfficialDocument
      title={<Phrased words={text.title_phrases ?? [text.title]} />}
      body={betweenPartMarks('body', text.body)}
      attachments={/附件\s*[:：0-9１-９]/.test(end) ? undefined : text.attachments}
      issuers={hasRedHead ? [text.publisher] : undefined}
      number={hasRedHead ? (text.document_number ?? undefined) : undefined}
      signers={hasRedHead && !isSigned ? [text.publisher] : undefined}
      signedOn={hasRedHead && !isSigned ? (text.signed_on ?? undefined) : undefined}
      mark={hasRedHead && text.is_proactive && !end.includes('此件公开发布') ? '（此件公开发布）' : undefined}
    />
  )
}

export function ArticleHead({ text }: { text: TextToShow }) {
  const { t } = useFrame()
  const minutes = Math.max(1, Math.round(textOf(text.body).length / CHARACTERS_A_MINUTE))
  const byline = [
    text.source_published_on ? (
      <Time date={text.source_published_on} />
    ) : (
      text.published_at && <Time at={text.published_at} />
    ),
    t('publications.source', { source: text.source ?? text.publisher }),
    text.editor && t('publications.editor', { editor: text.editor }),
    t('publications.minutes', { minutes }),
  ]
  return (
    <header class="page-head article-head">
      <h1 lang="zh-CN">
        <Phrased words={text.title_phrases ?? [text.title]} />
      </h1>
      {text.summary && (
        <p class="lead" lang="zh-CN">
          {text.summary}
        </p>
      )}
      <FactLine class="byline" parts={byline.filter(Boolean)} />
    </header>
  )
}

export function ArticleBody({ text }: { text: TextToShow }) {
  return (
    <div lang="zh-CN">
      <RichText html={betweenPartMarks('body', text.body)} />
    </div>
  )
}

/** Silent reading of Chinese by adults, rounded down. */
const CHARACTERS_A_MINUTE = 400

/** The bytes between the marks are those of the stored part: whoever verifies the page cuts there. */
function betweenPartMarks(part: string, html: SanitisedHtml): SanitisedHtml {
  return `<!--part:${part}-->${html}<!--/part-->` as SanitisedHtml
}
