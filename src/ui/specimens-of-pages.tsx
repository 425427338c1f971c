import { Difference, DifferenceLegend, HistoryVersions, LogLine, Verify } from './difference.tsx'
import { DocumentNote, IndexBlock, RedHead, Sheet, ValidityChain } from './document.tsx'
import { Facts } from './facts.tsx'
import { Select } from './inputs.tsx'
import { Disclosure } from './layout.tsx'
import {
  Chips,
  Downloads,
  EmptyState,
  Facets,
  FileRow,
  Files,
  FilterBar,
  ListState,
  MonthHead,
  Pagination,
  Row,
  Rows,
  SideNav,
} from './lists.tsx'
import { ClockStrip, Route, Timeline } from './progress.tsx'
import { RichText } from './rich-text.tsx'
import { Specimen } from './specimen.tsx'
import { AT, BLOCKS, BODY, DAYS, OVERDUE } from './specimens.ts'
import { ValidityTag } from './tag.tsx'

export function Lists() {
  return (
    <>
      <Specimen name="rows">
        <FilterBar action="/desk/design-system" label="筛选">
          <Select name="year" label="年份" options={[{ value: '2026', label: '2026年' }]} />
        </FilterBar>
        <ListState
          count="2026年的文件，164 件"
          chips={<Chips chips={[{ label: '2026年', href: '/desk/design-system' }]} />}
          downloads={<Downloads links={[{ href: '/desk/design-system', label: 'CSV', icon: 'table' }]} />}
        />
        <MonthHead>2026年11月</MonthHead>
        <Rows>
          <Row
            title="关于调整第二批线路完成时间的函"
            href="/desk/design-system"
            date="2026-11-09"
            meta={[<ValidityTag key="v" validity="valid" />, '溪政办函〔2026〕57号']}
          />
          <Row
            title="公交线网调整三年行动计划"
            href="/desk/design-system"
            date="2026-08-14"
            struck
            meta={[<ValidityTag key="v" validity="repealed" />]}
          />
        </Rows>
        <Pagination previous="/desk/design-system" next="/desk/design-system" range="8月5日 至 11月9日" />
      </Specimen>
      <Specimen name="facets">
        <Facets
          facets={[
            {
              title: '有效性',
              options: [
                { label: '现在有效', href: '/desk/design-system', count: 31, current: true },
                { label: '已修改', href: '/desk/publications', count: 4 },
              ],
            },
          ]}
        />
        <SideNav links={[{ href: '/desk/design-system', label: '公开指南' }]} />
      </Specimen>
      <Specimen name="files">
        <Files>
          <FileRow href="/desk/design-system" name="任务分工和完成时限表" kind="pdf" meta="5 页，310 KB" />
        </Files>
      </Specimen>
      <Specimen name="empty">
        <EmptyState title="今年没有行政处罚决定" heading={3}>
          <p>每天零点核对，今天 00:10 核对过。</p>
        </EmptyState>
      </Specimen>
      <Specimen name="facts">
        <Facts
          facts={[
            { label: '索引号', value: '11999900MB0Y000180/2026-00412' },
            { label: '责任编辑', value: '沈䶮' },
          ]}
        />
        <Disclosure summary="自己核对">下载本页凭证，在任何一台电脑上核对。</Disclosure>
      </Specimen>
    </>
  )
}

export function Documents() {
  return (
    <>
      <Specimen name="document">
        <IndexBlock
          facts={[
            { label: '索引号', value: '11999900MB0Y000017/2026-00312' },
            { label: '体裁', value: '通知' },
          ]}
        />
        <Sheet>
          <RedHead issuers={['云溪市人民政府办公室']} number="溪政办发〔2026〕31号" />
          <div class="document">
            <RichText html={BODY} class="document-body" />
            <DocumentNote>第二批的完成时间已改为2026年12月15日。</DocumentNote>
          </div>
        </Sheet>
      </Specimen>
      <Specimen name="chain">
        <ValidityChain
          links={[
            {
              title: '溪政办发〔2019〕44号',
              href: '/desk/design-system',
              when: '2019年5月起',
              standing: 'ended',
            },
            { title: '溪政办发〔2026〕31号', date: '2026-08-14', standing: 'here' },
            {
              title: '溪政办函〔2026〕57号',
              href: '/desk/design-system',
              date: '2026-11-09',
              standing: 'later',
            },
          ]}
        />
      </Specimen>
      <Specimen name="difference">
        <DifferenceLegend added={19} removed={2} />
        <Difference blocks={BLOCKS} />
        <HistoryVersions
          versions={[
            { label: '第 2 版', at: AT, note: '更正办公时间', current: true },
            { label: '第 1 版', at: AT, href: '/desk/design-system' },
          ]}
        />
      </Specimen>
      <Specimen name="log">
        <LogLine links={[{ href: '#ds-log', label: '改动记录' }]}>
          第 12,345 条公开记录，2026年8月14日 09:30 写入。
        </LogLine>
        <Verify
          title="这一页可以查证"
          claims={[{ text: '与公开记录一致。' }, { text: '还没有见证方签署。', failed: true }]}
        />
      </Specimen>
    </>
  )
}

export function Progress() {
  return (
    <>
      <Specimen name="clock">
        <ClockStrip days={DAYS} left="还剩 4" unit="个工作日" due="最晚 11月18日答复" />
        <ClockStrip days={OVERDUE} left="超期 3" unit="个工作日" due="应于 11月9日答复" over />
      </Specimen>
      <Specimen name="timeline">
        <Timeline
          happenings={[
            { when: '应于11月18日', what: '答复您', state: 'next' },
            { when: '11月5日起', what: '起草答复', state: 'now' },
            { when: '应于10月31日', what: '第二批线路', why: '大桥维修推迟。', state: 'late' },
            { when: '10月22日', what: '期限暂停', state: 'pause' },
            { when: '10月9日', what: '双方确认收到' },
          ]}
        />
      </Specimen>
      <Specimen name="route">
        <Route
          stations={[
            { label: '拟稿', state: 'done', name: '苏禾', note: '11-10 16:20' },
            { label: '一审', state: 'back', name: '韩砚秋' },
            { label: '二审', state: 'now', name: '贺闻舟' },
            { label: '发布', state: 'next', name: '江映雪' },
          ]}
        />
      </Specimen>
    </>
  )
}
