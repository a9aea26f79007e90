import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

const REFERENCE = sql`'00000000-0000-7000-8000-000000000832'::uuid`

/** For each check of rules, targets and agreements, what it is there to find. */
export const RULE_FAULTS: readonly Fault[] = [
  {
    check: 'rules.counted',
    fault: 'a purchase counted by a rule that had been superseded',
    plant: sql`update recognized_purchase set counting_rule_id = ${REFERENCE} where agreement_id is not null`,
    culprit: /^recognized purchase /m,
  },
  {
    check: 'rules.counted',
    fault: 'a purchase of a county its rule does not count',
    plant: sql`update recognized_purchase set county_id = 'changwu' where agreement_id is not null`,
    culprit: /^recognized purchase /m,
  },
  {
    check: 'rules.uncounted',
    fault: 'a purchase left out that its rule counts',
    plant: sql`update uncounted_purchase set county_id = 'fufeng'`,
    culprit: /^uncounted purchase /m,
  },
  {
    check: 'rules.uncounted',
    fault: 'a purchase left out for a kind of goods that no rule names',
    plant: sql`update uncounted_purchase set reason = 'category'`,
    culprit: /^uncounted purchase /m,
  },
  {
    check: 'rules.uncounted',
    fault: 'a purchase that counts and does not',
    plant: sql`update recognized_purchase set source_id = (select source_id from uncounted_purchase) where source_id = 'agreement:XY-7:1:1'`,
    culprit: /^uncounted purchase /m,
  },
  {
    check: 'rules.agreements',
    fault: 'a purchase under an agreement of another county',
    plant: sql`update purchase_agreement set county_id = 'changwu'`,
    culprit: /^agreement:XY-7:1:1 of agreement /m,
  },
  {
    check: 'rules.agreements',
    fault: 'an agreement ended before it began',
    plant: sql`update purchase_agreement set terminated_on = starts_on - 1, termination_reason = 'x',
      terminated_by = recorded_by, terminated_at = now()`,
    culprit: /^agreement /m,
  },
  {
    check: 'rules.targets',
    fault: 'a decision without its file',
    plant: sql`update target_decision set document_id = null where document_id is not null`,
    culprit: /^decision /m,
  },
  {
    check: 'assistance.lines',
    fault: 'a refund that nobody knows of taken off what does not count',
    plant: sql`insert into uncounted_purchase (id, source_type, source_id, order_line_id, amount_fen, year, business_date, happened_on,
        county_id, channel, fund_type, counting_rule_id, reason, book_seq, recorded_at)
      select gen_random_uuid(), 'refund', 'nobody', order_line_id, -1, year, business_date, business_date, county_id, channel, fund_type,
        counting_rule_id, 'county', 1, now() from recognized_purchase where order_line_id is not null limit 1`,
    culprit: /^order line /m,
  },
]
