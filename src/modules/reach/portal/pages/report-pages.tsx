import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Facts,
  Input,
  instantInWords,
  Notice,
  Page,
  PageHead,
  PortalPage,
  PostForm,
  Radios,
  Textarea,
  useFrame,
} from '#ui'
import type { ReportedPage } from '../page-addresses.ts'
import type { Receipt } from '../report-queries.ts'
import { REPORT_KINDS } from '../tables.ts'

/** 我为政府网站找错: which page, what is wrong; an account is never asked for, and a way to answer only if one wants. */
export function ReportPage({ page, draft }: { page: ReportedPage; draft: Draft }) {
  const { address, t } = useFrame()
  const title = t('portal.report')
  return (
    <PortalPage title={title} trail={[{ label: title }]} hidden>
      <Page>
        <PageHead title={title} lead={t('portal.report.lead')} />
        <PostForm action="/report">
          <ErrorSummary draft={draft} />
          <input type="hidden" name="page" value={page.path} />
          <input type="hidden" name="begun" value={[draft.values.begun ?? ''].flat()[0]} />
          <p>
            {t('portal.report.page')} <a href={address(page.path)}>{page.title}</a>
          </p>
          <Radios
            name="kind"
            label={t('portal.report.kind')}
            draft={draft}
            options={REPORT_KINDS.map((kind) => ({ value: kind, label: t(`portal.report.kind.${kind}`) }))}
          />
          <Textarea
            name="words"
            label={t('portal.report.words')}
            hint={t('portal.report.words.hint')}
            draft={draft}
            rows={5}
            maxlength={1000}
          />
          <Input
            name="contact"
            label={t('portal.report.contact')}
            hint={t('portal.report.contact.hint')}
            draft={draft}
            maxlength={100}
            autocomplete="off"
            optional
          />
          <div class="visually-hidden" aria-hidden="true">
            <label for="field-website">{t('portal.report.leave-empty')}</label>
            <input id="field-website" name="website" type="text" value="" tabIndex={-1} autoComplete="off" />
          </div>
          <ButtonRow>
            <Button kind="main">{t('portal.report.send')}</Button>
          </ButtonRow>
        </PostForm>
      </Page>
    </PortalPage>
  )
}

/** Whoever has the address sees what became of the report; the reporter's own words do not stand here. */
export function ReceiptPage({ receipt, isNew }: { receipt: Receipt; isNew: boolean }) {
  const { absolute, address, here, t } = useFrame()
  const title = t(`portal.report.is.${receipt.status}`)
  const [path = here] = here.split('?', 1)
  return (
    <PortalPage title={title} trail={[{ label: t('portal.report') }]} hidden>
      <Page>
        <PageHead title={title} lead={t(`portal.report.is.${receipt.status}.text`)} />
        {isNew && (
          <Notice kind="good" title={t('portal.report.received')} announced>
            <p>{t('portal.report.keep')}</p>
            <p class="mono">{absolute(path)}</p>
          </Notice>
        )}
        {receipt.answer && (
          <Notice kind="note" title={t('portal.report.answer')} heading={2}>
            <p class="pre-line">{receipt.answer}</p>
          </Notice>
        )}
        <Facts
          facts={[
            { label: t('portal.report.page'), value: <a href={address(receipt.page)}>{receipt.title}</a> },
            { label: t('portal.report.kind'), value: t(`portal.report.kind.${receipt.kind}`) },
            { label: t('portal.report.received-at'), value: instantInWords(receipt.received_at, t.language) },
            {
              label: t('portal.report.settled-at'),
              value: receipt.settled_at && instantInWords(receipt.settled_at, t.language),
            },
          ]}
        />
      </Page>
    </PortalPage>
  )
}
