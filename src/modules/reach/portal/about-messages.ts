import { defineMessages } from '#kernel/messages'

export const aboutMessages = defineMessages(
  {
    'portal.about': '关于本站',
    'portal.about.lead': '谁主办、谁负责、怎么核实这是真的政府网站。',
    'portal.about.identity': '身份信息',
    'portal.about.name': '网站名称',
    'portal.about.domain': '域名',
    'portal.about.owner': '主办单位',
    'portal.about.operator': '承办单位',
    'portal.about.address': '地址',
    'portal.about.phone': '技术电话',
    'portal.about.code': '网站标识码',
    'portal.about.icp': 'ICP备案',
    'portal.about.police': '公安备案',
    'portal.about.promises': '本站怎么做',
    'portal.about.promise.record':
      '公开过的内容不会悄悄删除：改过的能看到改了什么，撤下的说明理由，地址永远有效。',
    'portal.about.promise.privacy':
      '看网页不用登录，也不记您看过什么。只有您自己选的字号、颜色和语言记在您的设备上。',
    'portal.about.promise.data': '每个列表都有 JSON、CSV 和订阅，可以自由使用，注明来源即可。',
    'portal.about.more': '还可以看',
    'portal.accessibility': '无障碍说明',
    'portal.accessibility.lead':
      '本站按 WCAG 2.2 的 AA 级制作，也对照《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668-2019）。',
    'portal.accessibility.can': '您可以',
    'portal.accessibility.can.keyboard': '只用键盘走完每一页，第一下 Tab 就能跳到正文。',
    'portal.accessibility.can.reader': '用读屏软件：标题有层次，图有文字说明，表单的错误说得出来。',
    'portal.accessibility.can.size': '把字放大到两倍，内容不会被挡住；也可以换成高对比、深色和长者版。',
    'portal.accessibility.can.script': '关掉脚本：所有内容和表单都还能用。',
    'portal.accessibility.can.offline': '看过的网页没有网络也能再看。',
    'portal.accessibility.not': '还做不到的',
    'portal.accessibility.not.files': '一些附件和早年的扫描件读屏软件读不出来。需要能读的版本，请告诉我们。',
    'portal.accessibility.not.english': '英文界面完整，正文和文件以中文为准。',
    'portal.accessibility.help': '遇到障碍，请找我们',
    'portal.accessibility.help.text': '请说明是哪一页、您用什么设备。负责这一页的单位会处理。',
    'portal.accessibility.help.phone': '也可以打电话：{phone}。',
    'portal.offline': '现在没有网络',
    'portal.offline.lead': '这一页还没有在这台设备上看过，所以没有副本。看过的网页没有网络也能打开。',
    'portal.offline.again': '有了网络再试一次，地址不用改。',
    'portal.footer.report': '指出网页错误',
    'portal.footer.about': '关于本站',
    'portal.footer.accessibility': '无障碍说明',
    'portal.footer.rss': 'RSS 订阅',
  },
  {
    'portal.about': 'About this site',
    'portal.about.lead': 'Who runs it, who answers for it, and how to make sure that it is the real one.',
    'portal.about.identity': 'Identity',
    'portal.about.name': 'Name',
    'portal.about.domain': 'Domain',
    'portal.about.owner': 'Owner',
    'portal.about.operator': 'Operator',
    'portal.about.address': 'Address',
    'portal.about.phone': 'Technical telephone',
    'portal.about.code': 'Government site code',
    'portal.about.icp': 'ICP filing',
    'portal.about.police': 'Police filing',
    'portal.about.promises': 'How it is run',
    'portal.about.promise.record':
      'What was public is never deleted in silence: changes can be seen, withdrawals give their reason, addresses hold for ever.',
    'portal.about.promise.privacy':
      'No account is needed to read, and what you read is not recorded. Only the size, colours and language you choose are kept, on your device.',
    'portal.about.promise.data':
      'Every list comes as JSON, CSV and feed, free to use if the source is named.',
    'portal.about.more': 'See also',
    'portal.accessibility': 'Accessibility',
    'portal.accessibility.lead':
      'This site is made to WCAG 2.2 level AA, and measured against the national standard GB/T 37668-2019.',
    'portal.accessibility.can': 'You can',
    'portal.accessibility.can.keyboard':
      'walk through every page by keyboard alone; the first Tab leads to the text.',
    'portal.accessibility.can.reader':
      'use a screen reader: headings have levels, pictures have words, errors in forms are spoken.',
    'portal.accessibility.can.size':
      'double the size of the letters without losing anything, and choose high contrast, dark or the simple version.',
    'portal.accessibility.can.script': 'switch scripts off: all content and every form still works.',
    'portal.accessibility.can.offline': 'read pages again without a connection once you have opened them.',
    'portal.accessibility.not': 'What does not work yet',
    'portal.accessibility.not.files':
      'Some attachments and scans of earlier years cannot be read by a screen reader. Ask us for a version that can.',
    'portal.accessibility.not.english':
      'The interface is complete in English; texts and documents are in Chinese.',
    'portal.accessibility.help': 'If something is in your way, tell us',
    'portal.accessibility.help.text':
      'Say which page it is and what device you use. Those who answer for the page will see to it.',
    'portal.accessibility.help.phone': 'Or call {phone}.',
    'portal.offline': 'There is no connection',
    'portal.offline.lead':
      'You have not read this page on this device, so there is no copy. Pages you have read open without a connection.',
    'portal.offline.again': 'Try again once there is a connection; the address stays the same.',
    'portal.footer.report': 'Report an error',
    'portal.footer.about': 'About this site',
    'portal.footer.accessibility': 'Accessibility',
    'portal.footer.rss': 'RSS feed',
  },
)
