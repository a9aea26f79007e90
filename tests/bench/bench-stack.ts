import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Backstage, PROJECT, startBackstage } from '#app/commands/backstage.ts'
import { buildShop, isBuildStale } from '#app/commands/build-shop.ts'
import { type Child, startChild } from '#app/commands/child-process.ts'
import { claimData } from '#app/commands/embedded-postgres.ts'
import { findFreePort } from '#app/commands/free-port.ts'
import { clearAbandoned, makeTestFolder } from '#tests/support/embedded-server.ts'

export interface BenchStack {
  backstage: Backstage
  /** The shop as people get it, and the address of its process. */
  cached: RunningShop
  /** The same with PAGE_CACHE=off. */
  uncached: RunningShop
  /** Bare node:http on the same database. */
  startLimits(bytes: PageBytes): Promise<string>
  /** The shop on another database of the same server, for as long as `use` takes. */
  withShopOn<Result>(
    database: { appUrl: string; ownerUrl: string },
    use: (shop: RunningShop) => Promise<Result>,
  ): Promise<Result>
  stop(): Promise<void>
}

/** Files with the bytes of pages, for the limit that answers them from memory. */
export interface PageBytes {
  list: string
  product: string
  search: string
}

export interface RunningShop {
  origin: string
  pid: number
  /** From the start of the process to its first answered page, in ms. */
  firstAnswerMs: number
  /** Resident memory some seconds after the first answer, before any load, in MiB. */
  idleMiB: number
}

const IDLE_MS = 4_000

/** Demo data on a durable database of its own, the sandbox, and the built shop twice. */
export async function startBenchStack(): Promise<BenchStack> {
  await clearAbandoned()
  const folder = makeTestFolder()
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const undo of stops.reverse()) await undo()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    if (isBuildStale(PROJECT)) await buildShop(PROJECT, { log: join(folder, 'build.log') })
    const claim = await claimData(folder, () => undefined)
    stops.push(async () => rmSync(claim.place.folder, { recursive: true, force: true }))
    const port = await findFreePort()
    const onStarted = (undo: () => Promise<void>) => stops.push(undo)
    const backstage = await startBackstage({ claim, port, durability: 'durable', say: () => undefined, onStarted })
    // Once unmeasured: migrations are checked and the operating system has read the files.
    const rehearsal = await startShop(backstage, { port: await findFreePort(), cache: 'on' })
    await rehearsal.child.stop()
    const cached = await startShop(backstage, { port, cache: 'on' })
    stops.push(cached.child.stop)
    const uncached = await startShop(backstage, { port: await findFreePort(), cache: 'off' })
    stops.push(uncached.child.stop)
    return {
      backstage,
      cached,
      uncached,
      async startLimits(bytes) {
        const limits = await startLimitsServer(backstage, bytes)
        stops.push(limits.child.stop)
        return limits.origin
      },
      async withShopOn({ appUrl, ownerUrl }, use) {
        const env = { ...backstage.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }
        const shop = await startShop({ ...backstage, env }, { port: await findFreePort(), cache: 'on' })
        try {
          return await use(shop)
        } finally {
          await shop.child.stop()
        }
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startShop(
  { env, folder }: Backstage,
  { port, cache }: { port: number; cache: 'on' | 'off' },
): Promise<RunningShop & { child: Child }> {
  const origin = `http://localhost:${port}`
  const startedAt = performance.now()
  const child = await startChild({
    name: 'shop',
    args: [join(PROJECT, 'build/server/server.js')],
    cwd: PROJECT,
    env: { ...env, PORT: String(port), SHOP_ORIGIN: origin, PAGE_CACHE: cache, LOG_LEVEL: 'warn' },
    log: join(folder, `shop-${port}.log`),
    readyUrl: `${origin}/`,
  })
  const firstAnswerMs = performance.now() - startedAt
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  return { origin, pid: child.pid, firstAnswerMs, idleMiB: residentMiB(child.pid), child }
}

async function startLimitsServer({ env, folder }: Backstage, bytes: PageBytes) {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const child = await startChild({
    name: 'bare node:http',
    args: ['--import', 'tsx', 'tests/bench/limits-server.ts'],
    cwd: PROJECT,
    env: {
      ...env,
      DATABASE_URL: env.DATABASE_OWNER_URL,
      PORT: String(port),
      LIST_BYTES_FILE: bytes.list,
      PRODUCT_BYTES_FILE: bytes.product,
      SEARCH_BYTES_FILE: bytes.search,
    },
    log: join(folder, 'limits.log'),
    readyUrl: `${origin}/list`,
  })
  return { origin, child }
}

/** Resident set of a process as Linux counts it; NaN where there is no /proc. */
export function residentMiB(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Math.round(Number(kib) / 1024)
  } catch {
    return Number.NaN
  }
}
