/** What may come in. Everything else is refused by name, before a byte is read. */

export type Family = 'pdf' | 'image' | 'office' | 'opendocument' | 'ofd' | 'text'

export type Format = {
  extension: string
  family: Family
  media_type: string
  /** Other types under which browsers and office programs send it. */
  also: readonly string[]
  /** What its first bytes say, as `file-type` names it; none for plain text. */
  magic: readonly string[]
}

const ZIP_TYPES = ['application/zip', 'application/x-zip-compressed']
/** `file-type` may stop at "zip", or name a relative: which one it is, the archive itself tells. */
const ZIP_MAGIC =
  'zip docx xlsx pptx docm xlsm pptm dotx dotm xltx xltm potx potm ppsx ppsm odt ods odp ott ots otp'
const OOXML = 'application/vnd.openxmlformats-officedocument'

const FORMATS: readonly Format[] = [
  format('pdf', 'pdf', 'application/pdf', ['application/x-pdf'], 'pdf'),
  format(
    'docx',
    'office',
    `${OOXML}.wordprocessingml.document`,
    ['application/msword', ...ZIP_TYPES],
    ZIP_MAGIC,
  ),
  format(
    'xlsx',
    'office',
    `${OOXML}.spreadsheetml.sheet`,
    ['application/vnd.ms-excel', ...ZIP_TYPES],
    ZIP_MAGIC,
  ),
  format(
    'pptx',
    'office',
    `${OOXML}.presentationml.presentation`,
    ['application/vnd.ms-powerpoint', ...ZIP_TYPES],
    ZIP_MAGIC,
  ),
  format('odt', 'opendocument', 'application/vnd.oasis.opendocument.text', ZIP_TYPES, ZIP_MAGIC),
  format('ods', 'opendocument', 'application/vnd.oasis.opendocument.spreadsheet', ZIP_TYPES, ZIP_MAGIC),
  format('odp', 'opendocument', 'application/vnd.oasis.opendocument.presentation', ZIP_TYPES, ZIP_MAGIC),
  format(
    'ofd',
    'ofd',
    'application/ofd',
    ['application/vnd.ofd', 'application/x-ofd', ...ZIP_TYPES],
    ZIP_MAGIC,
  ),
  format(
    'csv',
    'text',
    'text/csv',
    [
      'text/plain',
      'application/csv',
      'text/x-csv',
      'text/comma-separated-values',
      'application/vnd.ms-excel',
    ],
    '',
  ),
  format('txt', 'text', 'text/plain', [], ''),
  format('png', 'image', 'image/png', ['image/x-png'], 'png'),
  format('jpg', 'image', 'image/jpeg', ['image/jpg', 'image/pjpeg'], 'jpg'),
  format('webp', 'image', 'image/webp', [], 'webp'),
]

export const EXTENSIONS: readonly string[] = [...FORMATS.map(({ extension }) => extension), 'jpeg']

export function formatOf(name: string): Format | undefined {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
  return FORMATS.find((one) => one.extension === (extension === 'jpeg' ? 'jpg' : extension))
}

/** A browser that does not know a type says so; one that names another type is not believed. */
export function isDeclaredAs({ media_type, also }: Format, declared: string): boolean {
  const said = declared.split(';')[0]!.trim().toLowerCase()
  return said === '' || said === 'application/octet-stream' || said === media_type || also.includes(said)
}

function format(
  extension: string,
  family: Family,
  media_type: string,
  also: readonly string[],
  magic: string,
): Format {
  return { extension, family, media_type, also, magic: magic.split(' ').filter((one) => one !== '') }
}
