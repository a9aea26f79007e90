import { spawnSync } from 'node:child_process'
import { type Stats, statSync } from 'node:fs'
import { dirname, parse } from 'node:path'
import { StartFailure } from '../start-failure.ts'
import { postgresSentences } from './sentences.ts'

/** The system user PostgreSQL runs as, when that is not the one who started us. */
export interface SystemUser {
  uid: number
  gid: number
}

const USER_NAME = 'postgres'
const MAKE_USER_COMMAND = 'useradd'
const MAKE_USER = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER_NAME]

/** PostgreSQL refuses root: root runs it as `postgres`, made when missing. Anybody else runs it as himself. */
export function databaseUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = findUser()
  if (known) return known
  spawnSync(MAKE_USER_COMMAND, MAKE_USER)
  const made = findUser()
  if (!made) throw new StartFailure(postgresSentences.noUser(USER_NAME))
  return made
}

/** Whether every folder above `path`, and `path` when it is one, lets `user` pass. */
export function mayEnter(path: string, user: SystemUser): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (!mayPass(folder, user)) return false
    if (folder === parse(folder).root) return true
  }
}

const ENTER = 0o1

function mayPass(folder: string, user: SystemUser): boolean {
  const found = findFolder(folder)
  if (!found) return true
  if (found.uid === user.uid) return (found.mode & (ENTER << 6)) !== 0
  if (found.gid === user.gid) return (found.mode & (ENTER << 3)) !== 0
  return (found.mode & ENTER) !== 0
}

function findFolder(path: string): Stats | undefined {
  try {
    const found = statSync(path)
    return found.isDirectory() ? found : undefined
  } catch {
    return undefined
  }
}

function findUser(): SystemUser | undefined {
  const uid = idOf('-u')
  const gid = idOf('-g')
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid }
}

function idOf(flag: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, USER_NAME], { encoding: 'utf8' })
  const id = Number(stdout?.trim())
  return status === 0 && Number.isInteger(id) ? id : undefined
}
