import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** Variables that name a browser, in this order. */
const VARIABLES = ['CHROMIUM_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE'] as const
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const INSTALLER = 'apt-get'
const PACKAGES = ['chromium', 'fonts-noto-cjk']

export const NO_BROWSER =
  '找不到浏览器 / No browser for the end-to-end tests. One of these helps: set CHROMIUM_PATH to a Chromium or Chrome; ' +
  'install one (Debian: apt-get install chromium fonts-noto-cjk); or run npx playwright install chromium'

/**
 * Path of a Chromium that starts: named by a variable, the system's, Playwright's
 * own, or Debian's package, which root installs now. Undefined when there is none
 * to be had. Throws when a variable names one that does not start.
 */
export function findBrowser(say: (sentence: string) => void): string | undefined {
  for (const variable of VARIABLES) {
    const path = process.env[variable]
    if (path && starts(path)) return path
    if (path)
      throw new Error(`${variable} 指向的浏览器无法启动 / ${variable} names a browser that does not start: ${path}`)
  }
  return installedBrowser() ?? (installBrowser(say) ? installedBrowser() : undefined)
}

function installedBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...paths, chromium.executablePath()].find((path) => existsSync(path) && starts(path))
}

function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

function installBrowser(say: (sentence: string) => void): boolean {
  if (process.getuid?.() !== 0 || spawnSync(INSTALLER, ['--version']).status !== 0) return false
  say(`安装浏览器 / Installing a browser: ${INSTALLER} install ${PACKAGES.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (args: string[]) => spawnSync(INSTALLER, args, { env, stdio: 'ignore' }).status === 0
  return run(['update']) && run(['install', '-y', '--no-install-recommends', ...PACKAGES])
}
