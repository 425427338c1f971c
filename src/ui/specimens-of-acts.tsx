import { Button, ButtonRow } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { Consequences, Findings, Panel, Views } from './desk.tsx'
import { Count, Person } from './desk-page.tsx'
import { Notice, StepList } from './facts.tsx'
import { ErrorSummary, PostForm } from './forms.tsx'
import { Icon } from './icon.tsx'
import { ICONS, type IconName } from './icons.ts'
import { Checkboxes, DateField, FileField, Input, Radios, Select, Textarea } from './inputs.tsx'
import { SectionHead } from './layout.tsx'
import { Mark, type MarkKind } from './mark.tsx'
import { PageTools } from './page-tools.tsx'
import { Queue, TaskList } from './queue.tsx'
import { RichText } from './rich-text.tsx'
import { Specimen } from './specimen.tsx'
import { AT, CHANNELS, DRAFT, READING, REASONS } from './specimens.ts'
import { Tag, ValidityTag } from './tag.tsx'
import { Highlighted, Phrased } from './text.tsx'
import { Time } from './time.tsx'

const MARKS: readonly [MarkKind, string][] = [
  ['ok', '正常'],
  ['done', '完成'],
  ['soon', '还剩 3 日'],
  ['over', '超期 3 日'],
  ['paused', '暂停，剩 9 日'],
  ['prov', '暂定'],
  ['none', '未开始'],
  ['never', '从未'],
  ['run', '进行中'],
  ['draft', '草稿'],
  ['late', '失败'],
  ['back', '退回'],
  ['info', '说明'],
  ['low', '低'],
]

export function Words() {
  return (
    <>
      <Specimen name="mark">
        <div class="ds-row">
          {MARKS.map(([kind, word]) => (
            <Mark key={kind} kind={kind}>
              {word}
            </Mark>
          ))}
        </div>
      </Specimen>
      <Specimen name="tag">
        <p class="tags">
          <ValidityTag validity="amended" /> <ValidityTag validity="repealed" />{' '}
          <ValidityTag validity="not-yet" />
          <Tag>图解</Tag> <Tag kind="late">晚了 12 天</Tag>
        </p>
      </Specimen>
      <Specimen name="text">
        <p>
          <Time at={AT} />，<Time date="2026-11-18" form="short" />，<Time date="2026-11-09" form="day" />
        </p>
        <p class="ds-song">
          <Phrased words={['公共汽车', '线网', '优化', '方案', '（2026—2028年）']} />
        </p>
        <p>
          <Highlighted
            spans={[
              { text: '没有', hit: false },
              { text: '年审', hit: true },
              { text: '，还能坐公交吗？', hit: false },
            ]}
          />
        </p>
        <RichText html={READING} />
        <p class="ds-row">
          <Person name="苏禾" /> <Person name="韩砚秋" here /> <Count number={5} />{' '}
          <Count number={18} urgent />
        </p>
      </Specimen>
      <Specimen name="notice">
        <Notice kind="good" title="已退回给 谷雨晴" announced />
        <Notice title="一处已修改">
          <p>第二批的完成时间已改为2026年12月15日。</p>
        </Notice>
        <Notice kind="note" title="您将离开本站" />
        <Notice kind="late" title="核对没有通过" />
        <Notice kind="withdrawn" title="这份文件已经撤下">
          <p>因含未成年人个人信息，2026年10月14日撤下。</p>
        </Notice>
      </Specimen>
    </>
  )
}

export function Acts() {
  return (
    <>
      <Specimen name="button">
        <ButtonRow>
          <Button kind="main" href="#ds-button">
            主要
          </Button>
          <Button href="#ds-button">一般</Button>
          <Button kind="late" href="#ds-button">
            撤下…
          </Button>
          <Button kind="quiet" href="#ds-button">
            轻
          </Button>
          <Button refused="要等二审同意">发布</Button>
        </ButtonRow>
      </Specimen>
      <Specimen name="form">
        <PostForm action="/desk/design-system">
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
      <Specimen name="steps">
        <StepList
          label="共三步"
          steps={[
            { label: '要什么', state: 'done' },
            { label: '您是谁', state: 'now' },
            { label: '核对', state: 'next' },
          ]}
        />
      </Specimen>
      <Specimen name="tools">
        <PageTools downloads={[{ href: '/desk/design-system', label: 'PDF' }]} />
      </Specimen>
    </>
  )
}

export function Desk() {
  return (
    <>
      <Specimen name="panel">
        <Panel id="ds-sample-panel" title="检查" say={<Mark kind="late">1 项须处理</Mark>}>
          <Findings
            findings={[
              { level: 'must', title: '疑似个人电话', text: '第三部分。公开前须遮盖，或说明理由。' },
              { level: 'hint', title: '用词', text: '“截止目前”宜为“截至目前”。' },
              { level: 'passed', title: '另外 8 项通过' },
            ]}
          />
        </Panel>
        <Panel id="ds-sample-folded" title="版本" say="第 3 稿" folded>
          <Consequences lines={['稿件退给 苏禾。', '10 秒内可以撤销。']} />
        </Panel>
      </Specimen>
      <Specimen name="tasks">
        <TaskList
          groups={[
            {
              title: '今天到期',
              tasks: [
                {
                  id: '1',
                  icon: 'review',
                  title: '三季度客运量统计',
                  href: '/desk/design-system',
                  why: '等你一审',
                  mark: { kind: 'soon', word: '今天' },
                  act: '审核',
                },
              ],
            },
          ]}
        />
      </Specimen>
      <Specimen name="icons">
        <ul class="icon-sheet">
          {(Object.keys(ICONS) as IconName[]).map((name) => (
            <li key={name}>
              <Icon name={name} />
              <span lang="en">{name}</span>
            </li>
          ))}
        </ul>
      </Specimen>
    </>
  )
}

export function Wide() {
  return (
    <>
      <Specimen name="queue" wide>
        <Views
          label="视图"
          views={[
            { href: '/desk/design-system', label: '待我一审', count: 11, current: true },
            { href: '/desk/review', label: '代理二审', count: 3, urgent: true },
          ]}
        />
        <Queue
          caption="待我一审"
          select="item"
          items={[
            {
              id: '1',
              title: '道路旅客运输企业等级评定结果公示',
              href: '/desk/design-system',
              clock: { kind: 'over', word: '超 1 日' },
              due: '昨天 17:30',
              who: '陆景行',
              state: { kind: 'soon', word: '2 项留意' },
            },
          ]}
        />
      </Specimen>
      <Specimen name="table" wide>
        <SectionHead title="运行情况" note="按月公布" more={{ href: '/desk/design-system', label: '全部' }} />
        <DataTable
          caption="线路数"
          note="单位：条"
          columns={[{ label: '种类' }, { label: '数量', number: true }]}
          rows={[{ cells: ['快线', '9'] }, { cells: ['合计', '64'], kind: 'total' }]}
        />
      </Specimen>
    </>
  )
}
