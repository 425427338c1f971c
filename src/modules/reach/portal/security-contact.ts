import { z } from 'zod'
import { type Act, record, type View } from '#platform/act'
import { demandSite, findRoot, viewOfAct } from './site-rights.ts'

export const SettingForm = z.object({
  security_contact: z
    .string('portal.contact.malformed')
    .trim()
    .max(300, 'portal.contact.malformed')
    .regex(/^(mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+|https:\/\/\S+)$/, 'portal.contact.malformed'),
})

export async function findContact(view: View): Promise<string | undefined> {
  const row = await view.db
    .selectFrom('portal.setting')
    .select('security_contact')
    .where('site_id', '=', view.site)
    .executeTakeFirst()
  return row?.security_contact
}

/** RFC 9116: whom to tell of a hole in the site. */
export async function keepContact(
  act: Act,
  { security_contact }: z.output<typeof SettingForm>,
): Promise<void> {
  await demandSite(act)
  const row = { security_contact, updated_at: act.now, updated_by: act.actor.id }
  await act.tx
    .insertInto('portal.setting')
    .values({ site_id: act.site, ...row })
    .onConflict((clash) => clash.column('site_id').doUpdateSet(row))
    .execute()
  const root = await findRoot(viewOfAct(act))
  await record(act, { event: 'site.contact-changed', subject: root!, organisation: root })
}
