import { LANGUAGES } from '#kernel/messages'
import type { Crumb } from './breadcrumb.tsx'
import { tagInstant } from './dates.ts'
import { type Frame, useFrame } from './frame.tsx'
import { type Legislation, LinkedData } from './linked-data.tsx'

export type Column = {
  name: string
  description?: string | undefined
  keywords?: string | undefined
  /** 工作动态, 政策文件, 信息公开, 互动交流, 概况信息 … */
  type?: string | undefined
}

export type Article = {
  title: string
  published: Date
  changed?: Date | undefined
  source: string
  keywords?: string | undefined
  author?: string | undefined
  description?: string | undefined
  image?: string | undefined
}

export type Feed = {
  href: string
  title: string
  type:
    | 'application/atom+xml'
    | 'application/rss+xml'
    | 'application/feed+json'
    | 'application/json'
    | 'text/csv'
}

export type HeadProps = {
  title: string
  description?: string | undefined
  column?: Column | undefined
  article?: Article | undefined
  legislation?: Legislation | undefined
  feeds?: readonly Feed[] | undefined
  /** Whole address of the same page on the site that it belongs to, where that is another one. */
  canonical?: string | undefined
  /** Pages of one person and results of a search are not for other indexes. */
  hidden?: boolean | undefined
  refreshSeconds?: number | undefined
}

type Sources = { stylesheet: string; script: string; siteTags: boolean; trail?: readonly Crumb[] | undefined }

export function Head(props: HeadProps & Sources) {
  const frame = useFrame()
  const { site, asset } = frame
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{props.title === site.name ? site.name : `${props.title} - ${site.name}`}</title>
      <meta
        name="description"
        content={props.description ?? props.article?.description ?? site.description}
      />
      <meta name="color-scheme" content={frame.modes.theme === 'auto' ? 'light dark' : frame.modes.theme} />
      {props.hidden && <meta name="robots" content="noindex" />}
      {props.refreshSeconds && <meta http-equiv="refresh" content={String(props.refreshSeconds)} />}
      {props.siteTags && <GovernmentTags frame={frame} column={props.column} article={props.article} />}
      {props.siteTags && <Alternates frame={frame} feeds={props.feeds ?? []} canonical={props.canonical} />}
      {props.siteTags && !props.hidden && <LinkedData {...props} />}
      <link rel="icon" href={asset('seal.svg')} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={asset('icon-180.png')} />
      <link rel="stylesheet" href={asset(props.stylesheet)} />
      <script type="module" src={asset(props.script)} />
    </head>
  )
}

/** The names of the state's rules for government sites, case as the rules print it: crawlers of the inspectors compare it. */
function GovernmentTags({
  frame,
  column,
  article,
}: {
  frame: Frame
  column: Column | undefined
  article: Article | undefined
}) {
  const { site } = frame
  const tags: [string, string | undefined][] = [
    ['SiteName', site.name],
    ['SiteDomain', site.domain],
    ['SiteIDCode', site.site_id_code],
    ['ColumnName', column?.name],
    ['ColumnDescription', column && (column.description ?? column.name)],
    ['ColumnKeywords', column && (column.keywords ?? column.name)],
    ['ColumnType', column && (column.type ?? column.name)],
    ['ArticleTitle', article?.title],
    ['PubDate', article && tagInstant(article.published)],
    ['ContentSource', article?.source],
    ['Keywords', article?.keywords ?? (column ? undefined : site.keywords)],
    ['Author', article?.author],
    ['Description', article?.description],
    ['Image', article?.image && frame.absolute(article.image)],
    ['Url', article && frame.absolute(frame.here)],
  ]
  return <>{tags.map(([name, content]) => content && <meta key={name} name={name} content={content} />)}</>
}

function Alternates({
  frame,
  feeds,
  canonical,
}: {
  frame: Frame
  feeds: readonly Feed[]
  canonical: string | undefined
}) {
  const { absolute, address, here } = frame
  return (
    <>
      <link rel="canonical" href={canonical ?? absolute(here)} />
      {LANGUAGES.map((language) => (
        <link
          key={language}
          rel="alternate"
          hreflang={language}
          href={absolute(inLanguage(here, language))}
        />
      ))}
      <link rel="alternate" hreflang="x-default" href={absolute(here)} />
      {feeds.map((feed) => (
        <link key={feed.href} rel="alternate" type={feed.type} title={feed.title} href={address(feed.href)} />
      ))}
      <link
        rel="search"
        type="application/opensearchdescription+xml"
        title={frame.site.name}
        href={address('/opensearch.xml')}
      />
      <link rel="manifest" href={address('/manifest.webmanifest')} />
    </>
  )
}

function inLanguage(path: string, language: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`
}
