import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { migrateToLatest } from '#db/migrator.ts'
import { startTestPostgres } from './embedded-server.ts'
import { APP_PASSWORD, asAdmin, withDatabase } from './test-server.ts'

/** One server for the whole run, and one migrated template, made once for each state of the migrations. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => undefined } : await startTestPostgres()
  const templateName = `template_${migrationsHash()}`
  await asAdmin(server.url, async (admin) => {
    await admin.query(
      `do $$ begin
         perform pg_advisory_xact_lock(20261124);
         if not exists (select from pg_roles where rolname = 'yuanshang_app') then create role yuanshang_app login; end if;
       end $$`,
    )
    await admin.query(`alter role yuanshang_app password '${APP_PASSWORD}'`)
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [templateName])
    if (rowCount === 0) await admin.query(`create database ${templateName}`)
  })
  await migrateToLatest(withDatabase(server.url, templateName))
  project.provide('adminUrl', server.url)
  project.provide('templateName', templateName)
  return () => server.stop()
}

function migrationsHash(): string {
  const hash = createHash('sha256').update(readFileSync('db/migrator.ts'))
  for (const file of readdirSync('db/migrations').sort()) hash.update(readFileSync(`db/migrations/${file}`))
  return hash.digest('hex').slice(0, 12)
}
