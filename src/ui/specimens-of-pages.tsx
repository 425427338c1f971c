import { Difference, DifferenceLegend, HistoryVersions, LogLine, Verify } from './difference.tsx'
import { DocumentNote, IndexBlock, OfficialDocument, RedHead, Sheet, ValidityChain } from './document.tsx'
import { Facts } from './facts.tsx'
import { Select } from './inputs.tsx'
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
import { AT, BLOCKS, BODY, BODY_TABLE, DAYS, OVERDUE } from './specimens.ts'
import { ValidityTag } from './tag.tsx'

export function Lists() {
  return (
    <>
      <Specimen
        name="rows"
        of={['FilterBar', 'ListState', 'Chips', 'Downloads', 'MonthHead', 'Rows', 'Row', 'Pagination']}
      >
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
      <Specimen name="facets" of={['Facets', 'SideNav']}>
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
      <Specimen name="files" of={['Files', 'FileRow']}>
        <Files>
          <FileRow href="/desk/design-system" name="任务分工和完成时限表" kind="pdf" meta="5 页，310 KB" />
        </Files>
      </Specimen>
      <Specimen name="empty" of={['EmptyState']}>
        <EmptyState title="今年没有行政处罚决定" heading={3}>
          <p>每天零点核对，今天 00:10 核对过。</p>
        </EmptyState>
      </Specimen>
      <Specimen name="facts" of={['Facts']}>
        <Facts
          facts={[
            { label: '索引号', value: '11999900MB0Y000180/2026-00412' },
            { label: '责任编辑', value: '沈䶮' },
          ]}
        />
      </Specimen>
    </>
  )
}

export function Documents() {
  return (
    <>
      <Specimen
        name="document"
        of={['IndexBlock', 'Sheet', 'RedHead', 'OfficialDocument', 'DocumentNote']}
        wide
      >
        <IndexBlock
          facts={[
            { label: '索引号', value: '11999900MB0Y000017/2026-00312' },
            { label: '体裁', value: '通知' },
          ]}
        />
        <OfficialDocument
          issuers={['云溪市人民政府办公室']}
          number="溪政办发〔2026〕31号"
          title="关于印发《云溪市公共汽车线网优化方案》的通知"
          addressee="各县（区）人民政府，市政府各部门："
          body={BODY}
          attachments={['任务分工和完成时限表', '线路调整一览']}
          signers={['云溪市人民政府办公室']}
          signedOn="2026-08-14"
          mark="（此件公开发布）"
          copies="抄送：市委办公室，市人大常委会办公室。"
          printedBy="云溪市人民政府办公室"
          printedOn="2026-08-14"
          notes={<DocumentNote>第二批的完成时间已改为2026年12月15日。</DocumentNote>}
        />
        <Sheet>
          <RedHead issuers={['云溪市交通运输局', '云溪市财政局']} number="云溪交联发〔2026〕3号" />
          <p class="document">两个机关联合发文，各占一行。</p>
        </Sheet>
      </Specimen>
      <Specimen name="document-table" of={['RichText']} wide>
        <Sheet>
          <div class="document">
            <RichText html={BODY_TABLE} class="document-body" />
          </div>
        </Sheet>
      </Specimen>
      <Specimen name="chain" of={['ValidityChain']}>
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
      <Specimen name="difference" of={['DifferenceLegend', 'Difference', 'Changed', 'HistoryVersions']}>
        <DifferenceLegend added={19} removed={2} />
        <Difference blocks={BLOCKS} />
        <HistoryVersions
          versions={[
            { label: '第 2 版', at: AT, note: '更正办公时间', current: true },
            { label: '第 1 版', at: AT, href: '/desk/design-system' },
          ]}
        />
      </Specimen>
      <Specimen name="log" of={['LogLine', 'Verify']}>
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
      <Specimen name="clock" of={['ClockStrip']}>
        <ClockStrip days={DAYS} left="还剩 4" unit="个工作日" due="最晚 11月18日答复" />
        <ClockStrip days={OVERDUE} left="超期 3" unit="个工作日" due="应于 11月9日答复" over />
      </Specimen>
      <Specimen name="timeline" of={['Timeline']}>
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
      <Specimen name="route" of={['Route']}>
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
