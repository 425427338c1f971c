import type { Draft } from '#kernel/forms'
import {
  Block,
  Button,
  ButtonRow,
  DataTable,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Facts,
  Input,
  instantInWords,
  Notice,
  PostForm,
  Textarea,
  useFrame,
} from '#ui'
import type { Amendment } from '../queries.ts'
import { SITE_FIELDS } from '../schema.ts'

type SitePageProps = {
  draft: Draft
  site: { key: string; host: string }
  amendments: readonly Amendment[]
  nameOf: (by: string) => string | undefined
  isSaved: boolean
}

const LENGTHS: Partial<Record<(typeof SITE_FIELDS)[number], number>> = {
  name: 60,
  name_en: 120,
  owner: 60,
  operator: 120,
  site_id_code: 10,
  icp_number: 40,
  police_filing_number: 40,
  address: 120,
  phone: 40,
  keywords: 200,
}

export function SitePage(props: SitePageProps) {
  const { draft, site, isSaved, amendments } = props
  const { t } = useFrame()
  return (
    <DeskPage title={t('site.menu')}>
      <DeskHead title={t('site.menu')} sub={t('site.sub')} />
      {isSaved && <Notice kind="good" title={t('site.saved')} announced />}
      <Facts
        form="plain"
        facts={[
          { label: t('site.host'), value: <span class="mono">{site.host}</span> },
          { label: t('site.key'), value: <span class="mono">{site.key}</span> },
        ]}
      />
      <p class="small faint">{t('site.host.note')}</p>
      <PostForm action="/desk/site" guarded>
        <ErrorSummary draft={draft} />
        {SITE_FIELDS.filter((field) => field !== 'description').map((field) => (
          <Input
            key={field}
            name={field}
            label={t(`site.field.${field}`)}
            hint={HINTED.has(field) ? t(`site.field.${field}.hint`) : undefined}
            draft={draft}
            maxlength={LENGTHS[field]}
          />
        ))}
        <Textarea
          name="description"
          label={t('site.field.description')}
          hint={t('site.field.description.hint')}
          draft={draft}
          rows={3}
          maxlength={300}
        />
        <ButtonRow>
          <Button kind="main">{t('site.save')}</Button>
        </ButtonRow>
      </PostForm>
      {amendments.length > 0 && <History {...props} />}
    </DeskPage>
  )
}

const HINTED: ReadonlySet<string> = new Set(['owner', 'operator', 'site_id_code', 'keywords'])

function History({ amendments, nameOf }: SitePageProps) {
  const { t } = useFrame()
  return (
    <Block title={t('site.history')} id="history">
      <DataTable
        caption={t('site.history')}
        columns={[
          { label: t('site.history.at') },
          { label: t('site.history.by') },
          { label: t('site.history.field') },
          { label: t('site.history.before') },
          { label: t('site.history.after') },
        ]}
        rows={amendments.flatMap(({ id, at, by, before, after }) =>
          Object.keys(after).map((field) => ({
            key: `${id} ${field}`,
            cells: [
              instantInWords(at, t.language),
              nameOf(by) ?? t('site.history.operator'),
              t(field === 'host' ? 'site.host' : `site.field.${field}`),
              before[field] || t('site.history.nothing'),
              after[field] || t('site.history.nothing'),
            ],
          })),
        )}
      />
    </Block>
  )
}
