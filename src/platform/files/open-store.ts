import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileStore } from './file-store.ts'
import { folderStore } from './folder-store.ts'
import { type S3Place, s3Store } from './s3-store.ts'

export type FilesPlace =
  | Readonly<{ kind: 'folder'; path: string | undefined }>
  | (Readonly<{ kind: 's3' }> & Readonly<S3Place>)

/** `file:`, `file:///srv/files`, or `s3://key:secret@host:port/bucket?region=…&tls=on`; undefined for anything else. */
export function readFilesUrl(text: string): FilesPlace | undefined {
  if (text === 'file:') return { kind: 'folder', path: undefined }
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol === 'file:') {
    if (!text.startsWith('file:///') || url.pathname === '/' || url.search) return undefined
    return { kind: 'folder', path: fileURLToPath(url) }
  }
  return url.protocol === 's3:' ? readS3(url) : undefined
}

export function openFileStore(place: FilesPlace, dataDir: string): FileStore {
  return place.kind === 's3' ? s3Store(place) : folderStore(place.path ?? join(dataDir, 'files'))
}

function readS3(url: URL): FilesPlace | undefined {
  const bucket = url.pathname.slice(1).replace(/\/$/, '')
  const { searchParams, username, password, host } = url
  const tls = searchParams.get('tls') ?? 'on'
  const isWhole = host && username && password && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)
  const known = [...searchParams.keys()].every((name) => name === 'region' || name === 'tls')
  if (!isWhole || !known || !/^(on|off)$/.test(tls)) return undefined
  return {
    kind: 's3',
    endpoint: `${tls === 'on' ? 'https' : 'http'}://${host}`,
    bucket,
    region: searchParams.get('region') ?? 'us-east-1',
    key: decodeURIComponent(username),
    secret: decodeURIComponent(password),
  }
}
