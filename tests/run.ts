import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuildStale } from '#app/commands/build-shop.ts'
import { findBrowser, NO_BROWSER } from './support/browser.ts'
import { addCounts, type Counts, countPlaywright, countVitest } from './support/report-counts.ts'

interface Step {
  name: string
  command: string
  env?: Record<string, string>
  /** Runner whose report counts; a step without one counts only when it fails. */
  runner?: 'vitest' | 'playwright'
}

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = join(PROJECT, '.cache/reports')
const PARALLEL = 2
const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 }
const scripts = (JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts

/** The slowest first, so that two at a time end together. */
const CHECKS: Step[] = [
  scriptStep('lint'),
  vitestStep('unit'),
  scriptStep('typecheck'),
  scriptStep('boundaries'),
  scriptStep('dead-code'),
  scriptStep('typecheck:pure'),
]

function scriptStep(name: string): Step {
  const command = scripts[name]
  if (command === undefined) throw new Error(`package.json has no script ${name}`)
  return { name, command }
}

function vitestStep(project: 'unit' | 'integration'): Step {
  const reporters = `--reporter=default --reporter=json --outputFile.json="${reportOf(project)}"`
  return { name: project, command: `${scripts[`test:${project}`]} ${reporters}`, runner: 'vitest' }
}

function reportOf(name: string): string {
  return join(REPORTS, `${name}.json`)
}

async function runCheck(): Promise<Counts> {
  const waiting = [...CHECKS]
  const lanes = Array.from({ length: PARALLEL }, async () => {
    let counts = NOTHING
    for (let step = waiting.shift(); step; step = waiting.shift()) counts = addCounts(counts, await runStep(step))
    return counts
  })
  return (await Promise.all(lanes)).reduce(addCounts)
}

async function runAll(): Promise<Counts> {
  let counts = await runCheck()
  const build = await runStep(scriptStep('build'))
  counts = addCounts(counts, build)
  counts = addCounts(counts, await runStep(vitestStep('integration')))
  if (build.failed > 0) return addCounts(counts, failedWithout('e2e', 'no build'))
  return addCounts(counts, await runBrowserTests())
}

async function runEndToEnd(): Promise<Counts> {
  if (!isBuildStale(PROJECT)) return runBrowserTests()
  const build = await runStep(scriptStep('build'))
  return build.failed > 0 ? build : runBrowserTests()
}

async function runBrowserTests(): Promise<Counts> {
  let browser: string | undefined
  try {
    browser = findBrowser(say)
  } catch (error) {
    return failedWithout('e2e', error instanceof Error ? error.message : String(error))
  }
  if (browser === undefined) return failedWithout('e2e', NO_BROWSER)
  const wanted = process.argv.slice(3).join(' ')
  return runStep({
    name: 'e2e',
    command: `playwright test --config tests/e2e/playwright.config.ts --reporter=line,json ${wanted}`,
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf('e2e') },
    runner: 'playwright',
  })
}

/** Runs one step, prints one line about it and, when it failed, all it said. */
async function runStep(step: Step): Promise<Counts> {
  if (step.runner) rmSync(reportOf(step.name), { force: true })
  const startedAt = performance.now()
  const { code, output } = await runShell(step)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const found = countStep(step)
  const counts = code !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found
  const isGood = code === 0 && counts.failed === 0
  say(
    `${isGood ? 'ok    ' : 'FAILED'} ${step.name.padEnd(14)} ${seconds.padStart(6)} s  ${countsOf(step, counts)}`.trimEnd(),
  )
  if (!isGood) say(`${output.trimEnd()}\n`)
  return counts
}

function countStep(step: Step): Counts {
  const path = reportOf(step.name)
  if (!step.runner || !existsSync(path)) return NOTHING
  const report: unknown = JSON.parse(readFileSync(path, 'utf8'))
  return step.runner === 'vitest' ? countVitest(report) : countPlaywright(report)
}

function countsOf(step: Step, { passed, failed, skipped }: Counts): string {
  if (!step.runner) return ''
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function failedWithout(name: string, reason: string): Counts {
  say(`FAILED ${name.padEnd(14)} not run: ${reason}`)
  return { ...NOTHING, failed: 1 }
}

function runShell(step: Step): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const path = [join(PROJECT, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const child = spawn(step.command, {
      cwd: PROJECT,
      shell: true,
      env: { ...process.env, PATH: path, STRIPE_SUPPRESS_NOTICES: 'true', NO_COLOR: '1', ...step.env },
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const RUNS: Record<string, () => Promise<Counts>> = { check: runCheck, all: runAll, e2e: runEndToEnd }
const run = RUNS[process.argv[2] ?? '']
if (!run) {
  process.stderr.write(`usage: tsx tests/run.ts ${Object.keys(RUNS).join('|')}\n`)
  process.exit(2)
}
mkdirSync(REPORTS, { recursive: true })
const total = await run()
say(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
