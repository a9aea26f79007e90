import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { createDatabase } from '#app/platform/db.server.ts'
import * as identityAndPartners from './migrations/20261124T0900-identity-and-partners.ts'
import * as catalogAndStock from './migrations/20261124T0910-catalog-and-stock.ts'
import * as cartPickupOrders from './migrations/20261124T0920-cart-pickup-orders.ts'
import * as payments from './migrations/20261124T0930-payments.ts'
import * as ledgerAndAssistance from './migrations/20261124T0940-ledger-and-assistance.ts'
import * as fulfillment from './migrations/20261125T0900-fulfillment.ts'
import * as supply from './migrations/20261125T0910-supply.ts'
import * as counter from './migrations/20261125T0920-counter.ts'
import * as afterSale from './migrations/20261125T0930-after-sale.ts'
import * as notices from './migrations/20261125T0940-notices.ts'
import * as listings from './migrations/20261125T0950-listings.ts'
import * as stockAndImports from './migrations/20261125T0960-stock-and-imports.ts'
import * as financeGround from './migrations/20261125T1000-finance-ground.ts'
import * as sheets from './migrations/20261125T1005-sheets.ts'
import * as rulesAndAgreements from './migrations/20261125T1010-rules-and-agreements.ts'
import * as attainment from './migrations/20261125T1020-attainment.ts'
import * as externalPurchases from './migrations/20261125T1030-external-purchases.ts'
import * as reconciliation from './migrations/20261125T1040-reconciliation.ts'
import * as settlement from './migrations/20261125T1050-settlement.ts'
import * as bank from './migrations/20261125T1060-bank.ts'
import * as closing from './migrations/20261125T1070-closing.ts'
import * as reports from './migrations/20261125T1080-reports.ts'
import * as fapiao from './migrations/20261125T1085-fapiao.ts'
import * as cheaperChain from './migrations/20261125T1090-cheaper-chain.ts'
import * as evidence from './migrations/20261125T1090-evidence.ts'
import * as financeSpeed from './migrations/20261125T1095-finance-speed.ts'
import * as bankOpening from './migrations/20261125T1100-bank-opening.ts'
import * as financeSums from './migrations/20261125T1105-finance-sums.ts'
import * as financePages from './migrations/20261126T0900-finance-pages.ts'

// Named here one by one, not read from a folder: the build carries them, and nothing runs that was not listed.
const MIGRATIONS: Record<string, Migration> = {
  '20261124T0900-identity-and-partners': identityAndPartners,
  '20261124T0910-catalog-and-stock': catalogAndStock,
  '20261124T0920-cart-pickup-orders': cartPickupOrders,
  '20261124T0930-payments': payments,
  '20261124T0940-ledger-and-assistance': ledgerAndAssistance,
  '20261125T0900-fulfillment': fulfillment,
  '20261125T0910-supply': supply,
  '20261125T0920-counter': counter,
  '20261125T0930-after-sale': afterSale,
  '20261125T0940-notices': notices,
  '20261125T0950-listings': listings,
  '20261125T0960-stock-and-imports': stockAndImports,
  '20261125T1000-finance-ground': financeGround,
  '20261125T1005-sheets': sheets,
  '20261125T1010-rules-and-agreements': rulesAndAgreements,
  '20261125T1020-attainment': attainment,
  '20261125T1030-external-purchases': externalPurchases,
  '20261125T1040-reconciliation': reconciliation,
  '20261125T1050-settlement': settlement,
  '20261125T1060-bank': bank,
  '20261125T1070-closing': closing,
  '20261125T1080-reports': reports,
  '20261125T1085-fapiao': fapiao,
  '20261125T1090-cheaper-chain': cheaperChain,
  '20261125T1090-evidence': evidence,
  '20261125T1095-finance-speed': financeSpeed,
  '20261125T1100-bank-opening': bankOpening,
  '20261125T1105-finance-sums': financeSums,
  '20261126T0900-finance-pages': financePages,
}

/** The role the shop runs as. It may add to history and may not change it. */
const APP_ROLE = 'yuanshang_app'

const APPEND_ONLY = [
  'journal_entry',
  'posting',
  'account',
  'audit_event',
  'stock_movement',
  'stock_adjustment',
  'order_event',
  'hand_over',
  'hand_over_line',
  'line_cancellation',
  'shipment',
  'shipment_line',
  'shortage',
  'cut_off',
  'cut_off_part',
  'receipt',
  'receipt_line',
  'counter_visit',
  'building_delivery',
  'building_delivery_line',
  'collection_policy',
  'collection_choice',
  'cash_movement',
  'aftersale_policy',
  'refund_decision_line',
  'refund_line',
  'batch_recall',
  'product_version',
  'target_decision',
  'assistance_target',
  'recognized_purchase',
  'counting_rule',
  'counting_rule_county',
  'counting_rule_category',
  'uncounted_purchase',
  'document',
  'cash_deposit',
  'bank_link_part',
  'bank_link_line',
  'duty',
  'duty_separation',
  'external_purchase_revision',
  'cooperative_bank_account',
  'statement_event',
  'statement_disputed_line',
  'statement_correction',
  'period_waiver',
  'period_close',
  'tie_out_run',
  'tie_out_result',
]

/** Written by the books' own triggers, which act with their owner's rights. */
const WRITTEN_BY_TRIGGERS = [
  'ledger_head',
  'account_day',
  'sale_day',
  'payment_day',
  'refund_day',
  'balance_day',
  'bill_day',
  'unbilled_payment',
  'owed_refund',
  'asked_refund',
  'bank_day',
  'external_purchase_month',
  'year_close',
  'year_close_figure',
  'late_recognition',
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
  const triggered = sql.join(WRITTEN_BY_TRIGGERS.map((table) => sql.id(table)))
  await db.transaction().execute(async (tx) => {
    await sql`grant usage on schema public to ${app}`.execute(tx)
    await sql`grant select, insert, update, delete on all tables in schema public to ${app}`.execute(tx)
    await sql`grant usage, select on all sequences in schema public to ${app}`.execute(tx)
    await sql`revoke update, delete, truncate on ${history} from ${app}`.execute(tx)
    await sql`revoke insert, update, delete, truncate on ${triggered} from ${app}`.execute(tx)
    await sql`revoke insert, update, delete, truncate on kysely_migration, kysely_migration_lock from ${app}`.execute(
      tx,
    )
  })
}
