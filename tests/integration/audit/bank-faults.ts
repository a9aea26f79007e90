import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** What the checks of the bank account are there to find. */
export const BANK_FAULTS: readonly Fault[] = [
  {
    check: 'bank.links',
    fault: 'a part of a link that is a fen more',
    plant: sql`update bank_link_part set amount_fen = amount_fen + 1 where kind = 'deposit'`,
    culprit: /^bank link /m,
  },
  {
    check: 'bank.links',
    fault: 'a bank line rewritten after it was linked',
    plant: sql`update bank_line set amount_fen = amount_fen + 1 where bank_link_id is not null and amount_fen = 500`,
    culprit: /^bank line /m,
  },
  {
    check: 'bank.lines',
    fault: 'a linked line that is called open',
    plant: sql`update bank_line set bank_link_id = null where amount_fen = 500`,
    culprit: /^bank line /m,
  },
  {
    check: 'bank.lines',
    fault: 'money on the bank’s account that no line brought',
    plant: sql`insert into posting (book, seq, entry_id, line_no, account_code, amount_fen, business_date, prev_hash, hash)
      select 'money', 900001, min(id), 9, 'bank:main', 5, current_date, '\\x00', '\\x00' from journal_entry where book = 'money'`,
    culprit: /^account bank:main$/m,
  },
  {
    check: 'bank.sums',
    fault: 'a day of more lines than came',
    plant: sql`update bank_day set line_count = line_count + 1`,
    culprit: /^day \d{4}-\d{2}-\d{2}$/m,
  },
  {
    check: 'bank.sums',
    fault: 'a purchase settled that no link has settled',
    plant: sql`update external_purchase set settled_fen = settled_fen - 5`,
    culprit: /^purchase /m,
  },
  {
    check: 'bank.items',
    fault: 'a deposit that was settled with another sum',
    plant: sql`update cash_deposit set amount_fen = amount_fen + 1`,
    culprit: /^deposit /m,
  },
  {
    check: 'bank.items',
    fault: 'a statement called reconciled without a bank line',
    plant: sql`delete from bank_link_part where kind = 'statement'`,
    culprit: /^statement JS-/m,
  },
]
