import { z } from 'zod'

const line = (most: number) =>
  z
    .string('site.field-missing')
    .trim()
    .max(most, 'site.too-long')
    .refine((text) => !/[\n\r]/.test(text), 'site.one-line')

/** What a site says of itself in its foot and in the government's metadata tags. */
export const SiteForm = z.object({
  name: line(60).min(1, 'site.name-missing'),
  name_en: line(120),
  owner: line(60).min(1, 'site.owner-missing'),
  operator: line(120),
  // The number of ten digits that the state gives to each government site.
  site_id_code: line(10).regex(/^(\d{10})?$/, 'site.code-wrong'),
  icp_number: line(40),
  police_filing_number: line(40),
  address: line(120),
  phone: line(40).regex(/^[\d\s+()，、;；/-]*$/, 'site.phone-wrong'),
  description: line(300),
  keywords: line(200),
})
export type SiteForm = z.output<typeof SiteForm>

export const SITE_FIELDS = Object.keys(SiteForm.shape) as (keyof SiteForm)[]

export const SiteKey = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'site.key-wrong')
export const SiteHost = z
  .string()
  .max(253, 'site.host-wrong')
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'site.host-wrong')
