import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { BILL_STATES, type BillState } from './decide-bill.ts'
import type { Wallet } from './wallet-bill.ts'

/** A row of a bill, or a payment of ours that the bill of its day has not. */
export interface BillRow {
  billLineId: string | undefined
  wallet: Wallet
  day: BusinessDate
  isRefund: boolean
  amount: Fen
  booked: Fen | undefined
  walletNo: string
  merchantOrderNo: string
  refundState: string
  orderNo: string | undefined
  entryId: number | undefined
  state: BillState
  sheetId: string | undefined
  explanation: string | undefined
  explainedBy: string | undefined
  explainedAt: Date | undefined
}

interface BillRecord {
  id: string | null
  provider: Wallet
  day: BusinessDate
  is_refund: boolean
  amount_fen: number
  booked_fen: number | null
  wallet_no: string
  merchant_order_no: string
  refund_state: string
  order_no: string | null
  entry_id: number | null
  state: BillState
  sheet_file_id: string | null
  explanation: string | null
  explained_by: string | null
  explained_at: Date | null
}

/** Days that bills speak of, in stretches that do not overlap. */
const TOLD = sql`(select provider, unnest(range_agg(daterange(from_on, to_on, '[]'))) as days from bill_period group by provider)`
/** Payments by a wallet on such days that no row of a bill is matched with. */
const IS_ORDER_ONLY = sql`unbilled.provider = told.provider and unbilled.day >= lower(told.days) and unbilled.day < upper(told.days)`

export async function countBills(db: Db): Promise<Record<BillState, number>> {
  const { rows } = await sql<{ state: BillState; count: number }>`
    select state, count(*) as count from bill_line where state <> 'matched' group by state
    union all select 'matched', coalesce(sum(line_count), 0) - (select count(*) from bill_line where state <> 'matched') from bill_day
    union all select 'order_only', coalesce(sum((select count(*) from unbilled_payment unbilled where ${IS_ORDER_ONLY})), 0)::bigint
      from ${TOLD} told
  `.execute(db)
  const counts = Object.fromEntries(BILL_STATES.map((state) => [state, 0])) as Record<BillState, number>
  for (const row of rows) counts[row.state] = row.count
  return counts
}

/** Rows in a state, newest first; `after` is the last row of the page before. */
export async function listBills(
  db: Db,
  { state, after, limit }: { state: BillState; after: string | undefined; limit: number },
): Promise<BillRow[]> {
  if (state === 'order_only') return listOrderOnly(db, limit)
  const place = after
    ? sql`and (line.occurred_on, line.id) < (select occurred_on, id from bill_line where id = ${after}::uuid)`
    : sql``
  return selectBills(db, sql`line.state = ${state} ${place}`, limit)
}

/** One row of a bill; undefined when there is none. */
export async function findBill(db: Db, billLineId: string): Promise<BillRow | undefined> {
  const [row] = await selectBills(db, sql`line.id = ${billLineId}::uuid`, 1)
  return row
}

async function selectBills(db: Db, where: ReturnType<typeof sql>, limit: number): Promise<BillRow[]> {
  const { rows } = await sql<BillRecord>`
    select line.id, line.provider, line.occurred_on as day, line.wallet_refund_no <> '' as is_refund, line.amount_fen,
      line.booked_fen, line.wallet_no, line.merchant_order_no, line.refund_state, o.order_no, line.state, line.sheet_file_id,
      line.explanation, person.name as explained_by, line.explained_at, (
        select entry_id from clearing_movement where source_id = coalesce(line.refund_id, line.payment_id)::text
          and source_type in ('capture', 'late_payment', 'refund_executed') limit 1) as entry_id
    from (select * from bill_line line where ${where} order by occurred_on desc, id desc limit ${limit}) line
      left join payment on payment.id = line.payment_id left join "order" o on o.id = payment.order_id
      left join person on person.id = line.explained_by
    order by line.occurred_on desc, line.id desc
  `.execute(db)
  return rows.map(toBill)
}

async function listOrderOnly(db: Db, limit: number): Promise<BillRow[]> {
  const { rows } = await sql<BillRecord>`
    select null as id, page.provider, page.day, false as is_refund, payment.amount_fen,
      payment.amount_fen as booked_fen, '' as wallet_no, payment.provider_ref as merchant_order_no, '' as refund_state, o.order_no,
      'order_only' as state, null as sheet_file_id, null as explanation, null as explained_by, null as explained_at, movement.entry_id
    from (select one.* from ${TOLD} told cross join lateral (select * from unbilled_payment unbilled where ${IS_ORDER_ONLY}
          order by day desc, payment_id desc limit ${limit}) one
        order by day desc, payment_id desc limit ${limit}) page
      join payment on payment.id = page.payment_id join "order" o on o.id = payment.order_id
      left join clearing_movement movement on movement.source_id = payment.id::text and movement.source_type in ('capture', 'late_payment')
    order by page.day desc, page.payment_id desc
  `.execute(db)
  return rows.map(toBill)
}

function toBill(row: BillRecord): BillRow {
  return {
    billLineId: row.id ?? undefined,
    wallet: row.provider,
    day: row.day,
    isRefund: row.is_refund,
    amount: fen(row.amount_fen),
    booked: row.booked_fen === null ? undefined : fen(row.booked_fen),
    walletNo: row.wallet_no,
    merchantOrderNo: row.merchant_order_no,
    refundState: row.refund_state,
    orderNo: row.order_no ?? undefined,
    entryId: row.entry_id ?? undefined,
    state: row.state,
    sheetId: row.sheet_file_id ?? undefined,
    explanation: row.explanation ?? undefined,
    explainedBy: row.explained_by ?? undefined,
    explainedAt: row.explained_at ?? undefined,
  }
}
