import { Button, ButtonRow } from './button.tsx'
import { DeskFilters } from './desk.tsx'
import { FieldTable } from './field-table.tsx'
import { ErrorSummary, PostForm } from './forms.tsx'
import { Checkboxes, DateField, FileField, Input, Radios, Select, Textarea } from './inputs.tsx'
import { PasskeyForm } from './passkey-form.tsx'
import { RichTextField } from './rich-text-field.tsx'
import { SearchBox } from './search-box.tsx'
import { SettingButton, SizeSwitch } from './settings.tsx'
import { Specimen } from './specimen.tsx'
import { CHANNELS, DRAFT, LEADERS, REASONS, TYPESET } from './specimens.ts'

const HERE = '/desk/design-system'

export function Forms() {
  return (
    <>
      <Buttons />
      <Specimen
        name="form"
        of={[
          'PostForm',
          'ErrorSummary',
          'Field',
          'Input',
          'Textarea',
          'Select',
          'DateField',
          'FileField',
          'Radios',
          'Checkboxes',
          'ForgeryField',
        ]}
      >
        <PostForm action={HERE}>
          <ErrorSummary draft={DRAFT} level={3} />
          <Input name="name" label="您的姓名" hint="和身份证上一样，生僻字可以直接输入。" draft={DRAFT} />
          <Input name="phone" label="手机号" draft={DRAFT} type="tel" width="short" />
          <Textarea name="text" label="摘要" draft={DRAFT} rows={2} optional />
          <Select name="topic" label="主题分类" options={[{ value: '', label: '请选择' }]} />
          <DateField name="signed" label="成文日期" />
          <FileField name="file" label="附件" optional />
          <Radios name="how" label="怎么给您" options={CHANNELS} draft={DRAFT} />
          <Checkboxes name="reasons" label="退回理由" options={REASONS} draft={DRAFT} inline />
        </PostForm>
      </Specimen>
      <Specimen name="field-table" of={['FieldTable']}>
        <FieldTable
          title="领导分工"
          hint="写到副职。"
          draft={LEADERS}
          columns={[
            { name: 'leader', label: '姓名' },
            { name: 'duty', label: '分工' },
          ]}
        />
      </Specimen>
      <Finding />
    </>
  )
}

function Buttons() {
  return (
    <Specimen name="button" of={['Button', 'ButtonRow']}>
      <ButtonRow>
        <Button kind="main" href="#ds-button">
          主要
        </Button>
        <Button href="#ds-button">一般</Button>
        <Button icon="print" href="#ds-button">
          带图标
        </Button>
        <Button kind="late" href="#ds-button">
          撤下…
        </Button>
        <Button kind="quiet" href="#ds-button">
          轻
        </Button>
      </ButtonRow>
      <ButtonRow>
        <Button refused="要等二审同意">发布</Button>
      </ButtonRow>
    </Specimen>
  )
}

function Finding() {
  return (
    <>
      <Specimen name="search" of={['SearchBox', 'DeskFilters']}>
        <SearchBox large value="公交 年审" />
        <DeskFilters action={HERE} label="找稿件" placeholder="标题、文号">
          <Select name="unit" label="单位" options={[{ value: '', label: '全部' }]} />
        </DeskFilters>
      </Specimen>
      <Specimen name="settings" of={['SettingButton', 'SizeSwitch']}>
        <ButtonRow>
          <SizeSwitch />
          <SettingButton setting="simple" value="1" icon="elder">
            长者版
          </SettingButton>
        </ButtonRow>
      </Specimen>
      <Specimen name="passkey" of={['PasskeyForm']}>
        <PasskeyForm
          action={HERE}
          options={HERE}
          ceremony="proof"
          button="用通行密钥"
          failed="设备没有回答，请再试一次。"
        />
      </Specimen>
    </>
  )
}

export function Typesetting() {
  return (
    <Specimen name="rich-text" of={['RichTextField']} wide>
      <RichTextField
        name="body"
        label="正文"
        draft={TYPESET}
        rows={6}
        convert={HERE}
        format={{
          name: 'format',
          label: '正文写法',
          options: [
            { value: 'markdown', label: '带标记' },
            { value: 'plain', label: '纯文字' },
            { value: 'html', label: '排版' },
          ],
        }}
      />
    </Specimen>
  )
}
