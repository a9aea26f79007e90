import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { PaymentId, RefundId, SheetFileId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { BillCounterpart } from '../decide-bill.ts'
import type { BillFact, Wallet } from '../wallet-bill.ts'

/** What of a row decides which payment or refund it is. */
export type BillKey = Pick<BillFact, 'walletNo' | 'walletRefundNo' | 'merchantOrderNo' | 'merchantRefundNo' | 'amount'>

export interface FoundCounterpart extends BillCounterpart {
  paymentId: PaymentId
  refundId: RefundId | undefined
}

interface CounterpartRow {
  place: number
  payment_id: PaymentId
  refund_id: RefundId | null
  amount: number
  has_ended: boolean
}

/**
 * Finds for each row of a bill our payment or refund, by the merchant's numbers: our
 * order number, the provider's payment intent or its charge; for a refund also the
 * provider's or our own number of it, else the first refund of that amount that no
 * other row has.
 */
export async function findBillCounterparts(
  db: Db,
  { wallet, method, keys }: { wallet: Wallet; method: string; keys: readonly BillKey[] },
): Promise<(FoundCounterpart | undefined)[]> {
  const asked = keys.map((key, place) => ({
    place,
    order_no: key.merchantOrderNo,
    plain_no: key.merchantOrderNo.replaceAll('-', ''),
    refund_no: key.walletRefundNo === '' ? null : key.merchantRefundNo,
    wallet_refund_no: key.walletRefundNo,
    amount: key.amount,
  }))
  const { rows } = await sql<CounterpartRow>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as given (place int, order_no text, plain_no text,
        refund_no text, wallet_refund_no text, amount bigint)
    ), owner as (
      select asked.*, payment.id as payment_id, payment.amount_fen, row_number() over (partition by place
          order by (payment.provider_ref = order_no) desc, (payment.amount_fen = amount) desc, payment.captured_at, payment.id) as rank
      from asked join payment on payment.method = ${method} and payment.id in (
        select id from payment where provider_ref = asked.order_no
        union all select payment_id from balance_transaction where source_ref = asked.order_no and payment_id is not null
        union all select paid.id from payment paid join "order" o on o.id = paid.order_id where o.order_no = asked.plain_no)
    ), first as (select * from owner where rank = 1)
    select place, payment_id, null::uuid as refund_id, amount_fen as amount, true as has_ended from first where refund_no is null
    union all
    select place, payment_id, chosen.id, chosen.amount_fen, chosen.state = 'succeeded' from first cross join lateral (
      select refund.id, refund.amount_fen, refund.state from refund
      where refund.payment_id = first.payment_id and refund.state <> 'failed' and not exists (
        select from bill_line taken where taken.refund_id = refund.id
          and (taken.provider, taken.wallet_refund_no) <> (${wallet}, first.wallet_refund_no))
      order by (refund.provider_ref = first.refund_no or refund.id::text = first.refund_no) desc nulls last,
        (refund.amount_fen = first.amount) desc, refund.decided_at, refund.id limit 1) chosen
    where refund_no is not null
  `.execute(db)
  const found = new Map(rows.map((row) => [row.place, row]))
  return keys.map((key, place) => toFound(found.get(place), key.walletRefundNo !== ''))
}

function toFound(row: CounterpartRow | undefined, isRefund: boolean): FoundCounterpart | undefined {
  if (!row) return undefined
  const { payment_id: paymentId, refund_id: refundId, amount, has_ended: hasEnded } = row
  return { paymentId, refundId: refundId ?? undefined, amount: fen(amount), isRefund, hasEnded }
}

export interface StoredBill {
  billLineId: string
  merchantOrderNo: string
  amount: Fen
  refundState: string
}

/** The rows of a wallet that are kept already, by their numbers. */
export async function findStoredBills(
  db: Db,
  { wallet, keys }: { wallet: Wallet; keys: readonly Pick<BillFact, 'walletNo' | 'walletRefundNo'>[] },
): Promise<Map<string, StoredBill>> {
  const { rows } = await sql<{
    id: string
    wallet_no: string
    wallet_refund_no: string
    merchant_order_no: string
    amount_fen: number
    refund_state: string
  }>`
    select id, wallet_no, wallet_refund_no, merchant_order_no, amount_fen, refund_state from bill_line
    where provider = ${wallet} and (wallet_no, wallet_refund_no) in (
      select * from unnest(${keys.map((key) => key.walletNo)}::text[], ${keys.map((key) => key.walletRefundNo)}::text[]))
  `.execute(db)
  return new Map(
    rows.map((row) => [
      billKey({ walletNo: row.wallet_no, walletRefundNo: row.wallet_refund_no }),
      {
        billLineId: row.id,
        merchantOrderNo: row.merchant_order_no,
        amount: fen(row.amount_fen),
        refundState: row.refund_state,
      },
    ]),
  )
}

export function billKey({ walletNo, walletRefundNo }: Pick<BillFact, 'walletNo' | 'walletRefundNo'>): string {
  return `${walletNo}|${walletRefundNo}`
}

/** Keeps rows of a bill, each once; of those that are known only the state of their refund is new. Gives their ids in their order. */
export async function upsertBills(
  tx: Tx,
  { wallet, facts, sheetId }: { wallet: Wallet; facts: readonly BillFact[]; sheetId: SheetFileId },
): Promise<string[]> {
  if (facts.length === 0) return []
  const kept = await tx
    .insertInto('bill_line')
    .values(
      facts.map((fact) => ({
        id: newId(),
        provider: wallet,
        wallet_no: fact.walletNo,
        wallet_refund_no: fact.walletRefundNo,
        merchant_order_no: fact.merchantOrderNo,
        merchant_refund_no: fact.merchantRefundNo,
        occurred_on: fact.occurredOn,
        amount_fen: fact.amount,
        fee_fen: fact.fee,
        refund_state: fact.refundState,
        sheet_file_id: sheetId,
        state: 'bill_only',
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['provider', 'wallet_no', 'wallet_refund_no'])
        .doUpdateSet((eb) => ({ refund_state: eb.ref('excluded.refund_state') })),
    )
    .returning(['id', 'wallet_no', 'wallet_refund_no'])
    .execute()
  const ids = new Map(
    kept.map((row) => [billKey({ walletNo: row.wallet_no, walletRefundNo: row.wallet_refund_no }), row.id]),
  )
  return facts.map((fact) => ids.get(billKey(fact)) as string)
}
