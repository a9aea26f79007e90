import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, type Db } from '#app/platform/db.server.ts'
import { APP_PASSWORD, asAdmin, withDatabase } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a superuser on the test server, and the name of the migrated template. */
    adminUrl: string
    templateName: string
  }
}

export interface TestDatabase {
  /** As the shop sees it: role yuanshang_app, which may add to history and may not change it. */
  db: Db
  url: string
  /** As the owner of the tables, to plant faults and to look at everything. */
  ownerDb: Db
  ownerUrl: string
  drop(): Promise<void>
}

/** A fresh, migrated database of one test file's own. Not rolled back per test: commits and races are what we test. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${inject('templateName')}`))
  const ownerUrl = withDatabase(adminUrl, name)
  const url = withUser(ownerUrl, 'yuanshang_app')
  const db = createDatabase(url, { max: 20 })
  const ownerDb = createDatabase(ownerUrl, { max: 4 })
  return {
    db,
    url,
    ownerDb,
    ownerUrl,
    async drop() {
      await Promise.all([db.destroy(), ownerDb.destroy()])
      await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** The same database as another user with the test password. */
function withUser(url: string, user: string): string {
  const made = new URL(url)
  made.username = user
  made.password = APP_PASSWORD
  return made.href
}
