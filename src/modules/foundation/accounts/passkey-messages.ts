import { defineMessages } from '#kernel/messages'

export const passkeyMessages = defineMessages(
  {
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
