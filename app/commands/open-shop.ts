import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Backstage, PROJECT, startBackstage } from './backstage.ts'
import { readPort, refuseRealKey, requireFreePort, requireNode } from './before-start.ts'
import { buildShop, isBuildStale } from './build-shop.ts'
import type { Child } from './child-process.ts'
import { claimData } from './embedded-postgres.ts'
import { sentences } from './sentences.ts'
import { Shutdown } from './shutdown.ts'
import { StartFailure } from './start-failure.ts'

export interface OpenOptions {
  /** Name of the npm script, for advice. */
  command: 'demo' | 'dev'
  needsBuild: boolean
  /** Starts the process that serves the shop. */
  serve: (backstage: Backstage) => Promise<Child>
  /** Called once everything answers. */
  onOpen: (backstage: Backstage) => void
}

/** Starts everything in order, keeps it open until Ctrl-C or until a part dies, and stops it again. */
export async function openShop(options: OpenOptions): Promise<void> {
  requireNode(process.versions.node)
  refuseRealKey(process.env)
  const port = readPort(process.env)
  const shutdown = new Shutdown()
  shutdown.listen(say)
  try {
    const { backstage, shop } = await startAll(options, { port, shutdown })
    options.onOpen(backstage)
    const sentence = await Promise.race([shutdown.asked(), backstage.died, shop.died])
    if (typeof sentence === 'string') throw new StartFailure(sentence)
  } catch (error) {
    // Ctrl-C also reaches initdb, which then fails before we have heard of the signal.
    await setImmediate()
    if (!shutdown.signal.aborted) throw error
  } finally {
    await shutdown.run()
  }
  say(sentences.stopped)
  process.exit(0)
}

async function startAll(options: OpenOptions, { port, shutdown }: { port: number; shutdown: Shutdown }) {
  const { signal } = shutdown
  const claim = await claimData(join(PROJECT, '.data'), say)
  shutdown.add(async () => claim.release())
  await requireFreePort(port, { command: options.command, isTakenOver: claim.isTakenOver })
  if (options.needsBuild && isBuildStale(PROJECT)) {
    say(sentences.building)
    await buildShop(PROJECT, { log: join(claim.place.folder, 'build.log'), signal })
  }
  const backstage = await startBackstage({
    claim,
    port,
    durability: 'durable',
    history: true,
    say,
    onStarted: shutdown.add,
    signal,
  })
  signal.throwIfAborted()
  say(sentences.startingShop)
  const shop = await options.serve(backstage)
  shutdown.add(shop.stop)
  return { backstage, shop }
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
