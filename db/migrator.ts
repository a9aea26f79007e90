import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { createDatabase } from '#app/platform/db.server.ts'
import * as identityAndPartners from './migrations/20261124T0900-identity-and-partners.ts'
import * as catalogAndStock from './migrations/20261124T0910-catalog-and-stock.ts'
import * as cartPickupOrders from './migrations/20261124T0920-cart-pickup-orders.ts'
import * as payments from './migrations/20261124T0930-payments.ts'
import * as ledgerAndAssistance from './migrations/20261124T0940-ledger-and-assistance.ts'

// Named here one by one, not read from a folder: the build carries them, and nothing runs that was not listed.
const MIGRATIONS: Record<string, Migration> = {
  '20261124T0900-identity-and-partners': identityAndPartners,
  '20261124T0910-catalog-and-stock': catalogAndStock,
  '20261124T0920-cart-pickup-orders': cartPickupOrders,
  '20261124T0930-payments': payments,
  '20261124T0940-ledger-and-assistance': ledgerAndAssistance,
}

/** The role the shop runs as. It may add to history and may not change it. */
const APP_ROLE = 'yuanshang_app'

const APPEND_ONLY = [
  'journal_entry',
  'posting',
  'account',
  'audit_event',
  'stock_movement',
  'order_event',
  'product_version',
  'target_decision',
  'assistance_target',
  'recognized_purchase',
]

/**
 * Brings the database at `ownerUrl` to the newest schema, once, however many
 * processes ask (Kysely holds an advisory lock), and gives the shop's role its
 * rights when that role exists. Throws on a migration that fails; the failing
 * one is rolled back.
 */
export async function migrateToLatest(ownerUrl: string): Promise<void> {
  const db = createDatabase(ownerUrl, { max: 1 })
  try {
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateToLatest()
    if (error) throw error instanceof Error ? error : new Error(String(error))
    await grantToApp(db)
  } finally {
    await db.destroy()
  }
}

async function grantToApp<Schema>(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql`select 1 from pg_roles where rolname = ${APP_ROLE} and rolname <> current_user`.execute(db)
  if (rows.length === 0) return
  const app = sql.id(APP_ROLE)
  const history = sql.join(APPEND_ONLY.map((table) => sql.id(table)))
  await db.transaction().execute(async (tx) => {
    await sql`grant usage on schema public to ${app}`.execute(tx)
    await sql`grant select, insert, update, delete on all tables in schema public to ${app}`.execute(tx)
    await sql`grant usage, select on all sequences in schema public to ${app}`.execute(tx)
    await sql`revoke update, delete, truncate on ${history} from ${app}`.execute(tx)
    await sql`revoke insert, update, delete, truncate on ledger_head from ${app}`.execute(tx)
    await sql`revoke insert, update, delete, truncate on kysely_migration, kysely_migration_lock from ${app}`.execute(
      tx,
    )
  })
}
