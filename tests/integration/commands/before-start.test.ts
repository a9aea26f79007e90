import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPort, refuseRealKey, requireFreePort, requireNode } from '#app/commands/before-start.ts'
import { findFreePort, isPortFree } from '#app/commands/free-port.ts'

let server: Server
let port: number

beforeEach(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => void server.close())

describe('the port of the shop', () => {
  it('is refused with advice when somebody has it', async () => {
    await expect(requireFreePort(port, { command: 'demo', isTakenOver: false })).rejects.toThrow(
      `Port ${port} is taken; choose another: PORT=${port + 1} npm run demo`,
    )
  })

  it('is waited for when the start before this one died and is still leaving', async () => {
    setTimeout(() => server.close(), 300)
    await requireFreePort(port, { command: 'demo', isTakenOver: true })
    expect(await isPortFree(port)).toBe(true)
  })

  it('is another when the preferred one is taken', async () => {
    expect(await findFreePort(port)).not.toBe(port)
  })

  it.each(['0', '65536', '-1', '3000.5', 'http', '１２'])('is not %s', (text) => {
    expect(() => readPort({ ...process.env, PORT: text })).toThrow(/PORT must be 1 to 65535/)
  })

  it('is 3000 unless said otherwise', () => {
    expect(readPort({ ...process.env, PORT: '' })).toBe(3000)
    expect(readPort({ ...process.env, PORT: '8080' })).toBe(8080)
  })
})

describe('before anything starts', () => {
  it.each(['sk_live_1', 'sk_test_1', 'rk_live_1'])('the real Stripe key %s is refused', (key) => {
    expect(() => refuseRealKey({ ...process.env, STRIPE_SECRET_KEY: key })).toThrow(/real Stripe key/)
  })

  it('a sandbox key is not a real one', () => {
    expect(() => refuseRealKey({ ...process.env, STRIPE_SECRET_KEY: 'sk_sandbox_1' })).not.toThrow()
  })

  it('an old Node is refused', () => {
    expect(() => requireNode('20.18.3')).toThrow(/Node 20.19 or later/)
    expect(() => requireNode('20.19.0')).not.toThrow()
    expect(() => requireNode('24.1.0')).not.toThrow()
  })
})
