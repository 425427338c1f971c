import { defineMessages } from '#kernel/messages'

/** What the machinery itself says: refusals that belong to no module. */
export const PLATFORM_MESSAGES = defineMessages(
  {
    'page.unknown': '没有这个页面。地址可能写错了，也可能已经迁移。',
    'site.unknown': '没有这个网站。',
    'permission.missing': '您没有做这件事的权限（{permission}）。需要时请联系本单位的管理员。',
    'forgery.foreign-origin': '这次提交不是从本网站的页面发出的，没有办理。',
    'forgery.bad-token': '页面放得太久，或者已经重新登录。请回到上一页刷新后再提交，内容没有改动。',
    'file.gone': '这里没有文件，或者它已经不再公开。',
    'file.too-large': '单个文件不能超过50 MB。',
    'file.too-many': '一次最多上传20个文件。',
    'call.malformed': '请求的写法不对，没有办理。',
    'call.too-large': '提交的内容太大。',
    'call.unknown-media-type': '提交的格式不支持。',
    'system.failed': '系统出了问题，没有办理。请把下面的编号告诉我们。',
    'system.database-away': '系统暂时连不上数据库，没有办理。请过几分钟再试。',
    'system.disk-full': '服务器的磁盘满了，现在不能办理，只能查阅。没有办理这一次提交，请稍后再试。',
    'list.bad-cursor': '翻页标记不对，请从第一页开始。',
    'list.bad-limit': '每页条数应当是1到100的整数。',
    'list.bad-parameters': '有参数写得不对。',
    'list.unknown-parameter': '没有这个参数。',
    'form.field-missing': '缺少这一项，请填写。',
    'form.field-wrong': '这一项的写法不对，请改正。',
    'vault.erased': '这份个人信息已经清除。',
  },
  {
    'page.unknown': 'There is no such page. The address may be mistyped, or the page has moved.',
    'site.unknown': 'There is no such site.',
    'permission.missing':
      'You lack the right to do this ({permission}). Ask the administrator of your organisation.',
    'forgery.foreign-origin': 'This form was not sent from a page of this site. Nothing was done.',
    'forgery.bad-token':
      'The page is too old, or you have signed in again. Go back, reload, and send it again. Nothing changed.',
    'file.gone': 'There is no file here, or it is public no longer.',
    'file.too-large': 'A single file must not exceed 50 MB.',
    'file.too-many': 'At most 20 files at a time.',
    'call.malformed': 'The request is malformed. Nothing was done.',
    'call.too-large': 'What was sent is too large.',
    'call.unknown-media-type': 'This format is not supported.',
    'system.failed':
      'Something went wrong on our side and nothing was done. Please tell us the number below.',
    'system.database-away':
      'The database cannot be reached just now. Nothing was done. Please try again in a few minutes.',
    'system.disk-full':
      'The disk of the server is full: pages can be read, nothing can be changed. This was not done. Please try again later.',
    'list.bad-cursor': 'The page marker is not valid. Start from the first page.',
    'list.bad-limit': 'The number of rows must be a whole number from 1 to 100.',
    'list.bad-parameters': 'Some parameters are wrong.',
    'list.unknown-parameter': 'There is no such parameter.',
    'form.field-missing': 'This field is missing; please fill it in.',
    'form.field-wrong': 'This field is not written as expected; please correct it.',
    'vault.erased': 'This personal data has been erased.',
  },
)
