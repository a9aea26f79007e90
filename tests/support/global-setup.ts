import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrateToLatest } from '#db/migrator.ts'
import { startTestPostgres } from './embedded-server.ts'
import { APP_PASSWORD, asAdmin, withDatabase } from './test-server.ts'

/** One server for the whole run, and one migrated template, made once for each state of the migrations. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => undefined } : await startTestPostgres()
  const templateName = `template_${migrationsHash()}`
  await asAdmin(server.url, (admin) => makeTemplate(admin, { url: server.url, templateName }))
  project.provide('adminUrl', server.url)
  project.provide('templateName', templateName)
  return () => server.stop()
}

/**
 * Makes the template unless it is there. It gets its name when it is complete,
 * because runs that share a server may use it from then on, and a database in
 * use cannot be copied.
 */
async function makeTemplate(admin: pg.Client, made: { url: string; templateName: string }): Promise<void> {
  await admin.query('select pg_advisory_lock(20261124)')
  const role = await admin.query("select from pg_roles where rolname = 'yuanshang_app'")
  if (role.rowCount === 0) await admin.query('create role yuanshang_app login')
  await admin.query(`alter role yuanshang_app password '${APP_PASSWORD}'`)
  const found = await admin.query('select from pg_database where datname = $1', [made.templateName])
  if (found.rowCount === 0) {
    const half = `${made.templateName}_half`
    await admin.query(`drop database if exists ${half} with (force)`)
    await admin.query(`create database ${half}`)
    await migrateToLatest(withDatabase(made.url, half))
    await admin.query(`alter database ${half} rename to ${made.templateName}`)
  }
  await admin.query('select pg_advisory_unlock(20261124)')
}

function migrationsHash(): string {
  const hash = createHash('sha256').update(readFileSync('db/migrator.ts'))
  for (const file of readdirSync('db/migrations').sort()) hash.update(readFileSync(`db/migrations/${file}`))
  return hash.digest('hex').slice(0, 12)
}
