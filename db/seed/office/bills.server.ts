import { sql } from 'kysely'
import { applyBills } from '#app/modules/reconciliation/apply-bill.server.ts'
import { decideBillRows } from '#app/modules/reconciliation/check-bill.server.ts'
import { matchBills } from '#app/modules/reconciliation/match-bills.server.ts'
import { METHOD_OF_WALLET, WALLET_BILL, WALLETS, type Wallet } from '#app/modules/reconciliation/wallet-bill.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { addFen, fen } from '#app/shared/money.ts'
import { yuan } from '../purchases.ts'
import type { Days } from './bank-sheet.ts'
import type { Desk } from './desk.ts'
import { firstOf, lastOf, type YearMonth } from './moments.ts'
import { bringSheet } from './sheets.server.ts'
import { type WalletRow, walletFile } from './wallet-file.ts'

/** Turns what a wallet should have listed into what it listed. */
type Retold = (rows: readonly WalletRow[]) => WalletRow[]

const NAMES: Record<Wallet, string> = { wechat: '微信支付交易账单', alipay: '支付宝业务明细' }

/** Brings in the trade bills of both wallets for a month; `retold` changes that of WeChat. */
export async function importBills(
  desk: Desk,
  { month, retold = (rows) => [...rows], now }: { month: YearMonth; retold?: Retold; now: Date },
): Promise<void> {
  const { db } = desk
  const days = { from: firstOf(month), to: lastOf(month) }
  for (const wallet of WALLETS) {
    await bringSheet(db, WALLET_BILL, {
      name: `bill of ${wallet} for ${month}`,
      actorId: desk.as('finance_officer', 'reconciliation:match').personId,
      now,
      exportFile: async () => {
        const rows = await readWalletRows(db, wallet, days)
        return {
          fileName: `${NAMES[wallet]}_${month}.csv`,
          rows: walletFile(wallet, days, wallet === 'wechat' ? retold(rows) : rows),
          options: { wallet, fromOn: days.from, toOn: days.to },
        }
      },
      decide: decideBillRows,
      apply: applyBills,
    })
  }
  await matchBills(db, now)
}

/** One row that is not the shop's and one that says another amount. */
export function withTwoOdd(rows: readonly WalletRow[]): WalletRow[] {
  const payments = rows.filter(({ refund }) => !refund)
  const [other, stray] = [payments.at(Math.floor(payments.length / 3)), payments.at(Math.floor(payments.length / 2))]
  return rows.flatMap((row) => {
    if (row === other) return [{ ...row, amount: addFen(row.amount, yuan('6.00')) }]
    if (row !== stray) return [row]
    const merchantOrderNo = `MD${row.paidOn.replaceAll('-', '')}0037`
    return [row, { ...row, merchantOrderNo, paymentRef: merchantOrderNo, amount: yuan('45.80') }]
  })
}

/** What buyers paid by a wallet and got back through it on some days, in the order of its happening. */
async function readWalletRows(db: Db, wallet: Wallet, { from, to }: Days): Promise<WalletRow[]> {
  const [start, end] = [startOfBusinessDate(from), startOfBusinessDate(addDays(to, 1))]
  const { rows } = await sql<{
    at: string
    paid_on: BusinessDate
    payment_ref: string
    order_no: string
    amount: number
    refund_ref: string | null
    refund: number | null
  }>`
    select to_char(moved.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as at,
      (payment.captured_at at time zone 'Asia/Shanghai')::date as paid_on, payment.provider_ref as payment_ref, o.order_no,
      payment.amount_fen as amount, moved.refund_ref, moved.refund
    from (
      select id as payment_id, captured_at as at, null as refund_ref, null::bigint as refund from payment
      union all
      select payment_id, settled_at, provider_ref, amount_fen from refund where state = 'succeeded' and provider_ref is not null
    ) moved join payment on payment.id = moved.payment_id join "order" o on o.id = payment.order_id
    where payment.method = ${METHOD_OF_WALLET[wallet]} and moved.at >= ${start} and moved.at < ${end}
    order by moved.at, moved.refund_ref nulls first, payment.id`.execute(db)
  return rows.map((row) => ({
    at: row.at,
    paidOn: row.paid_on,
    paymentRef: row.payment_ref,
    merchantOrderNo: row.order_no,
    amount: fen(row.amount),
    refund: row.refund_ref === null ? undefined : { ref: row.refund_ref, amount: fen(row.refund ?? 0) },
  }))
}
