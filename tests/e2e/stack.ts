import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoAccount, PROJECT, startBackstage } from '#app/commands/backstage.ts'
import { buildShop, isBuildStale } from '#app/commands/build-shop.ts'
import { claimData } from '#app/commands/embedded-postgres.ts'
import { findFreePort } from '#app/commands/free-port.ts'
import { startShop } from '#app/commands/shop-process.ts'
import { seedEmptyBooks } from '#db/seed.ts'
import { clearAbandoned, makeTestFolder } from '#tests/support/embedded-server.ts'
import { StackClock } from './stack-clock.ts'

export interface Stack {
  /** Address of the built shop. */
  origin: string
  sandboxUrl: string
  /** Its database, as the shop itself signs in to it. */
  databaseUrl: string
  accounts: DemoAccount[]
  stop(): Promise<void>
}

/** A stack that lives at a time of its own. */
export interface MovableStack extends Stack {
  clock: StackClock
}

/** The demo's own database, data, sandbox and built server, in a temporary folder and on free ports. */
export async function startStack(): Promise<Stack> {
  return start(() => ({}))
}

/** The same as it opens at `openedAt`: people and goods, no targets, nothing bought. Its clock can be moved forwards. */
export async function startStackAt(openedAt: Date): Promise<MovableStack> {
  let clock: StackClock | undefined
  const stack = await start((folder) => {
    clock = new StackClock(folder, openedAt)
    return { environment: clock.env, seed: (ownerUrl) => seedEmptyBooks(ownerUrl, openedAt) }
  })
  if (!clock) throw new Error('a stack was started without its clock')
  return { ...stack, clock }
}

type Wishes = Pick<Parameters<typeof startBackstage>[0], 'environment' | 'seed'>

async function start(wishesIn: (folder: string) => Wishes): Promise<Stack> {
  await clearAbandoned()
  const folder = makeTestFolder()
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const undo of stops.reverse()) await undo()
    rmSync(folder, { recursive: true, force: true })
  }
  const silent = () => undefined
  try {
    if (isBuildStale(PROJECT)) await buildShop(PROJECT, { log: join(folder, 'build.log') })
    const wishes = wishesIn(folder)
    const claim = await claimData(folder, silent)
    stops.push(async () => rmSync(claim.place.folder, { recursive: true, force: true }))
    const port = await findFreePort()
    const onStarted = (undo: () => Promise<void>) => stops.push(undo)
    const backstage = await startBackstage({ claim, port, durability: 'fast', say: silent, onStarted, ...wishes })
    const shop = await startShop(backstage)
    stops.push(shop.stop)
    return {
      origin: `http://localhost:${port}`,
      sandboxUrl: backstage.sandboxUrl,
      databaseUrl: backstage.databaseUrl,
      accounts: backstage.accounts,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
