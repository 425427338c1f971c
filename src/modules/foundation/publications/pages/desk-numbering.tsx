import type { Draft } from '#kernel/forms'
import {
  Block,
  Button,
  ButtonRow,
  Consequences,
  DataTable,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Facts,
  Input,
  Notice,
  PostForm,
  Textarea,
  Time,
  Timeline,
  useFrame,
} from '#ui'
import type { foreseeNumbers, listTemplates } from '../commands/numbering.ts'
import { DESK } from '../desk-paths.ts'
import { type Names, nameOf } from './desk-words.ts'

type NumberingPageProps = {
  current: string
  /** The form in the field, which the preview speaks of. */
  tried: string
  /** Undefined where the form in the field is none. */
  preview: Awaited<ReturnType<typeof foreseeNumbers>> | undefined
  templates: Awaited<ReturnType<typeof listTemplates>>
  names: Names
  maySet: boolean
  draft: Draft
  done: string | undefined
}

export function NumberingPage(props: NumberingPageProps) {
  const { t } = useFrame()
  const { current, preview, maySet } = props
  return (
    <DeskPage
      title={t('index-number.title')}
      trail={[{ label: t('publication.desk'), href: DESK }, { label: t('index-number.title') }]}
    >
      <DeskHead title={t('index-number.title')} sub={t('index-number.sub')} />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      <Facts facts={[{ label: t('index-number.current'), value: <span class="mono">{current}</span> }]} />
      {preview ? (
        <DataTable
          caption={t('index-number.preview')}
          columns={[{ label: t('publication.organisation') }, { label: t('publication.index-number') }]}
          rows={preview.map(({ agency, number }) => ({
            key: agency,
            cells: [
              agency,
              <span key="number" class="mono">
                {number}
              </span>,
            ],
          }))}
        />
      ) : (
        <p class="faint">{t('index-number.template')}</p>
      )}
      <p class="soft">{t('index-number.preview.note')}</p>
      {maySet && <TemplateForm {...props} />}
      <Earlier {...props} />
    </DeskPage>
  )
}

/** One field, two ways on: trying it out reads only, setting it asks for the reason. */
function TemplateForm({ draft }: NumberingPageProps) {
  const { address, t } = useFrame()
  const path = `${DESK}/numbering`
  return (
    <>
      <form class="form" action={address(path)} aria-label={t('index-number.try')}>
        <Input
          name="template"
          id="try-template"
          label={t('index-number.try')}
          hint={t('index-number.fields')}
          draft={{ values: draft.values, errors: {} }}
          maxlength={80}
        />
        <ButtonRow>
          <Button>{t('index-number.try.press')}</Button>
        </ButtonRow>
      </form>
      <PostForm action={path}>
        <ErrorSummary draft={draft} />
        <Input
          name="template"
          label={t('index-number.new')}
          hint={t('index-number.fields')}
          draft={draft}
          maxlength={80}
        />
        <Textarea
          name="reason"
          label={t('index-number.reason')}
          hint={t('index-number.reason.hint')}
          draft={draft}
          rows={2}
          maxlength={300}
        />
        <Consequences lines={[1, 2].map((line) => t(`index-number.after-${line}`))} />
        <ButtonRow>
          <Button kind="main">{t('index-number.press')}</Button>
        </ButtonRow>
      </PostForm>
    </>
  )
}

function Earlier({ templates, names }: NumberingPageProps) {
  const { t } = useFrame()
  if (templates.length === 0) return null
  return (
    <Block title={t('index-number.earlier')} id="earlier">
      <Timeline
        happenings={templates.map(({ template, reason, set_at, set_by }) => ({
          when: <Time at={set_at} />,
          what: `${nameOf(names, set_by, t)} ${template}`,
          why: reason,
        }))}
      />
    </Block>
  )
}
