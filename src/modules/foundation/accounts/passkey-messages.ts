import { defineMessages } from '#kernel/messages'

export const passkeyMessages = defineMessages(
  {
    'account.mail.subject': '{site}工作台的邀请',
    'account.mail.heading': '{name}，请设置您的账号',
    'account.mail.text':
      '管理员为您开了账号。请打开下面的地址，填写登录名和邀请码，设置密码和动态码。邀请码七天内有效，只能用一次。',
    'account.mail.login': '登录名：{login}',
    'account.mail.code': '邀请码：{code}',
    'account.mail.accept': '设置账号',
    'account.mail.foot': '如果您不知道这是怎么回事，请不要转发这封邮件，并告诉贵单位的安全管理员。',
    'account.given.mailed': '邀请已经发到 {email}。',
    'account.given.mailed-text':
      '邀请码只有本人知道，七天内有效。没有收到的，可以再发一次，上一次的随即作废。',
    'account.passkeys': '通行密钥',
    'account.passkeys.note':
      '用设备的指纹、面容或者PIN码登录，不用密码和动态码。密钥只在您的设备上，且只认这个网址，钓鱼网站用不了。',
    'account.passkey.name': '设备名称',
    'account.passkey.name-hint': '便于以后辨认，例如“办公室电脑”。',
    'account.passkey.name-missing': '请写设备名称。',
    'account.passkey.made': '添加',
    'account.passkey.add': '添加通行密钥',
    'account.passkey.remove': '删除',
    'account.passkey.sign-in': '用通行密钥登录',
    'account.passkey.prove': '用通行密钥确认',
    'account.passkey.failed': '设备没有完成验证。请再试一次，或者用密码和动态码。',
    'account.passkey-wrong': '通行密钥没有通过验证。请再试一次，或者用密码和动态码。',
    'account.passkey-unknown': '没有这个通行密钥，或者已经删除。',
    'account.passkey.not-added': '没有添加成功：设备的答复没有通过验证，或者已有10个通行密钥。',
    'account.done.passkey': '通行密钥已添加。',
    'account.done.passkey-removed': '通行密钥已删除，不能再用来登录。',
  },
  {
    'account.mail.subject': 'Invitation to the desk of {site}',
    'account.mail.heading': '{name}, please set up your account',
    'account.mail.text':
      'An administrator has opened an account for you. Open the address below, enter log-in name and code, and set password and second factor. The code works once and for seven days.',
    'account.mail.login': 'Log-in name: {login}',
    'account.mail.code': 'Invitation code: {code}',
    'account.mail.accept': 'Set up the account',
    'account.mail.foot':
      'If you do not know what this is about, do not forward this mail, and tell the security officer of your organisation.',
    'account.given.mailed': 'The invitation was sent to {email}.',
    'account.given.mailed-text':
      'Only the person knows the code, which works for seven days. If it does not arrive, send another: the earlier one is void then.',
    'account.passkeys': 'Passkeys',
    'account.passkeys.note':
      'Sign in with the finger, face or PIN of your device, without password and code. The key stays on the device and works at this address only, so a false site cannot use it.',
    'account.passkey.name': 'Name of the device',
    'account.passkey.name-hint': 'To know it again later, such as “office computer”.',
    'account.passkey.name-missing': 'Write the name of the device.',
    'account.passkey.made': 'Added',
    'account.passkey.add': 'Add a passkey',
    'account.passkey.remove': 'Remove',
    'account.passkey.sign-in': 'Sign in with a passkey',
    'account.passkey.prove': 'Confirm with a passkey',
    'account.passkey.failed': 'The device gave no proof. Try again, or use password and code.',
    'account.passkey-wrong': 'The passkey did not prove right. Try again, or use password and code.',
    'account.passkey-unknown': 'There is no such passkey, or it has been removed.',
    'account.passkey.not-added':
      'Not added: the answer of the device did not prove right, or there are ten passkeys already.',
    'account.done.passkey': 'The passkey is added.',
    'account.done.passkey-removed': 'The passkey is removed and no longer signs in.',
  },
)
