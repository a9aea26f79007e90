import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '#app/gate/gate.ts'
import { UPLOAD_LIMITS } from '#app/gate/upload-limits.ts'
import { paths } from '#app/http/paths.ts'

const PHOTOS = paths.supply.listingPhotos('0193579e-0000-7000-8000-000000000001')
const ORDINARY = { maxBytes: 20_000, maxMs: 300 }
const PHOTO_BYTES = 15 * 1024 * 1024

let server: Server
let origin = ''
beforeAll(async () => {
  // The gate knows its address only once the port is open.
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  origin = `http://127.0.0.1:${port}`
  const gate = createGate({
    shopOrigin: origin,
    paymentOrigin: origin,
    bodies: ORDINARY,
    uploads: UPLOAD_LIMITS,
    machinePaths: new Set<string>(),
    cache: undefined,
    serveAsset: (_request, _response, next) => next(),
    servePage: async (request) => new Response(String((await request.arrayBuffer()).byteLength)),
  })
  server = createServer(gate)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Posts `bytes` in pieces without saying how many there are; gives the answer, or 'cut' when the line goes dead. */
function pour(path: string, { bytes, pauseMs = 0 }: { bytes: number; pauseMs?: number }): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' }
    const sending = httpRequest(new URL(path, origin), { method: 'POST', headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      answer.on('end', () => resolve(answer.statusCode === 200 ? text : String(answer.statusCode)))
      answer.on('error', () => resolve('cut'))
    })
    sending.on('error', () => resolve('cut'))
    void sendIn(sending, { bytes, pauseMs })
  })
}

async function sendIn(
  sending: ReturnType<typeof httpRequest>,
  { bytes, pauseMs }: { bytes: number; pauseMs: number },
): Promise<void> {
  const piece = Math.max(1, Math.ceil(bytes / 8))
  for (let left = bytes; left > 0 && !sending.destroyed; left -= piece) {
    sending.write(Buffer.alloc(Math.min(piece, left)))
    await sleep(pauseMs)
  }
  sending.end()
}

describe('a body without a declared length', () => {
  it('of some megabytes reaches the photographs’ page', async () => {
    expect(await pour(PHOTOS, { bytes: 5_000_000 })).toBe('5000000')
  })

  it('beyond fifteen megabytes is cut there', async () => {
    expect(await pour(PHOTOS, { bytes: PHOTO_BYTES + 8 })).toBe('cut')
  })

  it.each([
    '/cooperative/listings',
    `${PHOTOS}/`,
    `${PHOTOS}/x`,
    PHOTOS.replace('/photos', ''),
    `/sign-in?returnTo=${PHOTOS}`,
    '/cart',
  ])('beyond the common limit is cut at %s', async (path) => {
    expect(await pour(path, { bytes: ORDINARY.maxBytes })).toBe(String(ORDINARY.maxBytes))
    expect(await pour(path, { bytes: ORDINARY.maxBytes + 1000 })).toBe('cut')
  })

  it('that dawdles is cut, except on its way to the photographs', async () => {
    expect(await pour('/cart', { bytes: 800, pauseMs: 100 })).toBe('cut')
    expect(await pour(PHOTOS, { bytes: 800, pauseMs: 100 })).toBe('800')
  })
})
