import type { Format } from './formats.ts'
import type { Cleaned } from './inspection-task.ts'
import { NotTaken } from './not-taken.ts'

/** 100 million points hold a sheet of A2 at 300 dpi; a small file that claims more is meant to fill the memory. */
const MOST_PIXELS = 100_000_000

/** Drawn anew from its points: whatever else was in the file, or behind its end, does not come along. */
export async function cleanImage(bytes: Buffer, { extension }: Format): Promise<Cleaned> {
  const sharp = await loadSharp()
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const
  try {
    const { exif, xmp, iptc, comments } = await sharp(bytes, options).metadata()
    const image = sharp(bytes, options).autoOrient().keepIccProfile()
    const encoded = { png: image.png(), webp: image.webp({ quality: 90 }), jpg: image.jpeg({ quality: 90 }) }
    const { data, info } = await encoded[extension as 'png' | 'webp' | 'jpg'].toBuffer({
      resolveWithObject: true,
    })
    const hadMore = [exif, xmp, iptc, comments?.length].some((one) => one)
    return {
      cleaned: data,
      text: '',
      removed: hadMore ? ['upload.removed-image-data'] : [],
      warnings: [],
      width: info.width,
      height: info.height,
    }
  } catch (error) {
    const isLarge = /pixel limit|dimensions|too large/i.test((error as Error).message)
    throw new NotTaken(isLarge ? 'upload.too-many-pixels' : 'upload.broken')
  }
}

/** Its native part has no build for every processor. */
async function loadSharp() {
  try {
    const { default: sharp } = await import('sharp')
    sharp.cache(false)
    sharp.concurrency(1)
    return sharp
  } catch {
    throw new NotTaken('upload.images-not-possible')
  }
}
