import { type Kysely, sql } from 'kysely'
import type { DB } from '#db/schema.ts'
import { assistanceInvariants } from './assistance-invariants.ts'
import { bankInvariants } from './bank-invariants.ts'
import { closingInvariants } from './closing-invariants.ts'
import { counterInvariants } from './counter-invariants.ts'
import { externalInvariants } from './external-invariants.ts'
import type { Breach, Invariant } from './invariant.ts'
import { ledgerInvariants } from './ledger-invariants.ts'
import { moneyInvariants } from './money-invariants.ts'
import { orderInvariants } from './order-invariants.ts'
import { reconciliationInvariants } from './reconciliation-invariants.ts'
import { refundInvariants } from './refund-invariants.ts'
import { reportInvariants } from './report-invariants.ts'
import { ruleInvariants } from './rule-invariants.ts'
import { settlementInvariants } from './settlement-invariants.ts'
import { stockInvariants } from './stock-invariants.ts'
import { supplyInvariants } from './supply-invariants.ts'

export const INVARIANTS: readonly Invariant[] = [
  ...ledgerInvariants,
  ...moneyInvariants,
  ...refundInvariants,
  ...orderInvariants,
  ...counterInvariants,
  ...stockInvariants,
  ...supplyInvariants,
  ...assistanceInvariants,
  ...externalInvariants,
  ...ruleInvariants,
  ...reportInvariants,
  ...bankInvariants,
  ...closingInvariants,
  ...settlementInvariants,
  ...reconciliationInvariants,
]

export interface InvariantCheck {
  name: string
  promise: string
  breaches: Breach[]
}

/**
 * Recomputes every invariant from the tables: read only, in one snapshot, so that
 * a busy shop gives no false alarm. Nothing is repaired.
 */
export async function checkInvariants(db: Kysely<DB>, now: Date): Promise<InvariantCheck[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '120s'`.execute(tx)
      const checks: InvariantCheck[] = []
      for (const { name, promise, breaches } of INVARIANTS) {
        const { rows } = await breaches(now).execute(tx)
        checks.push({ name, promise, breaches: rows })
      }
      return checks
    })
}
