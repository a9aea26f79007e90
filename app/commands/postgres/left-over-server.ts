import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartFailure } from '../start-failure.ts'
import { isRunning, servesFolder } from './process-birth.ts'
import { postgresSentences } from './sentences.ts'

const STOP_SIGNALS = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
] as const
const POLL_MS = 50

/**
 * Stops, cleanly, the server that a killed start left on `dataFolder`. To be
 * called by the holder of the folder's lock only. A postmaster.pid whose number
 * now belongs to some other process is removed; one of a dead server is left to
 * PostgreSQL, which also looks for surviving backends.
 */
export async function stopLeftOverServer(dataFolder: string, say: (sentence: string) => void): Promise<void> {
  const pid = readServerPid(dataFolder)
  if (pid === undefined || !isRunning(pid)) return
  if (!servesFolder(pid, dataFolder)) {
    rmSync(join(dataFolder, 'postmaster.pid'), { force: true })
    return
  }
  say(postgresSentences.stoppingLeftOver(pid))
  await stopServer(pid)
  if (isRunning(pid)) throw new StartFailure(postgresSentences.leftOverStays(pid))
}

/**
 * Fast shutdown: transactions under way are rolled back, everything committed is
 * written. A server that takes too long is told to leave at once; it then recovers
 * from its log at the next start.
 */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, timeoutMs] of STOP_SIGNALS) {
    if (!isRunning(pid)) return
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (let waited = 0; waited < timeoutMs && isRunning(pid); waited += POLL_MS) await sleep(POLL_MS)
  }
}

function readServerPid(dataFolder: string): number | undefined {
  const path = join(dataFolder, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}
