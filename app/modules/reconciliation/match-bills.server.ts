import { sql } from 'kysely'
import { openIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { fen } from '#app/shared/money.ts'
import { PATIENCE_MS } from './balance.ts'
import { decideBill } from './decide-bill.ts'
import { type BillKey, findBillCounterparts } from './internal/bill-rows.server.ts'
import { METHOD_OF_WALLET, WALLETS, type Wallet } from './wallet-bill.ts'

const BATCH = 200

interface OpenBill extends BillKey {
  billLineId: string
  refundState: string
}

/**
 * Looks again for what rows of bills belong to, since payments and refunds may have
 * been recorded since, and puts days whose bill does not agree before people.
 */
export async function matchBills(db: Db, now: Date): Promise<number> {
  let count = 0
  for (const wallet of WALLETS) {
    for (let after = ''; ; ) {
      const bills = await listOpenBills(db, wallet, after)
      await inTransaction(db, (tx) => matchRows(tx, { wallet, bills, now }))
      count += bills.length
      after = bills.at(-1)?.billLineId ?? ''
      if (bills.length < BATCH) break
    }
    await inTransaction(db, (tx) => reportDays(tx, wallet, now))
  }
  return count
}

/** Finds what these rows of bills belong to, in the order in which they are given, and writes it down. */
export async function matchBillLines(
  tx: Tx,
  { wallet, billLineIds, now }: { wallet: Wallet; billLineIds: readonly string[]; now: Date },
): Promise<void> {
  if (billLineIds.length === 0) return
  const rows = await selectBills(tx, wallet).where('id', 'in', billLineIds).where('state', '<>', 'explained').execute()
  const openOf = new Map(rows.map((row) => [row.id, toOpenBill(row)]))
  const bills = billLineIds.map((id) => openOf.get(id)).filter((bill) => bill !== undefined)
  await matchRows(tx, { wallet, bills, now })
}

async function matchRows(
  tx: Tx,
  { wallet, bills, now }: { wallet: Wallet; bills: readonly OpenBill[]; now: Date },
): Promise<void> {
  const payments = bills.filter(({ walletRefundNo }) => walletRefundNo === '')
  await matchTogether(tx, { wallet, bills: payments, now })
  // One after the other: of two refunds of the same amount the second must see what the first took.
  for (const bill of bills) if (bill.walletRefundNo !== '') await matchTogether(tx, { wallet, bills: [bill], now })
}

async function matchTogether(
  tx: Tx,
  { wallet, bills, now }: { wallet: Wallet; bills: readonly OpenBill[]; now: Date },
): Promise<void> {
  if (bills.length === 0) return
  const found = await findBillCounterparts(tx, { wallet, method: METHOD_OF_WALLET[wallet], keys: bills })
  const told = bills.map((bill, place) => ({
    id: bill.billLineId,
    state: decideBill(bill, found[place]),
    payment_id: found[place]?.paymentId ?? null,
    refund_id: found[place]?.refundId ?? null,
    booked_fen: found[place]?.amount ?? null,
  }))
  await sql`
    update bill_line set state = told.state, payment_id = told.payment_id, refund_id = told.refund_id,
      booked_fen = told.booked_fen, matched_at = case told.state when 'matched' then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      as told (id uuid, state text, payment_id uuid, refund_id uuid, booked_fen bigint)
    where bill_line.id = told.id and bill_line.state <> 'explained'`.execute(tx)
}

async function listOpenBills(db: Db, wallet: Wallet, after: string): Promise<OpenBill[]> {
  let query = selectBills(db, wallet)
    .where('state', 'in', ['bill_only', 'amount_differs', 'refund_pending'])
    .orderBy('id')
    .limit(BATCH)
  if (after !== '') query = query.where('id', '>', after)
  return (await query.execute()).map(toOpenBill)
}

function selectBills(db: Db, wallet: Wallet) {
  return db
    .selectFrom('bill_line')
    .select(['id', 'wallet_no', 'wallet_refund_no', 'merchant_order_no', 'merchant_refund_no', 'amount_fen'])
    .select('refund_state')
    .where('provider', '=', wallet)
}

function toOpenBill(row: Awaited<ReturnType<ReturnType<typeof selectBills>['executeTakeFirstOrThrow']>>): OpenBill {
  return {
    billLineId: row.id,
    walletNo: row.wallet_no,
    walletRefundNo: row.wallet_refund_no,
    merchantOrderNo: row.merchant_order_no,
    merchantRefundNo: row.merchant_refund_no,
    amount: fen(row.amount_fen),
    refundState: row.refund_state,
  }
}

/** One incident for each day of a wallet that does not agree a day later. */
async function reportDays(tx: Tx, wallet: Wallet, now: Date): Promise<void> {
  const { rows } = await sql<{ day: BusinessDate; bill_only: number; amount_differs: number; amount: number }>`
    select occurred_on as day, count(*) filter (where state = 'bill_only') as bill_only,
      count(*) filter (where state = 'amount_differs') as amount_differs, sum(amount_fen)::bigint as amount
    from bill_line where provider = ${wallet} and state in ('bill_only', 'amount_differs')
      and occurred_on < (${new Date(now.getTime() - PATIENCE_MS)}::timestamptz at time zone 'Asia/Shanghai')::date
      and not exists (select from incident where kind = 'bill_difference'
        and source_id = ${`${wallet}:`} || to_char(occurred_on, 'YYYY-MM-DD'))
    group by occurred_on order by occurred_on limit 100
  `.execute(tx)
  for (const row of rows) {
    const detail = { day: row.day, billOnly: row.bill_only, amountDiffers: row.amount_differs, amountFen: row.amount }
    await openIncident(tx, { kind: 'bill_difference', sourceId: `${wallet}:${row.day}`, detail, now })
  }
}
