import { setTimeout as sleep } from 'node:timers/promises'
import { isPortFree } from './free-port.ts'
import { sentences } from './sentences.ts'
import { StartFailure } from './start-failure.ts'

const LEAST_NODE = [20, 19] as const
/** How long the shop of a killed start may take to let go of its port. */
const PORT_PATIENCE_MS = 13_000

/** Throws a StartFailure when `version` is older than package.json's engines ask for. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = LEAST_NODE
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    throw new StartFailure(sentences.oldNode(LEAST_NODE.join('.'), version))
  }
}

/** Refuses a real Stripe key before anything is started: the demo must not be able to charge anybody. */
export function refuseRealKey(env: NodeJS.ProcessEnv): void {
  for (const variable of ['STRIPE_SECRET_KEY', 'STRIPE_API_KEY']) {
    if (/^[sr]k_(live|test)_/.test(env[variable] ?? '')) throw new StartFailure(sentences.realKey(variable))
  }
}

export function readPort(env: NodeJS.ProcessEnv): number {
  const text = env.PORT || '3000'
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw new StartFailure(sentences.badPort(text))
  return port
}

/** Refuses a port that is taken; waits a little for one that the killed start before us is still leaving. */
export async function requireFreePort(port: number, options: { command: string; isTakenOver: boolean }): Promise<void> {
  const until = Date.now() + (options.isTakenOver ? PORT_PATIENCE_MS : 0)
  while (!(await isPortFree(port))) {
    if (Date.now() >= until) throw new StartFailure(sentences.portTaken(port, options.command))
    await sleep(200)
  }
}
