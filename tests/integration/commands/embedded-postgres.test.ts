import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimData, type DataClaim, type RunningPostgres, startPostgres } from '#app/commands/embedded-postgres.ts'
import { StartFailure } from '#app/commands/start-failure.ts'
import { makeTestFolder } from '#tests/support/embedded-server.ts'
import { asAdmin } from '#tests/support/test-server.ts'

let folder: string
let said: string[]
let open: (() => unknown)[]

beforeEach(() => {
  folder = makeTestFolder()
  said = []
  open = []
})
afterEach(async () => {
  for (const close of open.reverse()) await close()
  rmSync(folder, { recursive: true, force: true })
})

const say = (sentence: string) => void said.push(sentence)

async function claim(): Promise<DataClaim> {
  const made = await claimData(folder, say)
  open.push(made.release)
  return made
}

async function start(): Promise<RunningPostgres> {
  const server = await startPostgres(await claim(), { durability: 'durable', say })
  open.push(server.stop)
  return server
}

async function close(): Promise<void> {
  for (const end of open.reverse()) await end()
  open = []
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof StartFailure)) throw error
  expect(error.message).not.toContain('\n')
  return error.message
}

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

const lockPath = () => join(folder, 'postgres.lock')
const insert = (url: string) =>
  asAdmin(url, (admin) => admin.query('create table if not exists paid (fen bigint); insert into paid values (1299)'))
const count = (url: string) =>
  asAdmin(url, async (admin) => (await admin.query<{ count: string }>('select count(*) from paid')).rows[0]?.count)

describe('holding a data folder', () => {
  it('refuses a second start and names the pid of the first', async () => {
    await claim()
    expect(await sentenceOf(claim())).toContain(`pid ${process.pid}`)
  })

  it('takes over from a process that died', async () => {
    const pid = deadPid()
    writeFileSync(lockPath(), JSON.stringify({ pid, birth: 'then' }))
    expect((await claim()).isTakenOver).toBe(true)
    expect(said.join()).toContain(`pid ${pid}`)
    expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  it('takes over when another process was given the number of the dead one', async () => {
    writeFileSync(lockPath(), JSON.stringify({ pid: process.pid, birth: 'an earlier life' }))
    expect((await claim()).isTakenOver).toBe(true)
  })

  it('takes over a lock whose writer died before it wrote', async () => {
    writeFileSync(lockPath(), '')
    await claim()
    expect(readFileSync(lockPath(), 'utf8')).toContain(String(process.pid))
  })

  it('lets only one of many take a dead lock over', async () => {
    writeFileSync(lockPath(), JSON.stringify({ pid: deadPid() }))
    const claims = await Promise.allSettled(Array.from({ length: 8 }, claim))
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('says so when the folder cannot be made', async () => {
    // Open to all, else root goes to a place of its own.
    chmodSync(folder, 0o755)
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(await sentenceOf(claimData(join(file, 'data'), say))).toMatch(/Cannot write to .*a-file/)
  })
})

describe('the embedded database', () => {
  it('speaks UTF-8 on 127.0.0.1 only, with two roles that need their passwords', async () => {
    const server = await start()
    const answer = await asAdmin(server.appUrl, async (app) => {
      const { rows } = await app.query(
        `select current_user, upper('é') upper, current_setting('listen_addresses') listen,
                current_setting('fsync') fsync, pg_encoding_to_char(encoding) encoding
         from pg_database where datname = current_database()`,
      )
      return rows[0] as unknown
    })
    expect(answer).toEqual({
      current_user: 'yuanshang_app',
      upper: 'É',
      listen: '127.0.0.1',
      fsync: 'on',
      encoding: 'UTF8',
    })
    await expect(asAdmin(server.appUrl, (app) => app.query('create table mine ()'))).rejects.toThrow(
      /permission denied/,
    )
    const wrong = server.ownerUrl.replace(/:[^:@]+@/, ':guess@')
    await expect(asAdmin(wrong, (owner) => owner.query('select 1'))).rejects.toThrow(/password/)
    expect(statSync(join(folder, 'postgres.json')).mode & 0o077).toBe(0)
  })

  it('keeps its rows through a stop and a start', async () => {
    await insert((await start()).adminUrl)
    await close()
    expect(existsSync(lockPath())).toBe(false)
    expect(await count((await start()).adminUrl)).toBe('1')
  })

  it('tells of its death and recovers every committed row after kill -9', async () => {
    const server = await start()
    await insert(server.adminUrl)
    process.kill(server.pid, 'SIGKILL')
    expect(await server.died).toMatch(/ended unexpectedly/)
    await close()
    expect(await count((await start()).adminUrl)).toBe('1')
  })

  it('stops the server of a killed start and goes on with its rows', async () => {
    const holder = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'hold-database.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await new Promise<string>((resolve) => {
      holder.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()))
    })
    await insert(url)
    expect(await sentenceOf(claim())).toContain(`pid ${holder.pid}`)
    const ended = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await ended
    expect(await count(url)).toBe('1')
    const server = await start()
    expect(said.join()).toMatch(/left running/)
    expect(await count(server.adminUrl)).toBe('1')
    await expect(count(url)).rejects.toThrow(/ECONNREFUSED/)
  })
})

describe('a data folder that is not as it was left', () => {
  beforeEach(async () => {
    await start()
    await close()
  })

  it('is called damaged when a vital file is gone', async () => {
    rmSync(join(folder, 'postgres/global/pg_control'))
    expect(await sentenceOf(start())).toMatch(/is damaged .*pg_control/)
  })

  it('is called damaged, with what PostgreSQL found, when a vital file is cut', async () => {
    truncateSync(join(folder, 'postgres/global/pg_control'), 100)
    expect(await sentenceOf(start())).toMatch(/is damaged .*(PANIC|FATAL)/)
  })

  it('is called missing, not begun anew, when the cluster was removed', async () => {
    rmSync(join(folder, 'postgres'), { recursive: true })
    expect(await sentenceOf(start())).toMatch(/is gone/)
  })

  it('is let go after a failed start', async () => {
    rmSync(join(folder, 'postgres/PG_VERSION'))
    await sentenceOf(start())
    await close()
    expect(existsSync(lockPath())).toBe(false)
  })
})
