import { Breadcrumb } from './breadcrumb.tsx'
import { Button } from './button.tsx'
import { Block, Consequences, DeskHead, Findings, Panel, WithPanels } from './desk.tsx'
import { Facts } from './facts.tsx'
import { useFrame } from './frame.tsx'
import { AsideSection, Columns, Disclosure, More, PageHead, SectionHead, WithAside } from './layout.tsx'
import { Row, Rows, SideNav } from './lists.tsx'
import { Mark } from './mark.tsx'
import { Specimen } from './specimen.tsx'

const HERE = '/desk/design-system'

export function Layout() {
  return (
    <>
      <Specimen name="heads" of={['Breadcrumb', 'PageHead', 'SectionHead', 'More', 'FactLine']} wide>
        <Breadcrumb trail={[{ label: '政策', href: HERE }, { label: '政策文件' }]} home />
        <PageHead
          kicker="政策解读"
          title="公交怎么改、为什么改"
          lead="十一条社区线路年底前开通，老年卡不再年审。"
          byline={['2026年11月9日', '来源：市交通运输局']}
        />
        <SectionHead title="运行情况" note="按月公布" more={{ href: HERE, label: '全部运行情况' }} />
        <p>
          <More href={HERE} label="全部文件" />
        </p>
      </Specimen>
      <Specimen name="layout" of={['Columns', 'WithAside', 'AsideSection', 'Disclosure']} wide>
        <Columns form="7-5">
          <Rows>
            <Row title="左栏，十二分之七" href={HERE} />
          </Rows>
          <Rows>
            <Row title="右栏，十二分之五" href={HERE} />
          </Rows>
        </Columns>
        <WithAside
          asideLabel="侧栏"
          aside={
            <AsideSection title="所在栏目">
              <SideNav links={[{ href: HERE, label: '政策文件' }]} />
            </AsideSection>
          }
        >
          <Disclosure summary="自己核对">下载本页凭证，在任何一台电脑上核对。</Disclosure>
          <Disclosure summary="已经展开" open>
            展开的内容和收起时同样打印。
          </Disclosure>
        </WithAside>
      </Specimen>
    </>
  )
}

export function DeskLayout() {
  return (
    <Specimen name="panel" of={['DeskHead', 'WithPanels', 'Block', 'Panel', 'Findings', 'Consequences']} wide>
      <DeskHead
        title="云溪市老年人乘车优待办法"
        song
        mark={<Mark kind="run">等二审</Mark>}
        sub="公文，市交通运输局，第 2 稿"
        acts={<Button href={HERE}>看成品</Button>}
      />
      <WithPanels panels={<SidePanels />}>
        <Block id="ds-sample-block" title="登记信息" note="发布时编号，以后不变">
          <Facts
            facts={[
              { label: '发布单位', value: '云溪市交通运输局' },
              { label: '公开属性', value: '主动公开' },
            ]}
          />
        </Block>
      </WithPanels>
    </Specimen>
  )
}

function SidePanels() {
  return (
    <>
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
    </>
  )
}

/** What is a page of its own, and where it lives. */
const WHOLE: readonly { of: readonly string[]; name: string; href: string }[] = [
  {
    of: ['PortalPage', 'Hero', 'Page', 'Section', 'Band', 'Feedback', 'LinkedData'],
    name: 'home',
    href: '/',
  },
  { of: ['ErrorPage'], name: 'lost', href: '/-' },
  { of: ['DeskPage', 'Refusal'], name: 'refused', href: '/desk/-' },
  { of: ['DocumentLayout', 'DocumentLead'], name: 'text', href: '/publications?kind=document' },
  { of: ['SignInPage'], name: 'door', href: '/desk/sign-in' },
]

export function WholePages() {
  const { address, t } = useFrame()
  return (
    <Specimen name="whole" of={WHOLE.flatMap(({ of }) => of)} wide>
      <ul class="plain-list">
        {WHOLE.map(({ name, href }) => (
          <li key={name} lang={t.language}>
            <a href={address(href)}>{t(`ui.ds.whole.${name}`)}</a>
          </li>
        ))}
      </ul>
    </Specimen>
  )
}
