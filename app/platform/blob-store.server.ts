import type { Readable } from 'node:stream'

/** Bytes kept outside the database, by a name that says what they are: the same name never gets other bytes. */
export interface BlobStore {
  /** Keeps `bytes` under `name`; whole or not at all, and twice is harmless. */
  put(name: string, bytes: Buffer, type: string): Promise<void>
  /** As `put`, for what is too large to be held at once. Takes the content as fast as it can be written, and no faster. */
  putStream(name: string, content: AsyncIterable<Uint8Array>, type: string): Promise<void>
  /** Undefined when nothing is kept under `name`. */
  get(name: string): Promise<Buffer | undefined>
  /** As `get`, piece by piece. */
  getStream(name: string): Promise<Readable | undefined>
  /** Forgets `name`; it need not be there. */
  remove(name: string): Promise<void>
}

export interface S3Settings {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Where blobs are kept: a folder, or any store that speaks S3. */
export type BlobSettings = { kind: 'folder'; folder: string } | ({ kind: 's3' } & S3Settings)

/** `photo-640.webp`: nothing with a separator, a leading dot or an upper-case letter, so that no name leaves its folder. */
const BLOB_NAME = /^[a-z0-9][a-z0-9-]{0,99}(?:\.[a-z0-9]{1,8})?$/

export function isBlobName(name: string): boolean {
  return BLOB_NAME.test(name)
}
