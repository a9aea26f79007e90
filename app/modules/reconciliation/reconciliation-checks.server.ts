import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'

/** What must be nothing, or looked through, before a month is closed; each a count. */
export interface ReconciliationChecks {
  /** Lines of the provider that our books do not have. */
  providerOnly: number
  /** Movements of our books that the provider never told of. */
  oursOnly: number
  amountDiffers: number
  /** Still waiting for the other side. */
  pending: number
  /** Payouts of the month that do not come to the sum of their lines, or whose lines are not known. */
  payoutsUnexplained: number
  openDisputes: number
  /** Rows of wallet bills that do not agree with our payments and refunds. */
  billsOpen: number
  /** Payments of the month by a wallet that no bill of the wallet has. */
  paymentsWithoutBill: number
  openIncidents: number
  /** 1 when the provider ever held something of ours and its balance was not read since the month ended. */
  notReadSince: number
}

/** Counts what is not reconciled up to the end of the month that begins on `month`. */
export async function reconciliationChecks(db: Db, month: BusinessDate): Promise<ReconciliationChecks> {
  const nextMonth = addDays(month, 32).slice(0, 8).concat('01')
  const end = startOfBusinessDate(nextMonth)
  const { rows } = await sql<ReconciliationChecks>`
    select
      (select count(*) from balance_transaction where state = 'provider_only' and created_at < ${end}) as "providerOnly",
      (select count(*) from clearing_movement where provider_ref is null and corrected_on is null
        and business_date < ${nextMonth}::date) as "oursOnly",
      (select count(*) from balance_transaction where state = 'amount_differs' and created_at < ${end}) as "amountDiffers",
      (select count(*) from balance_transaction where state = 'pending' and created_at < ${end}) as pending,
      (select count(*) from provider_payout where created_at < ${end} and raw ->> 'automatic' = 'true'
        and item_net_fen is distinct from amount_fen) as "payoutsUnexplained",
      (select count(*) from provider_dispute where state = 'open' and opened_at < ${end}) as "openDisputes",
      (select count(*) from bill_line where state in ('bill_only', 'amount_differs', 'refund_pending')
        and occurred_on < ${nextMonth}::date) as "billsOpen",
      (select count(*) from unbilled_payment where provider in ('wechat', 'alipay') and day >= ${month}::date
        and day < ${nextMonth}::date) as "paymentsWithoutBill",
      (select count(*) from incident where closed_at is null and opened_at < ${end}) as "openIncidents",
      (select count(*) from balance_sweep where (read_to is null or read_to < ${end})
        and exists (select from clearing_movement where business_date < ${nextMonth}::date)) as "notReadSince"
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error('a count gave no row')
  return row
}
