import { siteId } from '#kernel/ids'
import { codeOfDemo, demoPassword, STAFF_OF_BUREAU } from '#modules/foundation/accounts'
import type { TestHouse } from './house.ts'
import type { Visitor } from './visitor.ts'

/** The site of the transport bureau, the second of the installation. */
export const BUREAU_SITE = siteId(2)

/** A visitor who has signed in at the desk of the bureau's own site. */
export async function signInAtBureau(
  house: TestHouse,
  person: keyof typeof STAFF_OF_BUREAU,
): Promise<Visitor> {
  const { db, vault } = house.world
  const { id, login } = STAFF_OF_BUREAU[person]
  const code = await codeOfDemo({ db, site: BUREAU_SITE }, vault, id, house.now())
  const visitor = house.visitor()
  await visitor.visit('/sites/jtj/desk/sign-in')
  const page = await visitor.signIn({ login, password: demoPassword(vault), code: code ?? '' })
  if (!visitor.cookie('mingtang_session')) throw new Error(`${login} could not sign in: ${page.text}`)
  return visitor
}
