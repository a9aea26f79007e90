import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** For each check of settlement, what it is there to find. */
export const SETTLEMENT_FAULTS: readonly Fault[] = [
  {
    check: 'settlement.lines',
    fault: 'a line of another amount than its entry',
    plant: sql`update statement_line set net_fen = net_fen + 1, gross_fen = gross_fen + 1 where kind = 'accepted'`,
    culprit: /^statement line /m,
  },
  {
    check: 'settlement.lines',
    fault: 'a payment among the lines',
    plant: sql`insert into statement_line (statement_id, cooperative_id, entry_id, kind, gross_fen, fee_fen, net_fen, business_date)
      select payment.statement_id, statement.cooperative_id, entry.id, 'correction', -amount_fen, 0, -amount_fen, entry.business_date
      from statement_payment payment join settlement_statement statement on statement.id = payment.statement_id
        join journal_entry entry on entry.source_type = 'statement_payment' and entry.source_id = payment.id::text`,
    culprit: /^statement line /m,
  },
  {
    check: 'settlement.totals',
    fault: 'a line taken out of a sent statement',
    plant: sql`delete from statement_line where kind = 'correction'`,
    culprit: /^statement JS-/m,
  },
  {
    check: 'settlement.totals',
    fault: 'a statement of another fee than its lines',
    plant: sql`update settlement_statement set fee_fen = fee_fen + 1 where line_count > 0`,
    culprit: /^statement JS-/m,
  },
  {
    check: 'settlement.payable',
    fault: 'an open statement that says more than is owed',
    plant: sql`update settlement_statement set total_fen = total_fen + 1 where state = 'draft'`,
    culprit: /^cooperative /m,
  },
  {
    check: 'settlement.payments',
    fault: 'a payment of less than the statement',
    plant: sql`update statement_payment set amount_fen = amount_fen - 1 where returned_at is null`,
    culprit: /^statement JS-[\s\S]*^payment /m,
  },
  {
    check: 'settlement.payments',
    fault: 'a return that is not in the books',
    plant: sql`update journal_entry set source_type = 'other' where source_type = 'statement_payment_returned'`,
    culprit: /^payment /m,
  },
  {
    check: 'settlement.payments',
    fault: 'money on its way to somebody else',
    plant: sql`update statement_payment payment set bank_account_id = (select account.id from cooperative_bank_account account
      where account.cooperative_id <> (select cooperative_id from settlement_statement where id = payment.statement_id) limit 1)`,
    culprit: /^payment /m,
  },
  {
    check: 'settlement.corrections',
    fault: 'a correction of another amount than was booked',
    plant: sql`update statement_correction set amount_fen = amount_fen + 1`,
    culprit: /^correction /m,
  },
  {
    check: 'settlement.hands',
    fault: 'whoever prepared it approved it',
    plant: sql`update statement_event set person_id = (select person_id from statement_event where kind = 'prepared' limit 1)
      where kind = 'approved'`,
    culprit: /^statement JS-/m,
  },
  {
    check: 'settlement.hands',
    fault: 'two duties of one person',
    plant: sql`update duty set person_id = (select person_id from duty where duty = 'statement.pay' limit 1)
      where duty = 'statement.approve'`,
    culprit: /^statement [0-9a-f]{8}-/m,
  },
]
