import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import type { BlobStore, S3Settings } from './blob-store.server.ts'
import { writeThrough } from './folder-blob-store.server.ts'

const CONNECT_MS = 3_000
const ANSWER_MS = 10_000
const MAX_TRIES = 3

/** Keeps blobs in a bucket of any store that speaks S3. The client is loaded at the first use: most shops need none. */
export function createS3BlobStore(settings: S3Settings): BlobStore {
  let opened: Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> | undefined
  const open = () => {
    opened ??= openClient(settings)
    return opened
  }
  const Bucket = settings.bucket
  const readBody = async (name: string) => {
    const { sdk, client } = await open()
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: name }))
      return Body
    } catch (error) {
      if (error instanceof sdk.S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined
      throw error
    }
  }
  return {
    async put(name, bytes, type) {
      const { sdk, client } = await open()
      await client.send(new sdk.PutObjectCommand({ Bucket, Key: name, Body: bytes, ContentType: type }))
    },
    // A put must say how long it is: what has no end yet goes to a file of our own first.
    async putStream(name, content, type) {
      const { sdk, client } = await open()
      const folder = await mkdtemp(join(tmpdir(), 'yuanshang-blob-'))
      try {
        const path = join(folder, 'content')
        await writeThrough(path, content)
        const { size } = await stat(path)
        const Body = size === 0 ? Buffer.alloc(0) : createReadStream(path)
        await client.send(new sdk.PutObjectCommand({ Bucket, Key: name, Body, ContentLength: size, ContentType: type }))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    async get(name) {
      const body = await readBody(name)
      return body && Buffer.from(await body.transformToByteArray())
    },
    async getStream(name) {
      const body = await readBody(name)
      return body instanceof Readable ? body : undefined
    },
    async remove(name) {
      const { sdk, client } = await open()
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: name }))
    },
  }
}

async function openClient({ endpoint, region, accessKeyId, secretAccessKey }: S3Settings) {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    // What other makers of such stores have in common: the bucket in the path, no checksum trailers.
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: MAX_TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
  })
  return { sdk, client }
}
