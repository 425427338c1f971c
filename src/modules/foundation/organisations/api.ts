import { z } from 'zod'
import { readCursor } from '#kernel/cursors'
import { defineMessages } from '#kernel/messages'
import type { ApiSurface } from '#platform/api/operation'
import { ListQuery } from '#platform/http/query'
import { findByAddress, shownToAll } from './portal.tsx'
import { pageOrganisations } from './queries.ts'

const text = z.string().nullable()

const OrganisationShape = z
  .object({
    id: z.string(),
    parent: text,
    kind: z.string(),
    name: z.string(),
    short_name: z.string(),
    name_en: z.string(),
    credit_code: text,
    division_code: text,
    agency_mark: text,
    head_post: text,
    head_name: text,
    functions: z.string(),
    address: z.string(),
    phone: z.string(),
    hours: z.string(),
    closed_on: z.iso.date().nullable(),
    email: z.string(),
    postcode: z.string(),
    leaders: z.array(
      z.object({ post: z.string(), name: z.string(), duties: z.string() }).meta({ id: 'Leader' }),
    ),
    contacts: z.array(z.object({ office: z.string(), phone: z.string() }).meta({ id: 'Contact' })),
  })
  .meta({ id: 'Organisation' })

/** Agencies for programs. */
export const api: ApiSurface = (routes, { view }) => {
  routes.get(
    '/',
    {
      id: 'listOrganisations',
      says: 'api.list-organisations',
      query: ListQuery,
      answer: z.object({ organisations: z.array(OrganisationShape), next: text }),
    },
    async ({ call, query: { cursor, limit } }) => {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const { rows, next } = await pageOrganisations(view(call), after, limit)
      return { organisations: rows.map(shownToAll), next: next ?? null }
    },
  )

  routes.get(
    '/:id',
    {
      id: 'readOrganisation',
      says: 'api.read-organisation',
      path: z.object({ id: z.string().max(40) }),
      answer: OrganisationShape,
    },
    async ({ call, path: { id } }) => shownToAll(await findByAddress(view(call), id)),
  )
}

export const apiMessages = defineMessages(
  {
    'api.group.organisations': '机构',
    'api.list-organisations': '列出机构',
    'api.read-organisation': '读取一个机构',
    'api.field.organisations': '机构',
    'api.field.short_name': '简称',
    'api.field.credit_code': '统一社会信用代码',
    'api.field.division_code': '行政区划代码',
    'api.field.agency_mark': '发文机关代字',
    'api.field.head_post': '负责人职务',
    'api.field.head_name': '负责人姓名',
    'api.field.functions': '职能',
    'api.field.phone': '电话',
    'api.field.hours': '办公时间',
    'api.field.closed_on': '撤销日期',
  },
  {
    'api.group.organisations': 'Organisations',
    'api.list-organisations': 'List the organisations',
    'api.read-organisation': 'Read one organisation',
    'api.field.organisations': 'The organisations',
    'api.field.short_name': 'Short name',
    'api.field.credit_code': 'Unified social credit code',
    'api.field.division_code': 'Code of the administrative division',
    'api.field.agency_mark': 'Characters before the year in its document numbers',
    'api.field.head_post': 'Post of the head',
    'api.field.head_name': 'Name of the head',
    'api.field.functions': 'Duties',
    'api.field.phone': 'Telephone',
    'api.field.hours': 'Office hours',
    'api.field.closed_on': 'Closed on',
  },
)
