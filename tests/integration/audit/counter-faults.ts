import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** For each check of the counter, what it is there to find. */
export const COUNTER_FAULTS: readonly Fault[] = [
  {
    check: 'money.cash',
    fault: 'notes that went through no drawer',
    plant: sql`delete from cash_movement where id = (select id from cash_movement where kind = 'sale' limit 1)`,
    culprit: /^account cash:counter:south-gate$/m,
  },
  {
    check: 'money.cash',
    fault: 'a drawer that was off and is not in the book',
    plant: sql`update posting set amount_fen = amount_fen + 49 where account_code like 'cash:counter:%' and amount_fen = -50`,
    culprit: /^account cash:counter:south-gate$/m,
  },
  {
    check: 'money.drawers',
    fault: 'a sale for cash in another drawer than its shift’s',
    plant: sql`update cash_movement set counter_shift_id = gen_random_uuid() where kind = 'sale'`,
    culprit: /^payment cash:/m,
  },
  {
    check: 'money.drawers',
    fault: 'cash given back that never left a drawer',
    plant: sql`delete from cash_movement where kind = 'payout'`,
    culprit: /^refund /m,
  },
  {
    check: 'money.drawers',
    fault: 'a drawer reckoned wrongly',
    plant: sql`update counter_shift set expected_cash_fen = expected_cash_fen + 1 where closed_at is not null`,
    culprit: /^shift /m,
  },
  {
    check: 'money.drawers',
    fault: 'a difference booked twice',
    plant: sql`with again as (
        insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash)
        overriding user value select book, 'cash_difference', 'again', occurred_at, business_date, recorded_at, line_count, input_hash
        from journal_entry where source_type = 'cash_difference' returning id
      ) insert into posting (book, seq, entry_id, line_no, account_code, amount_fen, business_date, prev_hash, hash)
      select 'money', 900001, id, 1, 'cash:counter:south-gate', -50, current_date, '\\x00', '\\x00' from again`,
    culprit: /^shift again$/m,
  },
  {
    check: 'money.receipt-entry',
    fault: 'cash booked as if the provider had it',
    plant: sql`update journal_entry set source_type = 'capture' where source_type = 'cash_receipt'`,
    culprit: /^payment cash:/m,
  },
  {
    check: 'money.clearing',
    fault: 'cash that is said to be the provider’s',
    plant: sql`update payment set method = 'card', payment_attempt_id = (select id from payment_attempt limit 1) where method = 'cash'`,
    culprit: /^account clearing:stripe$/m,
  },
  {
    check: 'counter.receipts',
    fault: 'pieces received that no line counts',
    plant: sql`update receipt_line set quantity = quantity + 5`,
    culprit: /^order line /m,
  },
  {
    check: 'counter.receipts',
    fault: 'a damaged piece that is still owed',
    plant: sql`update receipt_line set missing_quantity = missing_quantity + 1`,
    culprit: /^order line /m,
  },
  {
    check: 'counter.receipts',
    fault: 'a receipt of another cooperative’s goods',
    plant: sql`update receipt set supplier_order_id = gen_random_uuid()`,
    culprit: /^receipt line /m,
  },
  {
    check: 'counter.hand-overs',
    fault: 'a visit that handed nothing over',
    plant: sql`update counter_visit set visit_id = gen_random_uuid()`,
    culprit: /^visit /m,
  },
  {
    check: 'counter.hand-overs',
    fault: 'a sale handed over as if it had been fetched',
    plant: sql`update hand_over set kind = 'pickup' where kind = 'counter_sale'`,
    culprit: /^order \d+$/m,
  },
]
