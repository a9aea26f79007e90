import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clock } from '#app/platform/clock.server.ts'
import { createDatabase } from '#app/platform/db.server.ts'
import { checkInvariants, type InvariantCheck } from '#db/invariants/check-invariants.ts'
import { claimData, startPostgres } from './embedded-postgres.ts'
import { APP_ROLE, DATABASE } from './postgres/cluster.ts'
import { clusterFolder, prepareDataPlace } from './postgres/data-place.ts'
import { servesFolder } from './postgres/process-birth.ts'
import { keptSecret } from './postgres/secrets.ts'
import { runCommand } from './start-failure.ts'

const DATA = fileURLToPath(new URL('../../.data', import.meta.url))
const MOST_SHOWN = 20

/**
 * `npm run audit`: recomputes every promise about money, stock and the task from
 * the tables of DATABASE_URL, or of the demo, running or not. Ends with 1 and names
 * each row that breaks one; changes nothing.
 */
await runCommand(async () => {
  const source = await openSource()
  const db = createDatabase(source.url, { max: 1 })
  try {
    const checks = await checkInvariants(db, clock.now())
    process.stdout.write(`${report(checks)}\n`)
    if (checks.some((check) => check.breaches.length > 0)) process.exitCode = 1
  } finally {
    await db.destroy()
    await source.close()
  }
})

interface Source {
  url: string
  close(): Promise<void>
}

async function openSource(): Promise<Source> {
  const given = process.env.DATABASE_URL
  if (given) return { url: given, close: async () => undefined }
  const running = findRunningDemo()
  if (running) return { url: running, close: async () => undefined }
  return startStoppedDemo()
}

/** The database of a demo that runs on this machine. */
function findRunningDemo(): string | undefined {
  const place = prepareDataPlace(DATA)
  const [pid, port] = readPostmaster(clusterFolder(place))
  if (!pid || !port || !servesFolder(pid, clusterFolder(place))) return undefined
  const { app } = JSON.parse(keptSecret(join(place.folder, 'postgres.json'))) as { app: string }
  return `postgres://${APP_ROLE}:${app}@127.0.0.1:${port}/${DATABASE}`
}

/** Process and port of the server that says it serves `folder`. */
function readPostmaster(folder: string): [pid: number | undefined, port: number | undefined] {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    return [Number(lines[0]), Number(lines[3])]
  } catch {
    return [undefined, undefined]
  }
}

async function startStoppedDemo(): Promise<Source> {
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`)
  const claim = await claimData(DATA, say)
  const server = await startPostgres(claim, { durability: 'durable', say })
  const close = async () => {
    await server.stop()
    claim.release()
  }
  return { url: server.appUrl, close }
}

function report(checks: readonly InvariantCheck[]): string {
  const width = Math.max(...checks.map((check) => check.name.length))
  const broken = checks.filter((check) => check.breaches.length > 0)
  const lines = checks.flatMap(({ name, promise, breaches }) => [
    `${breaches.length === 0 ? '✓' : '✗'} ${name.padEnd(width)}  ${promise}`,
    ...breaches.slice(0, MOST_SHOWN).map(({ culprit, detail }) => `    ${culprit}: ${detail}`),
    ...(breaches.length > MOST_SHOWN ? [`    … ${breaches.length - MOST_SHOWN}`] : []),
  ])
  const summary =
    broken.length === 0
      ? `${checks.length} 项检查全部成立 / All ${checks.length} checks hold`
      : `${checks.length} 项检查中 ${broken.length} 项不成立 / ${broken.length} of ${checks.length} checks are broken`
  return [...lines, '', summary].join('\n')
}
