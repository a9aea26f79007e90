import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { StartFailure } from '../start-failure.ts'
import type { DataPlace } from './data-place.ts'
import { clusterFolder } from './data-place.ts'
import { giveTo, keptSecret, randomSecret } from './secrets.ts'
import { postgresSentences } from './sentences.ts'
import type { ServerPrograms } from './server-programs.ts'

export const DATABASE = 'yuanshang'
export const ADMIN_ROLE = 'postgres'
export const OWNER_ROLE = 'yuanshang_owner'
export const APP_ROLE = 'yuanshang_app'

/** Passwords by role: the server's administrator, the owner of the tables, the role the shop runs as. */
export interface Passwords {
  admin: string
  owner: string
  app: string
}

const MAJOR_VERSION = '18'
/** Collation is PostgreSQL's own C.UTF-8; these are tried for what still asks the system, e.g. pg_trgm. */
const SYSTEM_LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C']
/** Without these no server starts, and what it says then does not help. */
const VITAL_FILES = ['PG_VERSION', 'global/pg_control', 'pg_wal', 'base', 'postgresql.conf', 'pg_hba.conf']

/** Environment of the server's programs: ours without PG… settings, and English messages. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  for (const name of Object.keys(environment)) if (name.startsWith('PG')) delete environment[name]
  return environment
}

/**
 * Makes the cluster at the first start, and otherwise checks that it is there
 * and whole. It is made under another name and renamed, so a start that was
 * killed half-way leaves nothing that looks like data.
 */
export function prepareCluster(place: DataPlace, programs: ServerPrograms, say: (sentence: string) => void): Passwords {
  const folder = clusterFolder(place)
  const secretsPath = join(place.folder, 'postgres.json')
  const isMade = existsSync(folder)
  if (!isMade && existsSync(secretsPath)) throw new StartFailure(postgresSentences.missing(folder, secretsPath))
  if (isMade) {
    requireWhole(folder)
    return readPasswords(secretsPath)
  }
  say(postgresSentences.making(folder))
  const passwords = { admin: randomSecret(), owner: randomSecret(), app: randomSecret() }
  initialize({ place, programs, password: passwords.admin })
  keptSecret(secretsPath, () => JSON.stringify(passwords))
  renameSync(`${folder}.new`, folder)
  return passwords
}

/** Makes database and roles when they are missing and gives the roles their passwords; safe to repeat. */
export async function prepareRoles(adminUrl: string, passwords: Passwords): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    for (const [role, password] of [
      [OWNER_ROLE, passwords.owner],
      [APP_ROLE, passwords.app],
    ] as const) {
      const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role])
      if (rowCount === 0) await admin.query(`create role ${role} login password ${pg.escapeLiteral(password)}`)
    }
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await admin.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
    await admin.query(`revoke all on database ${DATABASE} from public`)
    await admin.query(`grant connect on database ${DATABASE} to ${APP_ROLE}`)
  } finally {
    await admin.end()
  }
}

function requireWhole(folder: string): void {
  const lost = VITAL_FILES.find((name) => !existsSync(join(folder, name)))
  if (lost) {
    if (!mayList(folder)) throw new StartFailure(postgresSentences.foreign(folder))
    throw new StartFailure(postgresSentences.damaged(folder, `${lost} is missing`))
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR_VERSION) throw new StartFailure(postgresSentences.damaged(folder, `PG_VERSION is ${version}`))
}

function mayList(folder: string): boolean {
  return existsSync(join(folder, '.'))
}

function readPasswords(path: string): Passwords {
  if (!existsSync(path)) throw new StartFailure(postgresSentences.damaged(path, 'missing'))
  try {
    const { admin, owner, app } = JSON.parse(keptSecret(path)) as Partial<Passwords>
    if (admin && owner && app) return { admin, owner, app }
  } catch (error) {
    if (error instanceof StartFailure) throw error
  }
  throw new StartFailure(postgresSentences.damaged(path, 'unreadable'))
}

function initialize(options: { place: DataPlace; programs: ServerPrograms; password: string }): void {
  const { place, programs, password } = options
  const half = `${clusterFolder(place)}.new`
  const passwordFile = join(place.folder, 'postgres.password')
  rmSync(passwordFile, { force: true })
  keptSecret(passwordFile, () => password)
  giveTo(passwordFile, place.user)
  try {
    let reason = ''
    for (const locale of SYSTEM_LOCALES) {
      rmSync(half, { recursive: true, force: true })
      mkdirSync(half, { mode: 0o700 })
      giveTo(half, place.user)
      const result = spawnSync(programs.initdb, initdbArguments(half, passwordFile, locale), {
        ...place.user,
        cwd: place.folder,
        env: serverEnvironment(),
        encoding: 'utf8',
      })
      if (result.status === 0) return
      reason =
        lastError(result.stderr) ?? result.error?.message ?? `initdb ended with ${result.signal ?? result.status}`
      if (!reason.includes('locale')) break
    }
    throw new StartFailure(postgresSentences.initFailed(reason))
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function initdbArguments(folder: string, passwordFile: string, locale: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${ADMIN_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${locale}`,
    '--lc-messages=C',
    '--no-instructions',
  ]
}

function lastError(stderr: string | null): string | undefined {
  return stderr
    ?.split('\n')
    .filter((line) => /error|fatal|invalid/i.test(line))
    .at(-1)
    ?.trim()
}
