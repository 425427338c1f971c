import { defineMessages } from '#kernel/messages'

export const DOCUMENT_MESSAGES = defineMessages(
  {
    'document.type-unknown': '读不了这种文件。可以读：{allowed}。',
    'document.too-large': '文件太大，读不了。',
    'document.unreadable': '文件读不出来（{cause}）。',
    'document.empty': '文件里没有读到文字。',
    'document.letters-unknown': '认不出文件的文字编码。请另存为UTF-8后再试。',
    'document.pictures-left-out': '正文里的图片没有带过来，请作为附件另外上传。',
    'document.table-too-long': '表格太长，每张工作表最多{rows}行。请拆分后再导入。',
    'document.table-broken': '表格读不出来（{cause}）。',
    'document.title-guessed': '标题是根据第一行或文件名推断的，请核对。',
  },
  {
    'document.type-unknown': 'Files of this kind cannot be read. Readable are: {allowed}.',
    'document.too-large': 'The file is too large to be read.',
    'document.unreadable': 'The file cannot be read ({cause}).',
    'document.empty': 'No text was found in the file.',
    'document.letters-unknown': 'The encoding of the file is not known. Save it as UTF-8 and try again.',
    'document.pictures-left-out': 'Pictures in the text were left out. Add them as files.',
    'document.table-too-long': 'The table is too long: at most {rows} rows a sheet. Split it.',
    'document.table-broken': 'The table cannot be read ({cause}).',
    'document.title-guessed': 'The title was guessed from the first line or the name of the file. Check it.',
  },
)
