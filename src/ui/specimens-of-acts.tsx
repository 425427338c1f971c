import { DataTable } from './data-table.tsx'
import { Views } from './desk.tsx'
import { Person } from './desk-page.tsx'
import { Count } from './desk-rail.tsx'
import { Notice, StepList } from './facts.tsx'
import { Mark, type MarkKind } from './mark.tsx'
import { PageTools } from './page-tools.tsx'
import { Queue, TaskList } from './queue.tsx'
import { RichText } from './rich-text.tsx'
import { Specimen } from './specimen.tsx'
import { AT, READING } from './specimens.ts'
import { Tag, ValidityTag } from './tag.tsx'
import { Hidden, Highlighted, Phrased } from './text.tsx'
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
      <Specimen name="mark" of={['Mark', 'Glyph']}>
        <div class="ds-row">
          {MARKS.map(([kind, word]) => (
            <Mark key={kind} kind={kind}>
              {word}
            </Mark>
          ))}
        </div>
      </Specimen>
      <Specimen name="tag" of={['Tag', 'ValidityTag']}>
        <p class="tags">
          <ValidityTag validity="valid" /> <ValidityTag validity="amended" />{' '}
          <ValidityTag validity="expired" /> <ValidityTag validity="repealed" />{' '}
          <ValidityTag validity="not-yet" />
          <Tag>图解</Tag> <Tag kind="late">晚了 12 天</Tag> <Tag kind="good">按时</Tag>{' '}
          <Tag kind="wait">等待</Tag> <Tag kind="note">说明</Tag> <Tag kind="ended">已结束</Tag>
        </p>
      </Specimen>
      <Specimen name="text" of={['Time', 'Phrased', 'Highlighted', 'RichText', 'Person', 'Count', 'Hidden']}>
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
          <Count number={18} urgent /> <Count number={1200} />
          <Hidden>只给听的人</Hidden>
        </p>
      </Specimen>
      <Specimen name="notice" of={['Notice']}>
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

export function Steps() {
  return (
    <>
      <Specimen name="steps" of={['StepList']}>
        <StepList
          label="共三步"
          steps={[
            { label: '要什么', state: 'done' },
            { label: '您是谁', state: 'now' },
            { label: '核对', state: 'next' },
          ]}
        />
      </Specimen>
      <Specimen name="tools" of={['PageTools', 'Qr']}>
        <PageTools downloads={[{ href: '/desk/design-system', label: 'PDF' }]} />
      </Specimen>
    </>
  )
}

export function Desk() {
  return (
    <Specimen name="tasks" of={['TaskList']}>
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
  )
}

export function Wide() {
  return (
    <>
      <Specimen name="queue" of={['Views', 'Queue']} wide>
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
      <Specimen name="table" of={['DataTable']} wide>
        <DataTable
          caption="线路数"
          note="单位：条"
          columns={[{ label: '种类' }, { label: '数量', number: true }]}
          rows={[
            { cells: ['快线', '9'] },
            { cells: ['其中夜间', '2'], kind: 'sub' },
            { cells: ['合计', '64'], kind: 'total' },
          ]}
        />
        <DataTable
          caption="责任单位"
          columns={[{ label: '事项' }, { label: '单位' }]}
          rows={[{ cells: ['站台改造', '望云区人民政府'] }]}
        />
        <DataTable caption="今年的处罚决定" columns={[{ label: '日期' }, { label: '决定' }]} rows={[]} />
      </Specimen>
    </>
  )
}
