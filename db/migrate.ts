import { migrateToLatest } from './migrator.ts'

const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL
if (!url) {
  console.error(
    'DATABASE_URL is missing: set it to the database to migrate, e.g. postgres://user:password@host/yuanshang',
  )
  process.exit(1)
}
await migrateToLatest(url)
