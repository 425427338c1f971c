import type { Act } from '#platform/act'
import type { Vault } from '#platform/vault'
import { reachOneself, type Secrets, spendRecoveryCode } from './reach.ts'
import { hashOfCode, isTotpCode, stepOf } from './second-factor.ts'

export type CodeVerdict = 'right' | 'used' | 'wrong'

/** A six-digit code or a recovery code; either counts once, also when two calls bring it at the same moment. */
export async function spendCode(
  act: Act,
  vault: Vault,
  secrets: Secrets,
  code: string,
): Promise<CodeVerdict> {
  await reachOneself(act, secrets.person_id)
  if (!isTotpCode(code)) {
    return (await spendRecoveryCode(act, secrets.person_id, hashOfCode(code))) ? 'right' : 'wrong'
  }
  if (!secrets.secret) return 'wrong'
  const step = stepOf(vault.openSecret(secrets.secret), code, act.now)
  if (step === undefined) return 'wrong'
  const { numUpdatedRows } = await act.tx
    .updateTable('accounts.second_factor')
    .set({ last_step: step })
    .where('site_id', '=', act.site)
    .where('person_id', '=', secrets.person_id)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n ? 'right' : 'used'
}
