import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StartFailure } from '../start-failure.ts'
import { postgresSentences } from './sentences.ts'

/** Writes `text` so that only the owner of the folder reads it, whole or not at all, even if the power goes. */
function writePrivate(path: string, text: string): void {
  const half = `${path}.${process.pid}`
  try {
    writeFileSync(half, text, { mode: 0o600, flush: true })
    renameSync(half, path)
  } catch {
    throw new StartFailure(postgresSentences.unwritable(path))
  }
}

/** The text kept at `path`, made by `make` at the first call. */
export function keptSecret(path: string, make: () => string = randomSecret): string {
  if (!existsSync(path)) writePrivate(path, make())
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    throw new StartFailure(postgresSentences.foreign(path))
  }
}

export function randomSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** Gives `path` to another user, when there is one. */
export function giveTo(path: string, user: { uid: number; gid: number } | undefined): void {
  if (user) chownSync(path, user.uid, user.gid)
}
