/** Files as citizens and offices send them, good and hostile, made in code so that their every byte is known. */
import { PDFDocument, PDFHexString, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib'
import { strToU8, type Zippable, zipSync } from 'fflate'

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

export type Parts = Record<string, string | Uint8Array>

export function zipOf(parts: Parts): Buffer {
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    typeof part === 'string' ? strToU8(part) : part,
  ])
  return Buffer.from(zipSync(Object.fromEntries(entries) as Zippable))
}

type Link = { id: string; kind: string; target: string; isOutside?: boolean }

function linksXml(links: readonly Link[]): string {
  const lines = links.map(
    ({ id, kind, target, isOutside }) =>
      `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"${isOutside ? ' TargetMode="External"' : ''}/>`,
  )
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${lines.join('')}</Relationships>`
}

function typesXml(main: string, type: string, more: Record<string, string> = {}): string {
  const overrides = Object.entries({ [main]: type, ...more }).map(
    ([name, contentType]) => `<Override PartName="/${name}" ContentType="${contentType}"/>`,
  )
  return `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>${overrides.join('')}</Types>`
}

const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

export type DocxPlan = {
  body: string
  links?: readonly Link[]
  more?: Parts
  mainType?: string
  types?: Record<string, string>
}

export function docxParts({ body, links = [], more = {}, mainType, types }: DocxPlan): Parts {
  return {
    '[Content_Types].xml': typesXml('word/document.xml', mainType ?? `${WORD_TYPE}.document.main+xml`, types),
    '_rels/.rels': linksXml([
      { id: 'rId1', kind: 'officeDocument', target: 'word/document.xml' },
      ...Object.keys(more)
        .filter((name) => name.startsWith('docProps/'))
        .map((target, at) => ({ id: `rIdP${at}`, kind: 'extended-properties', target })),
    ]),
    'word/document.xml': `${DECLARATION}<w:document xmlns:w="${WORD}" xmlns:r="${OFFICE}"><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': linksXml(links),
    ...more,
  }
}

export function docxOf(plan: DocxPlan): Buffer {
  return zipOf(docxParts(plan))
}

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}

/** As it leaves an office: names, times, comments and the changes of three people still in it. */
export function wellTravelledDocx(photograph: Uint8Array): Buffer {
  const author = 'w:author="张建国" w:date="2026-09-01T08:00:00Z"'
  return docxOf({
    body: [
      `<w:p w:rsidR="00AB12CD"><w:r><w:t>关于公共汽车线路调整的通知</w:t></w:r></w:p>`,
      `<w:p><w:ins w:id="1" ${author}><w:r><w:t>自十二月一日起执行。</w:t></w:r></w:ins><w:del w:id="2" ${author}><w:r><w:delText>原定票价五元，</w:delText></w:r></w:del></w:p>`,
      `<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>票价两元。</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`,
      `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>三路</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="3" ${author}/></w:trPr><w:tc><w:p><w:r><w:t>取消的九路</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
      `<w:p><w:pPr><w:rPr><w:rPrChange w:id="4" ${author}><w:rPr/></w:rPrChange></w:rPr></w:pPr><w:hyperlink r:id="rId7"><w:r><w:t>办事大厅</w:t></w:r></w:hyperlink></w:p>`,
    ].join(''),
    links: [
      { id: 'rId5', kind: 'comments', target: 'comments.xml' },
      { id: 'rId6', kind: 'image', target: 'media/image1.jpeg' },
      { id: 'rId7', kind: 'hyperlink', target: 'https://www.yunxi.example/', isOutside: true },
      { id: 'rId8', kind: 'settings', target: 'settings.xml' },
    ],
    types: { 'word/comments.xml': `${WORD_TYPE}.comments+xml`, 'docProps/app.xml': 'application/xml' },
    more: {
      'docProps/core.xml': `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张建国</dc:creator><cp:lastModifiedBy>李敏</cp:lastModifiedBy></cp:coreProperties>`,
      'docProps/app.xml': `${DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>云溪市交通局</Company><Manager>王芳</Manager></Properties>`,
      'docProps/custom.xml': `${DECLARATION}<Properties xmlns="urn:x"><property name="KSOProductBuildVer">2052-12.1</property></Properties>`,
      'word/comments.xml': `${DECLARATION}<w:comments xmlns:w="${WORD}"><w:comment w:id="0" ${author}><w:p><w:r><w:t>这里先别公开</w:t></w:r></w:p></w:comment></w:comments>`,
      'word/settings.xml': `${DECLARATION}<w:settings xmlns:w="${WORD}" xmlns:r="${OFFICE}"><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>`,
      'word/_rels/settings.xml.rels': linksXml([
        {
          id: 'rId1',
          kind: 'attachedTemplate',
          target: 'file:///C:/Users/zhangjianguo/Normal.dotm',
          isOutside: true,
        },
      ]),
      'word/media/image1.jpeg': photograph,
    },
  })
}

export type SheetPlan = { rows: readonly (readonly string[])[]; hidden?: boolean; more?: Parts }

export function xlsxOf({ rows, hidden, more = {} }: SheetPlan): Buffer {
  const cells = (row: readonly string[]) =>
    row.map((value) => `<c t="inlineStr"><is><t>${value}</t></is></c>`).join('')
  return zipOf({
    '[Content_Types].xml': typesXml(
      'xl/workbook.xml',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
      {
        'xl/worksheets/sheet1.xml':
          'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml',
      },
    ),
    '_rels/.rels': linksXml([{ id: 'rId1', kind: 'officeDocument', target: 'xl/workbook.xml' }]),
    'xl/_rels/workbook.xml.rels': linksXml([
      { id: 'rId1', kind: 'worksheet', target: 'worksheets/sheet1.xml' },
    ]),
    'xl/workbook.xml': `${DECLARATION}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><fileSharing userName="张建国"/><sheets><sheet name="名单" sheetId="1"${hidden ? ' state="hidden"' : ''} r:id="rId1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': `${DECLARATION}<worksheet xmlns="${SHEET}"><sheetData>${rows.map((row) => `<row>${cells(row)}</row>`).join('')}</sheetData></worksheet>`,
    ...more,
  })
}

export function odtOf(content: string, more: Parts = {}): Buffer {
  const office = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0'
  const space = `xmlns:office="${office}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `${DECLARATION}<office:document-content ${space}><office:body><office:text>${content}</office:text></office:body></office:document-content>`,
    'meta.xml': `${DECLARATION}<office:document-meta ${space}><office:meta><dc:creator>张建国</dc:creator></office:meta></office:document-meta>`,
    'META-INF/manifest.xml': `${DECLARATION}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="meta.xml" m:media-type="text/xml"/></m:manifest>`,
    ...more,
  })
}

export function ofdOf(text: string, more: Parts = {}): Buffer {
  const space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
  return zipOf({
    'OFD.xml': `${DECLARATION}<ofd:OFD ${space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>7f</ofd:DocID><ofd:Author>张建国</ofd:Author><ofd:Creator>某办公软件</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `${DECLARATION}<ofd:Document ${space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
    'Doc_0/Pages/Page_0/Content.xml': `${DECLARATION}<ofd:Page ${space}><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Boundary="0 0 100 10"><ofd:TextCode X="0" Y="5">${text}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`,
    ...more,
  })
}

export type PdfPlan = { text?: string; spoil?: (document: PDFDocument) => void; plain?: boolean }

export async function pdfOf({
  text = 'Notice of the bus routes',
  spoil,
  plain = true,
}: PdfPlan = {}): Promise<Buffer> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  document.addPage([300, 300]).drawText(text, { font, size: 14, x: 20, y: 200 })
  spoil?.(document)
  return Buffer.from(await document.save({ useObjectStreams: !plain }))
}

/** A composite font with a table back to characters, as Chinese offices' programs write it, without its outlines. */
export async function chinesePdf(text: string): Promise<Buffer> {
  return pdfOf({
    spoil: (document) => {
      const { context } = document
      const codes = [...text].map((character) => character.codePointAt(0)!.toString(16).padStart(4, '0'))
      const table = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange ${codes.length} beginbfchar ${codes.map((code) => `<${code}> <${code}>`).join(' ')} endbfchar endcmap end end`
      const descendant = context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'CIDFontType2',
          BaseFont: 'SimSun',
          CIDSystemInfo: {
            Registry: PDFString.of('Adobe'),
            Ordering: PDFString.of('Identity'),
            Supplement: 0,
          },
          DW: 1000,
        }),
      )
      const font = context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'Type0',
          BaseFont: 'SimSun',
          Encoding: 'Identity-H',
          DescendantFonts: [descendant],
          ToUnicode: context.register(context.flateStream(table)),
        }),
      )
      const page = document.addPage([600, 300])
      page.node.set(PDFName.of('Resources'), context.obj({ Font: { F9: font } }))
      page.node.set(
        PDFName.of('Contents'),
        context.register(context.flateStream(`BT /F9 12 Tf 20 200 Td <${codes.join('')}> Tj ET`)),
      )
    },
  })
}

/** Whatever a PDF can be made to do, all of it. */
export function armPdf(document: PDFDocument): void {
  const { context, catalog } = document
  document.setAuthor('Zhang Jianguo')
  document.setCreator('Kingsoft Writer')
  const script = { S: 'JavaScript', JS: PDFString.of('app.alert(1)') }
  catalog.set(PDFName.of('OpenAction'), context.obj(script))
  catalog.set(PDFName.of('AA'), context.obj({ WC: script }))
  catalog.set(
    PDFName.of('Metadata'),
    context.register(
      context.stream('<x:xmpmeta><dc:creator>Zhang Jianguo</dc:creator></x:xmpmeta>', { Type: 'Metadata' }),
    ),
  )
  const launch = { S: 'Launch', F: PDFString.of('cmd.exe') }
  const page = document.getPage(0)
  page.node.set(
    PDFName.of('Annots'),
    context.obj([
      { Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: launch },
      {
        Type: 'Annot',
        Subtype: 'Text',
        Rect: [0, 0, 9, 9],
        T: PDFHexString.fromText('李敏'),
        Contents: PDFString.of('hold back'),
      },
      {
        Type: 'Annot',
        Subtype: 'Link',
        Rect: [0, 0, 9, 9],
        A: { S: 'URI', URI: PDFString.of('https://www.yunxi.example/') },
      },
      {
        Type: 'Annot',
        Subtype: 'Link',
        Rect: [0, 0, 9, 9],
        A: { S: 'URI', URI: PDFString.of('javascript:alert(2)') },
      },
    ]),
  )
  catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: [], XFA: PDFString.of('<xdp/>') }))
  // What an earlier revision left behind: nothing points to it any more.
  context.register(context.stream('the former draft named a person', {}))
}
