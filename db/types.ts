// Writes db/schema.ts from the database at DATABASE_OWNER_URL (or DATABASE_URL), which must be migrated.
import { spawnSync } from 'node:child_process'

const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL
if (!url) {
  console.error('DATABASE_URL is missing: set it to a migrated database')
  process.exit(1)
}
const { status } = spawnSync(
  'node_modules/.bin/kysely-codegen',
  [
    '--dialect',
    'postgres',
    '--url',
    url,
    '--out-file',
    process.argv[2] ?? 'db/schema.ts',
    '--camel-case=false',
    '--date-parser',
    'string',
    '--numeric-parser',
    'string',
    '--type-mapping',
    '{"int8":"number"}',
    '--exclude-pattern',
    'kysely_*',
    '--log-level',
    'error',
  ],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)
