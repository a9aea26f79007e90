import { spawn } from 'node:child_process'
import { closeSync, existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { logHint, openLog } from './child-process.ts'
import { sentences } from './sentences.ts'
import { StartFailure } from './start-failure.ts'

/** What the build is made of; tests, commands and the sandbox are not in it. */
const SOURCES = ['app', 'db', 'public', 'package-lock.json', 'remix.config.js', 'vite.config.ts']
const NOT_BUILT = ['app/commands', 'app/sandbox']
/** Written last by the build, so it dates all of it. */
const BUILT = 'build/server/server.js'

/** Where the Remix command line of this project is. */
export function remixCommand(): string {
  const packageFile = createRequire(import.meta.url).resolve('@remix-run/dev/package.json')
  return join(dirname(packageFile), 'dist/cli.js')
}

/** Whether there is no build, or a source is newer than it. */
export function isBuildStale(project: string): boolean {
  const built = join(project, BUILT)
  if (!existsSync(built)) return true
  const builtAt = statSync(built).mtimeMs
  return SOURCES.some((source) => newestChange(project, source) > builtAt)
}

/** Builds client and server for production. Throws a StartFailure with the last lines of `log` when that fails. */
export async function buildShop(project: string, options: { log: string; signal?: AbortSignal }): Promise<void> {
  const output = openLog(options.log)
  const child = spawn(process.execPath, [remixCommand(), 'vite:build', '--logLevel', 'warn'], {
    cwd: project,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', output, output],
    signal: options.signal,
  })
  closeSync(output)
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve(null))
  })
  options.signal?.throwIfAborted()
  if (code !== 0) throw new StartFailure(sentences.buildFailed + logHint(options.log))
}

function newestChange(project: string, path: string): number {
  if (NOT_BUILT.includes(path) || /\.test\.tsx?$/.test(path)) return 0
  const found = statSync(join(project, path), { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const inside = readdirSync(join(project, path)).map((name) => newestChange(project, `${path}/${name}`))
  return Math.max(found.mtimeMs, ...inside)
}
