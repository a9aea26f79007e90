import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isBuildStale } from '#app/commands/build-shop.ts'

const BEFORE = new Date('2026-11-24T01:00:00Z')
const BUILT_AT = new Date('2026-11-24T02:00:00Z')
const AFTER = new Date('2026-11-24T03:00:00Z')
let project: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'project-'))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

function write(path: string, at: Date): void {
  const file = join(project, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, at, at)
  for (let folder = dirname(file); folder.length >= project.length; folder = dirname(folder)) {
    utimesSync(folder, BEFORE, BEFORE)
  }
}

describe('the build', () => {
  it('is stale when there is none', () => {
    write('app/root.tsx', BEFORE)
    expect(isBuildStale(project)).toBe(true)
  })

  it('is fresh when nothing changed since', () => {
    write('app/root.tsx', BEFORE)
    write('build/server/server.js', BUILT_AT)
    expect(isBuildStale(project)).toBe(false)
  })

  it.each(['app/routes/shop/home.tsx', 'db/migrator.ts', 'public/favicon.svg', 'vite.config.ts', 'package-lock.json'])(
    'is stale when %s changed since',
    (path) => {
      write('build/server/server.js', BUILT_AT)
      write(path, AFTER)
      expect(isBuildStale(project)).toBe(true)
    },
  )

  it.each(['app/shared/money.test.ts', 'app/commands/demo.ts', 'app/sandbox/stripe/main-server.ts', 'README.md'])(
    'does not hold %s',
    (path) => {
      write('build/server/server.js', BUILT_AT)
      write(path, AFTER)
      expect(isBuildStale(project)).toBe(false)
    },
  )
})
