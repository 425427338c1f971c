import type { Id } from '#kernel/ids'

type SeedColumn = {
  slug: string
  name: string
  name_en: string
  description: string
  update_limit_days?: number
  in_menu?: true
}

/** Parents stand before their children; a child's slug begins with its parent's. */
export const COLUMNS: readonly SeedColumn[] = [
  {
    slug: 'news',
    name: '要闻',
    name_en: 'News',
    description: '本市政务活动和各部门、各区县的工作动态。',
    update_limit_days: 14,
    in_menu: true,
  },
  {
    slug: 'news/city',
    name: '云溪要闻',
    name_en: 'City news',
    description: '市政府的重要活动和决定。',
    update_limit_days: 14,
  },
  {
    slug: 'news/departments',
    name: '部门动态',
    name_en: 'Departments',
    description: '市政府各部门的工作动态。',
    update_limit_days: 14,
  },
  {
    slug: 'news/notices',
    name: '通知公告',
    name_en: 'Notices',
    description: '需要您知道、需要您办理的事。',
    update_limit_days: 180,
  },
  {
    slug: 'policies',
    name: '政策',
    name_en: 'Policies',
    description: '法规、规章、规范性文件和对它们的解读。',
    update_limit_days: 180,
    in_menu: true,
  },
  {
    slug: 'policies/documents',
    name: '政策文件',
    name_en: 'Policy documents',
    description: '现行和历次的法规、规章和规范性文件，每一版都在。',
    update_limit_days: 180,
  },
  {
    slug: 'policies/interpretations',
    name: '政策解读',
    name_en: 'Interpretations',
    description: '谁起草，谁解读：文件要办什么事，和您有什么关系。',
    update_limit_days: 180,
  },
  {
    slug: 'decision',
    name: '决策',
    name_en: 'Decisions',
    description: '重大行政决策从目录、草案到公布的全过程。',
    update_limit_days: 180,
    in_menu: true,
  },
  {
    slug: 'decision/drafts',
    name: '意见征集',
    name_en: 'Drafts for comment',
    description: '正在征求和已经征求过意见的草案，以及意见采纳情况。',
    update_limit_days: 180,
  },
  {
    slug: 'decision/documents',
    name: '决策公布',
    name_en: 'Decisions made',
    description: '议定事项和决策文件。',
    update_limit_days: 180,
  },
  {
    slug: 'execution',
    name: '执行',
    name_en: 'Execution',
    description: '任务分解、进展、督查和审计。',
    update_limit_days: 14,
    in_menu: true,
  },
  {
    slug: 'management',
    name: '管理',
    name_en: 'Management',
    description: '监管、执法和应急信息。',
    update_limit_days: 180,
    in_menu: true,
  },
  {
    slug: 'service',
    name: '服务',
    name_en: 'Services',
    description: '公共服务的规定和办法。',
    update_limit_days: 180,
    in_menu: true,
  },
  {
    slug: 'result',
    name: '结果',
    name_en: 'Results',
    description: '任务完成情况和评估结果。',
    update_limit_days: 180,
    in_menu: true,
  },
]

/** Fixed, so that a link into the demo means the same on every installation. */
export function columnId(slug: string): Id {
  const at = COLUMNS.findIndex((column) => column.slug === slug)
  if (at === -1) throw new Error(`unreachable: no seeded column ${slug}`)
  return `01941dd5-cc00-7c01-8000-${String(at + 1).padStart(12, '0')}` as Id
}
