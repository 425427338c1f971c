/** Pictures inside documents stay as they are, point for point; only what they tell of camera, place and program goes. */

const JPEG = Buffer.from('ffd8ff', 'hex')
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

export function stripImage(bytes: Buffer): Buffer {
  try {
    if (bytes.subarray(0, 3).equals(JPEG)) return stripJpeg(bytes)
    if (bytes.subarray(0, 8).equals(PNG)) return stripPng(bytes)
    if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
      return stripWebp(bytes)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return bytes
}

/** ITU T.81 B.1: markers until the scan. Kept of the application ones: JFIF, the colour profile, Adobe's transform. */
function stripJpeg(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 2)]
  let at = 2
  while (bytes.readUInt8(at) === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xda || marker === 0xd9) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    const isApplication = marker >= 0xe0 && marker <= 0xef
    const isColour =
      marker === 0xe0 ||
      marker === 0xee ||
      (marker === 0xe2 && bytes.toString('latin1', at + 4, at + 15) === 'ICC_PROFILE')
    if (marker !== 0xfe && (!isApplication || isColour)) kept.push(bytes.subarray(at, end))
    at = end
  }
  const end = bytes.lastIndexOf(Buffer.from('ffd9', 'hex'))
  return Buffer.concat([...kept, bytes.subarray(at, end > at ? end + 2 : undefined)])
}

/** PNG 11.3: of the chunks that are not the picture, those that a screen needs. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '),
)

function stripPng(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 8)]
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (PNG_KEPT.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') break
    at = end
  }
  return Buffer.concat(kept)
}

function stripWebp(bytes: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    const type = bytes.toString('latin1', at, at + 4)
    const chunk = Buffer.from(bytes.subarray(at, end))
    // The flags of the extended header announce EXIF (8) and XMP (4).
    if (type === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~0x0c, 8)
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(chunk)
    at = end
  }
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...kept])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}
