/** What an importer has to tell about a file. An error means that the text is not whole; a warning, that a fact is. */
export type ProblemCode =
  | 'title-missing'
  | 'header-end-missing'
  | 'body-empty'
  | 'characters-broken'
  | 'path-unknown'
  | 'date-missing'
  | 'date-unreadable'
  | 'date-differs-from-name'
  | 'events-missing'
  | 'publisher-assumed'
  | 'publisher-missing'
  | 'header-line-unread'
  | 'title-differs-from-name'
  | 'articles-missing'
  | 'article-out-of-order'
  | 'article-skipped'
  | 'ending-missing'
  | 'annex-missing'
  | 'contents-list-dropped'

export type Problem = { severity: 'error' | 'warning'; code: ProblemCode; line?: number }
