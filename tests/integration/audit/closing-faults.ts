import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** For each check of the closes, what it is there to find. */
export const CLOSING_FAULTS: readonly Fault[] = [
  {
    check: 'closing.order',
    fault: 'a closed month after an open one',
    plant: sql`insert into period (month, state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals)
      select month + interval '2 months', state, closed_at, money_seq, money_hash, assistance_seq, assistance_hash, control_totals from period`,
    culprit: /^month \d{4}-01$/m,
  },
  {
    check: 'closing.totals',
    fault: 'an entry slipped into a closed month',
    plant: sql`update account_day set debit_fen = debit_fen + 5 where business_date = (select min(business_date) from account_day)
      and account_code = (select min(account_code) from account_day where business_date = (select min(business_date) from account_day))`,
    culprit: /^period \d{4}-12$/m,
  },
  {
    check: 'closing.state',
    fault: 'a month opened by nobody',
    plant: sql`update period set state = 'open', closed_at = null`,
    culprit: /^period \d{4}-12$/m,
  },
  {
    check: 'closing.state',
    fault: 'other totals than were signed',
    plant: sql`update period set control_totals = '{}'`,
    culprit: /^period \d{4}-12$/m,
  },
  {
    check: 'closing.state',
    fault: 'a close that was made away with',
    plant: sql`delete from period_close where round = 1`,
    culprit: /^close \d{4}-12\/2$/m,
  },
  {
    check: 'closing.four-eyes',
    fault: 'a close locked by nobody’s duty',
    plant: sql`delete from duty where duty = 'period.lock'`,
    culprit: /^close \d{4}-12\/1$/m,
  },
  {
    check: 'closing.four-eyes',
    fault: 'a lock by whoever explained a difference',
    plant: sql`insert into period_waiver (month, round, check_name, open_count, reason, waived_by, at)
      select month, round, 'incidents', 1, 'x', locked_by, closed_at from period_close`,
    culprit: /^close \d{4}-12\/2$/m,
  },
  {
    check: 'closing.four-eyes',
    fault: 'a reopening that nobody else approved',
    plant: sql`update duty set person_id = gen_random_uuid() where duty = 'reopening.approve'`,
    culprit: /^reopening /m,
  },
  {
    check: 'closing.checked',
    fault: 'a tie-out that was explained away',
    plant: sql`update period_close set checks = '[{"name": "tie_outs", "open": 1, "mayBeWaived": false, "waiver": {"openCount": 1}}]'`,
    culprit: /^close \d{4}-12\/1$/m,
  },
  {
    check: 'closing.late',
    fault: 'a purchase on the list that was not late',
    plant: sql`insert into late_recognition (recognized_purchase_id, belongs_on, belongs_year, because)
      select id, make_date(year - 1, 12, 31), year - 1, 'booked_late' from recognized_purchase limit 1`,
    culprit: /^recognized purchase /m,
  },
  {
    check: 'closing.years',
    fault: 'a frozen year that was made away with',
    plant: sql`delete from year_close where round = 1`,
    culprit: /^year \d{4}$/m,
  },
  {
    check: 'closing.years',
    fault: 'a figure of a frozen year that was changed',
    plant: sql`insert into year_close_figure (year, round, county_id, channel, fund_type, amount_fen)
      select year, round, 'fufeng', 'other', 'union', 1 from year_close`,
    culprit: /^year \d{4}$/m,
  },
  {
    check: 'closing.tie-outs',
    fault: 'a run that says less than it found',
    plant: sql`update tie_out_run set off_count = off_count + 1`,
    culprit: /^tie-out run /m,
  },
  {
    check: 'ledger.closed-periods',
    fault: 'another chain than was signed',
    plant: sql`update period set money_hash = '\\x00'`,
    culprit: /^period \d{4}-12$/m,
  },
]
