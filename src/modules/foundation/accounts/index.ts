import { defineModule } from '#platform/module'
import { againMessages } from './again-messages.ts'
import { desk } from './desk.ts'
import { accountMessages } from './messages.ts'
import { roles, staffOfBureau, staffOfYunxi } from './seeds.ts'
import './tables.ts'
import { passkeyMessages } from './passkey-messages.ts'
import { tokenMessages } from './token-messages.ts'

export const accounts = defineModule({
  name: 'foundation/accounts',
  uses: ['foundation/organisations'],
  messages: [accountMessages, againMessages, tokenMessages, passkeyMessages],
  permissions: ['account.manage', 'account.grant', 'account.end-session', 'record.read'],
  menu: {
    desk: [
      // Nobody holds two of these, so nobody sees the place twice.
      { href: '/desk/accounts', key: 'account.menu', permission: 'account.manage', group: 'people' },
      { href: '/desk/accounts', key: 'account.menu', permission: 'account.grant', group: 'people' },
      { href: '/desk/accounts', key: 'account.menu', permission: 'record.read', group: 'people' },
      {
        href: '/desk/accounts/tokens',
        key: 'account.menu-tokens',
        permission: 'account.grant',
        group: 'people',
      },
      { href: '/desk/accounts/sign-ins', key: 'account.log', permission: 'record.read', group: 'people' },
      { href: '/desk/account', key: 'account.own' },
    ],
  },
  mount: { desk: '/desk' },
  desk,
  seeds: [roles, staffOfYunxi, staffOfBureau],
})

export { confirmSecondFactor, enrolSecondFactor, makeRecoveryCodes, setPassword } from './credentials.ts'
export { codeOfDemo, type Demo, demoPassword, seekDemo, staffOf, staffWithRoles } from './demo.ts'
export { grantRole, insertGrant, withdrawRole } from './grants.ts'
export { identifyWith } from './identify.ts'
export { passwordsWith } from './passwords.ts'
export { createPerson, disablePerson, enablePerson, invitePerson } from './people.ts'
export { type Colleague, nameColleagues } from './queries.ts'
export { ROLES, type RoleName } from './roles.ts'
export { PEOPLE, type SeedPerson, type SeedPersonNumber, STAFF_OF_BUREAU } from './seed-data.ts'
export { endSessions, signOut } from './sessions.ts'
export { elevate, signIn } from './sign-in.ts'
export { endToken, identifyTokenWith, makeToken } from './tokens.ts'
export { listMailReceivers, listWhoMay, type MailReceiver } from './who-may.ts'
