import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { PayoutState } from './balance.ts'

export interface PayoutRow {
  payoutId: string
  amount: Fen
  state: PayoutState
  createdAt: Date
  arrivesOn: BusinessDate
  failureCode: string | undefined
  /** What its lines add up to; undefined until they are known. */
  itemNet: Fen | undefined
  bookedOn: BusinessDate | undefined
  returnedOn: BusinessDate | undefined
}

/** The newest payouts. */
export async function listPayouts(db: Db, limit: number): Promise<PayoutRow[]> {
  const rows = await selectPayouts(db).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toPayout)
}

/** One payout with the entries that book it; undefined when there is none. */
export async function findPayout(db: Db, payoutId: string): Promise<(PayoutRow & { entryIds: number[] }) | undefined> {
  const row = await selectPayouts(db).where('id', '=', payoutId).executeTakeFirst()
  if (!row) return undefined
  const entries = await db
    .selectFrom('clearing_movement')
    .select('entry_id')
    .where('provider_ref', '=', payoutId)
    .orderBy('entry_id')
    .execute()
  return { ...toPayout(row), entryIds: entries.map((entry) => entry.entry_id) }
}

function selectPayouts(db: Db) {
  return db
    .selectFrom('provider_payout')
    .select(['id', 'amount_fen', 'state', 'created_at', 'arrives_on', 'failure_code', 'item_net_fen'])
    .select(['booked_on', 'returned_on'])
}

type PayoutRecord = Awaited<ReturnType<ReturnType<typeof selectPayouts>['executeTakeFirstOrThrow']>>

function toPayout(row: PayoutRecord): PayoutRow {
  return {
    payoutId: row.id,
    amount: fen(row.amount_fen),
    state: row.state as PayoutState,
    createdAt: row.created_at,
    arrivesOn: row.arrives_on,
    failureCode: row.failure_code ?? undefined,
    itemNet: row.item_net_fen === null ? undefined : fen(row.item_net_fen),
    bookedOn: row.booked_on ?? undefined,
    returnedOn: row.returned_on ?? undefined,
  }
}
