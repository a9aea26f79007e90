import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BlobStore } from '#app/platform/blob-store.server.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { createBlobStore } from '#app/platform/open-blob-store.server.ts'

interface Asked {
  method: string | undefined
  path: string | undefined
  authorization: string | undefined
  type: string | undefined
}

/** As much of an S3 store as a blob needs: objects under /bucket/key, signed requests, errors in XML. */
function createS3Server(objects: Map<string, Buffer>, asked: Asked[]): Server {
  return createServer((request, response) => {
    const { method, url, headers } = request
    asked.push({
      method,
      path: url?.split('?')[0],
      authorization: headers.authorization,
      type: headers['content-type'],
    })
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const key = url?.split('?')[0] ?? ''
      const kept = objects.get(key)
      if (method === 'PUT') objects.set(key, Buffer.concat(chunks))
      if (method === 'DELETE') objects.delete(key)
      if (method === 'GET' && !kept) {
        response.writeHead(404, { 'content-type': 'application/xml' })
        response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>')
        return
      }
      response.writeHead(method === 'DELETE' ? 204 : 200, { etag: '"x"' })
      response.end(method === 'GET' ? kept : undefined)
    })
  })
}

const objects = new Map<string, Buffer>()
const asked: Asked[] = []
const server = createS3Server(objects, asked)
const stores = new Map<string, BlobStore>()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanshang-blobs-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stores.set('folder', createBlobStore({ kind: 'folder', folder }))
  const keys = { accessKeyId: 'KEY', secretAccessKey: 'SECRET' }
  stores.set('s3', createBlobStore({ kind: 's3', endpoint, bucket: 'photos', region: 'cn-north-1', ...keys }))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await rm(folder, { recursive: true, force: true })
})

describe.each(['folder', 's3'])('the blob store in %s', (name) => {
  const store = () => stores.get(name) as BlobStore

  it('gives back what was put, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256))
    await store().put('aa-640.webp', bytes, 'image/webp')
    expect(await store().get('aa-640.webp')).toEqual(bytes)
  })

  it('has nothing under a name that was never put, and forgets what is removed, twice too', async () => {
    expect(await store().get('bb-320.jpg')).toBeUndefined()
    await store().put('bb-320.jpg', Buffer.from('x'), 'image/jpeg')
    await store().remove('bb-320.jpg')
    await store().remove('bb-320.jpg')
    expect(await store().get('bb-320.jpg')).toBeUndefined()
  })

  it('takes the same again, also at once, and keeps it whole', async () => {
    const bytes = Buffer.alloc(300_000, 'ab')
    await Promise.all(Array.from({ length: 5 }, () => store().put('cc.avif', bytes, 'image/avif')))
    expect(await store().get('cc.avif')).toEqual(bytes)
  })

  it('takes what comes in pieces, and gives it back in pieces', async () => {
    const pieces = Array.from({ length: 40 }, (_, index) => Buffer.alloc(10_000, String(index)))
    async function* inTurn() {
      yield* pieces
    }
    await store().putStream('ee.xlsx', inTurn(), 'application/zip')
    expect((await store().get('ee.xlsx'))?.equals(Buffer.concat(pieces))).toBe(true)
    const read: Buffer[] = []
    for await (const piece of (await store().getStream('ee.xlsx')) ?? []) read.push(Buffer.from(piece as Uint8Array))
    expect(Buffer.concat(read).equals(Buffer.concat(pieces))).toBe(true)
    expect(await store().getStream('nothing.xlsx')).toBeUndefined()
  })

  it('keeps nothing of what broke off', async () => {
    async function* broken() {
      yield Buffer.alloc(100_000, 'a')
      throw new Error('the source broke off')
    }
    await expect(store().putStream('ff.xlsx', broken(), 'application/zip')).rejects.toThrow('broke off')
    expect(await store().get('ff.xlsx')).toBeUndefined()
  })

  it('takes an empty blob for a blob', async () => {
    await store().put('dd.jpg', Buffer.alloc(0), 'image/jpeg')
    expect(await store().get('dd.jpg')).toEqual(Buffer.alloc(0))
  })

  it.each([
    '../../etc/passwd',
    '..',
    '.',
    '',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'a\0b',
    'A.jpg',
    '.half',
    'a..b',
    'a.b.c',
    '%2e%2e',
    'a'.repeat(200),
    'a?b',
    'é.jpg',
  ])('has no name like %j', async (bad) => {
    await expect(store().put(bad, Buffer.from('x'), 'image/jpeg')).rejects.toThrow(/no name/)
    await expect(store().get(bad)).rejects.toThrow(/no name/)
    await expect(store().remove(bad)).rejects.toThrow(/no name/)
  })
})

it('the folder keeps nothing half-written, and nothing outside itself', async () => {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  expect(names.map((entry) => entry.name).sort()).toEqual(['aa-640.webp', 'cc.avif', 'dd.jpg', 'ee.xlsx'])
})

it('the S3 side signs every request for its bucket, and says what it puts', () => {
  expect(asked.length).toBeGreaterThan(8)
  for (const { path, authorization } of asked) {
    expect(path).toMatch(/^\/photos\/[a-z0-9.-]+$/)
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/cn-north-1\/s3\/aws4_request/)
  }
  expect(asked.find(({ method }) => method === 'PUT')?.type).toBe('image/webp')
})

describe('the settings of the store', () => {
  const base: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://x@y/z',
    SESSION_SECRET: 'a secret for tests only, of more than 32 characters',
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_xxx',
  }

  it('are a folder unless an endpoint is given', () => {
    expect(readEnv(base).blobs).toEqual({ kind: 'folder', folder: '.data/photos' })
    expect(readEnv({ ...base, BLOB_DIR: '/srv/photos' }).blobs).toEqual({ kind: 'folder', folder: '/srv/photos' })
  })

  it('name everything that is missing beside an endpoint', () => {
    const read = () => readEnv({ ...base, BLOB_S3_ENDPOINT: 'https://s3.example', BLOB_S3_BUCKET: 'b' })
    expect(read).toThrow(/BLOB_S3_KEY[\s\S]*BLOB_S3_SECRET/)
    const all = { BLOB_S3_ENDPOINT: 'https://s3.example', BLOB_S3_BUCKET: 'b', BLOB_S3_KEY: 'k', BLOB_S3_SECRET: 's' }
    expect(readEnv({ ...base, ...all }).blobs).toEqual({
      kind: 's3',
      endpoint: 'https://s3.example',
      bucket: 'b',
      region: 'us-east-1',
      accessKeyId: 'k',
      secretAccessKey: 's',
    })
  })
})
