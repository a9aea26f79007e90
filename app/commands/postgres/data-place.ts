import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { StartFailure } from '../start-failure.ts'
import { postgresSentences } from './sentences.ts'
import { databaseUser, mayEnter, type SystemUser } from './system-user.ts'

/** Where a database and what belongs to it is kept, and who runs it. */
export interface DataPlace {
  folder: string
  user: SystemUser | undefined
  /** Root's project folder was closed to the database user, so `folder` is elsewhere. */
  isOutside: boolean
}

const ROOT_PLACE = '/var/lib/yuanshang'
const OWNER_ONLY = 0o700
const OWNER_AND_PASSING = 0o711

/**
 * Makes the folder for data: `wanted`, or one below /var/lib/yuanshang when root
 * starts where the database user cannot enter. Throws a StartFailure when it
 * cannot be made or written.
 */
export function prepareDataPlace(wanted: string): DataPlace {
  const folder = resolve(wanted)
  const system = databaseUser()
  const user = system && (ownerOf(folder) ?? system)
  if (user === undefined || mayEnter(dirname(folder), user)) {
    makeWritable(folder, user ? OWNER_AND_PASSING : OWNER_ONLY)
    return { folder, user, isOutside: false }
  }
  const outside = join(ROOT_PLACE, `${basename(dirname(folder))}-${shortHash(folder)}`)
  for (const made of [ROOT_PLACE, outside]) makeWritable(made, OWNER_AND_PASSING)
  return { folder: outside, user: ownerOf(outside) ?? system, isOutside: true }
}

/** Folder of the cluster itself inside a place. */
export function clusterFolder(place: DataPlace): string {
  return join(place.folder, 'postgres')
}

function makeWritable(folder: string, mode: number): void {
  try {
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined
    if (isNew || mode === OWNER_AND_PASSING) chmodSync(folder, mode)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch {
    throw new StartFailure(postgresSentences.unwritable(folder))
  }
}

/** Root continues data that an ordinary user began as that user, so both can start it in turn. */
function ownerOf(folder: string): SystemUser | undefined {
  try {
    const { uid, gid } = statSync(join(folder, 'postgres'))
    return uid === 0 ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
