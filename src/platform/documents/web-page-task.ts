/** Runs in the protected process only: a page may be written so that reading it never ends. */
import { readWebPage, type WebPage } from './web-page.ts'

export type ReadPage = { page: WebPage | undefined }

export async function run({ bytes }: { bytes: Uint8Array }): Promise<ReadPage> {
  return { page: readWebPage(bytes) }
}
