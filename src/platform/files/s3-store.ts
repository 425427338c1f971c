import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { NotFound } from '#kernel/refusals'
import { checkedKey, type FileStore } from './file-store.ts'

export type S3Place = {
  endpoint: string
  bucket: string
  region: string
  key: string
  secret: string
}

/** Any storage that speaks the S3 protocol: path-style addresses, signature version 4. */
export function s3Store(place: S3Place): FileStore {
  const { endpoint, bucket, region, key: accessKeyId, secret: secretAccessKey } = place
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 })
  const send = async (method: string, key: string, rest: RequestInit = {}) => {
    const answer = await client.fetch(`${endpoint}/${bucket}/${checkedKey(key)}`, { method, ...rest })
    if (answer.ok || answer.status === 404) return answer
    await answer.body?.cancel()
    // Status only: what the storage says back may repeat the credentials it was called with.
    throw new Error(`the file storage answered ${method} with ${answer.status}`)
  }
  return {
    put: async (key, source) => {
      const bytes = Buffer.isBuffer(source) ? source : await gather(source)
      const hash = createHash('sha256').update(bytes).digest('hex')
      const answer = await send('PUT', key, {
        body: new Uint8Array(bytes),
        headers: { 'x-amz-content-sha256': hash },
      })
      await answer.body?.cancel()
      if (answer.status === 404) throw new Error('the bucket of the file storage does not exist')
    },
    get: async (key, range) => {
      const headers = range ? { range: `bytes=${range.from}-${range.to}` } : undefined
      const answer = await send('GET', key, headers && { headers })
      if (answer.status === 404) {
        await answer.body?.cancel()
        throw new NotFound('file.gone')
      }
      return answer.body ? Readable.fromWeb(answer.body as ReadableStream) : Readable.from([])
    },
    stat: async (key) => {
      const answer = await send('HEAD', key)
      return answer.status === 404 ? undefined : { length: Number(answer.headers.get('content-length') ?? 0) }
    },
    remove: async (key) => {
      const answer = await send('DELETE', key)
      await answer.body?.cancel()
    },
  }
}

/** The protocol wants the length first, and what we store has passed through memory anyway. */
async function gather(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(Buffer.from(chunk as Buffer))
  return Buffer.concat(chunks)
}
