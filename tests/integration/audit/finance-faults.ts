import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** What the checks of periods and sums are there to find. */
export const FINANCE_FAULTS: readonly Fault[] = [
  {
    check: 'ledger.closed-periods',
    fault: 'an entry in a month that was closed before it',
    plant: sql`insert into period (month, state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals)
      select date_trunc('month', business_date)::date, 'closed', now(), 0, '', 0, '', '{}'
      from journal_entry where book = 'money' order by id desc limit 1`,
    culprit: /^entry \d+$/m,
  },
  {
    check: 'ledger.closed-periods',
    fault: 'a chain that was written anew',
    plant: sql`insert into period (month, state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals)
      values ('2020-01-01', 'closed', now(), 1, '\\x00', 0, '', '{}')`,
    culprit: /^period 2020-01$/m,
  },
  {
    check: 'ledger.sums',
    fault: 'a sum that is not its postings’',
    plant: sql`update account_day set debit_fen = debit_fen + 1 where account_code = 'clearing:stripe'`,
    culprit: /^clearing:stripe on /m,
  },
  {
    check: 'ledger.sums',
    fault: 'a sum of more entries than there are',
    plant: sql`update account_day set entry_count = entry_count + 1 where account_code = 'clearing:stripe'`,
    culprit: /^clearing:stripe on /m,
  },
  {
    check: 'ledger.sums',
    fault: 'a sum of nothing',
    plant: sql`insert into account_day (account_code, business_date, source_type, debit_fen, credit_fen, line_count)
      values ('clearing:stripe', '2020-01-01', 'capture', 5, 0, 1)`,
    culprit: /^clearing:stripe on 2020-01-01$/m,
  },
  {
    check: 'assistance.stages',
    fault: 'an amount of a month that nobody bought',
    plant: sql`insert into stage_month (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      values (2020, 1, 'accepted', (select id from partner_county limit 1), 'own_shop', 'staff', '', 5, 1)`,
    culprit: /^2020-1 accepted /m,
  },
]
