import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartFailure, systemErrorCode } from '../start-failure.ts'
import { processBirth } from './process-birth.ts'
import { postgresSentences } from './sentences.ts'

export interface FolderLock {
  /** pid of the dead holder it was taken from, if any. */
  takenFrom: number | undefined
  release(): void
}

const LOCK_FILE = 'postgres.lock'
const MAX_TRIES = 20
const SETTLE_MS = 150

/**
 * Holds `folder` for this process. The lock names its holder by pid and birth,
 * so a pid that was given to another process does not keep it alive; it is taken
 * over only from a dead holder, never by age. Refuses with a StartFailure that
 * names the living holder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, LOCK_FILE)
  const mine = JSON.stringify({ pid: process.pid, birth: processBirth(process.pid) })
  let takenFrom: number | undefined
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    if (create(path, mine) && (takenFrom === undefined || (await isKept(path, mine)))) {
      return { takenFrom, release: () => release(path, mine) }
    }
    const theirs = await readSettled(path)
    if (theirs === undefined) continue
    const holder = parseHolder(theirs)
    if (holder && isAlive(holder)) throw new StartFailure(postgresSentences.held(folder, holder.pid))
    // Another start may have replaced the dead one's lock since we read it: remove only what we judged.
    if (readLock(path) === theirs) rmSync(path, { force: true })
    takenFrom = holder?.pid
  }
  throw new StartFailure(postgresSentences.unwritable(path))
}

interface Holder {
  pid: number
  birth: string | undefined
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw new StartFailure(postgresSentences.unwritable(path))
  }
}

/** Whether nobody who judged the same dead lock in the same moment removed ours instead of it. */
async function isKept(path: string, text: string): Promise<boolean> {
  await sleep(SETTLE_MS)
  return readLock(path) === text
}

function release(path: string, text: string): void {
  if (readLock(path) === text) rmSync(path, { force: true })
}

/** The lock's text; an empty one is looked at again, for its holder may be between making and writing it. */
async function readSettled(path: string): Promise<string | undefined> {
  const text = readLock(path)
  if (text !== '') return text
  await sleep(SETTLE_MS)
  return readLock(path)
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw new StartFailure(postgresSentences.foreign(path))
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return undefined
    return { pid: value.pid, birth: 'birth' in value && typeof value.birth === 'string' ? value.birth : undefined }
  } catch {
    return undefined
  }
}

function isAlive({ pid, birth }: Holder): boolean {
  const found = processBirth(pid)
  if (found === undefined) return false
  return birth === undefined || found === birth
}
