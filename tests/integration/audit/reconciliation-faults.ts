import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** For each check of what the provider tells, what it is there to find. */
export const RECONCILIATION_FAULTS: readonly Fault[] = [
  {
    check: 'reconciliation.movements',
    fault: 'an entry whose movement is gone',
    plant: sql`delete from clearing_movement where source_type = 'capture'`,
    culprit: /^entry \d+$/m,
  },
  {
    check: 'reconciliation.booked',
    fault: 'a fee said to be booked that is not',
    plant: sql`update clearing_movement set source_id = 'txn_none'
      where entry_id = (select entry_id from clearing_movement where source_type = 'provider_fee' limit 1)`,
    culprit: /^provider_fee txn_(?!none)/m,
  },
  {
    check: 'reconciliation.booked',
    fault: 'a payout booked with another amount',
    plant: sql`update provider_payout set amount_fen = amount_fen + 1 where booked_on is not null`,
    culprit: /^payout po_/m,
  },
  {
    check: 'reconciliation.matches',
    fault: 'a line matched with a movement of another amount',
    plant: sql`update clearing_movement set amount_fen = amount_fen - 1 where source_type = 'capture' and provider_ref is not null`,
    culprit: /^balance transaction txn_/m,
  },
  {
    check: 'reconciliation.day-sums',
    fault: 'a day whose sum is not that of its lines',
    plant: sql`update balance_day set amount_fen = amount_fen + 100 where kind = 'charge'`,
    culprit: /^\d{4}-\d{2}-\d{2} charge$/m,
  },
  {
    check: 'reconciliation.bill-sums',
    fault: 'a day of bills that never came',
    plant: sql`insert into bill_day (provider, day, line_count) values ('wechat', '2020-01-01', 5)`,
    culprit: /^wechat 2020-01-01$/m,
  },
  {
    check: 'reconciliation.bill-sums',
    fault: 'a payment by card that waits for a wallet’s bill',
    plant: sql`insert into unbilled_payment (payment_id, provider, day)
      select id, 'wechat', '2020-01-01' from payment where method = 'card' limit 1`,
    culprit: /^payment /m,
  },
  {
    check: 'reconciliation.items',
    fault: 'a payout whose lines another one has taken along',
    plant: sql`update balance_transaction set payout_id = null where payout_id is not null and kind = 'charge'`,
    culprit: /^payout po_/m,
  },
  {
    check: 'reconciliation.disputed',
    fault: 'a dispute called lost that is not booked so',
    plant: sql`update provider_dispute set state = 'lost' where state = 'won'`,
    culprit: /^account receivable:disputes$/m,
  },
  {
    check: 'reconciliation.explained',
    fault: 'a line that came and is listed nowhere',
    plant: sql`update balance_transaction set amount_fen = amount_fen + 7, net_fen = net_fen + 7, booked_fen = booked_fen + 7
      where kind = 'charge' and state = 'matched'`,
    culprit: /^account clearing:stripe$/m,
  },
]
