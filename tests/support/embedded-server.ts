import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimData, startPostgres } from '#app/commands/embedded-postgres.ts'
import { stopLeftOverServer } from '#app/commands/postgres/left-over-server.ts'
import { isRunning } from '#app/commands/postgres/process-birth.ts'

const PREFIX = 'yuanshang-test-'

export interface TestPostgres {
  /** As the server's administrator. */
  url: string
  stop(): Promise<void>
}

/** A server of this test run's own in a temporary folder, fast rather than durable; `stop` removes all of it. */
export async function startTestPostgres(): Promise<TestPostgres> {
  await clearAbandoned()
  const folder = makeTestFolder()
  const silent = () => undefined
  const server = await startPostgres(await claimData(folder, silent), { durability: 'fast', say: silent })
  return {
    url: server.adminUrl,
    async stop() {
      await server.stop()
      // Root's data is elsewhere when the database user cannot enter the temporary folder.
      for (const used of [folder, server.folder]) rmSync(used, { recursive: true, force: true })
    },
  }
}

/** A temporary folder that names this process, so a later run can tell that it was abandoned. */
export function makeTestFolder(): string {
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/** Stops and removes what killed test runs left behind. */
export async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (!pid || isRunning(pid)) continue
    const folder = join(tmpdir(), name)
    try {
      await stopLeftOverServer(join(folder, 'postgres'), () => undefined)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's; theirs to clear.
    }
  }
}
