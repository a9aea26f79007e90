import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startChild } from '#app/commands/child-process.ts'
import { findFreePort, isPortFree } from '#app/commands/free-port.ts'

let folder: string
let port: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'child-'))
  port = await findFreePort()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const SERVER = `require('node:http').createServer((_, r) => r.end('ok')).listen(Number(process.argv[2]), '127.0.0.1')`

function optionsFor(script: string) {
  const file = join(folder, 'child.cjs')
  writeFileSync(file, script)
  return {
    name: 'shop',
    args: [file, String(port)],
    env: process.env,
    cwd: folder,
    log: join(folder, 'child.log'),
    readyUrl: `http://127.0.0.1:${port}/`,
  }
}

describe('a child process', () => {
  it('is ready when it answers, and gone after a stop, which is no death', async () => {
    const child = await startChild(optionsFor(SERVER))
    expect(await isPortFree(port)).toBe(false)
    await child.stop()
    expect(await isPortFree(port)).toBe(true)
    expect(await Promise.race([child.died, Promise.resolve('no death')])).toBe('no death')
  })

  it('tells of its death', async () => {
    const child = await startChild(optionsFor(SERVER))
    process.kill(child.pid, 'SIGKILL')
    expect(await child.died).toMatch(/shop ended unexpectedly/)
  })

  it('that ends before it answers is a failure with its last words', async () => {
    const start = startChild(optionsFor(`console.error('no settings'); process.exit(3)`))
    await expect(start).rejects.toThrow(/shop did not start .*child\.log\)\nno settings/)
  })

  it('ends when the process that started it is killed, so the port is free for the next start', async () => {
    const starter = join(import.meta.dirname, 'start-child.ts')
    const options = JSON.stringify(optionsFor(SERVER))
    const parent = spawn(process.execPath, ['--import', 'tsx', starter, options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => parent.stdout.once('data', resolve))
    expect(await isPortFree(port)).toBe(false)
    parent.kill('SIGKILL')
    await expect.poll(() => isPortFree(port), { timeout: 5_000 }).toBe(true)
    expect(readFileSync(join(folder, 'child.log'), 'utf8')).toBe('')
  })
})
