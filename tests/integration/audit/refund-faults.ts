import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

const EXPLAINED = sql`(select id from refund where reason = 'provider_dashboard' and refund_decision_id is not null limit 1)`

/** For each check of what goes back, what it is there to find. */
export const REFUND_FAULTS: readonly Fault[] = [
  {
    check: 'refund.owed',
    fault: 'a decision that was carried out and is kept as owed',
    plant: sql`insert into owed_refund select id from refund_decision where state = 'approved' limit 1`,
    culprit: /^refund decision /m,
  },
  {
    check: 'refund.asked',
    fault: 'a question that was answered and is kept as open',
    plant: sql`insert into asked_refund select id, asked_at from refund_request where state <> 'asked' limit 1`,
    culprit: /^refund request /m,
  },
  {
    check: 'refund.decisions',
    fault: 'a decision over less than its lines',
    plant: sql`update refund_decision set amount_fen = amount_fen - 1`,
    culprit: /^refund decision /m,
  },
  {
    check: 'refund.decisions',
    fault: 'an approved decision nobody carried out',
    plant: sql`update refund set refund_decision_id = null where reason = 'short'`,
    culprit: /^refund decision /m,
  },
  {
    check: 'refund.decisions',
    fault: 'a refund carried out on a proposal',
    plant: sql`update refund_decision set state = 'proposed', settled_at = null, settled_by = null where state = 'approved'`,
    culprit: /^refund decision /m,
  },
  {
    check: 'refund.decisions',
    fault: 'a large decision that stands on one person',
    plant: sql`do $$ begin
        alter table refund_decision drop constraint refund_decision_four_eyes;
        update refund_decision set limit_fen = 1 where not is_due;
      end $$`,
    culprit: /^refund decision /m,
  },
  {
    check: 'refund.lines',
    fault: 'a refund of which part is for nothing',
    plant: sql`update refund_line set amount_fen = amount_fen - 1`,
    culprit: /^refund /m,
  },
  {
    check: 'refund.lines',
    fault: 'a cost laid on somebody else',
    plant: sql`update refund_decision set bearer = 'carrier' where not is_due`,
    culprit: /^refund /m,
  },
  {
    check: 'refund.sources',
    fault: 'a refund taken from another cooperative',
    plant: sql`update posting set account_code = 'payable:cooperative:' || gen_random_uuid()
      where account_code like 'payable:%' and amount_fen > 0`,
    culprit: /^refund /m,
  },
  {
    check: 'refund.sources',
    fault: 'a fee that was not given back',
    plant: sql`update refund_line set fee_fen = fee_fen + 1 where bearer = 'cooperative'`,
    culprit: /^refund /m,
  },
  {
    check: 'refund.sources',
    fault: 'a failed refund that put nothing back',
    plant: sql`delete from posting where account_code like 'payable:%' and entry_id in
      (select id from journal_entry where source_type = 'refund_failed')`,
    culprit: /^refund /m,
  },
  {
    check: 'refund.fees',
    fault: 'more fee given back than was taken',
    plant: sql`update refund_line set fee_fen = amount_fen where bearer = 'cooperative'`,
    culprit: /^order line /m,
  },
  {
    check: 'refund.canceled',
    fault: 'a canceled piece whose price was kept',
    plant: sql`delete from refund_decision_line where not is_accepted`,
    culprit: /^order line /m,
  },
  {
    check: 'refund.requests',
    fault: 'an answer nobody decided',
    plant: sql`update refund_decision set refund_request_id = null where refund_request_id is not null`,
    culprit: /^refund request /m,
  },
  {
    check: 'refund.uncounted',
    fault: 'a refund that still counts',
    plant: sql`delete from recognized_purchase where source_type = 'refund' and amount_fen < 0`,
    culprit: /^refund line /m,
  },
  {
    check: 'refund.uncounted',
    fault: 'a failed refund that does not count again',
    plant: sql`delete from recognized_purchase where source_id like '%/failed'`,
    culprit: /^refund line .*\/failed$/m,
  },
  {
    check: 'money.refund-entries',
    fault: 'an explanation that is not booked',
    plant: sql`delete from journal_entry where source_type = 'refund_attributed' and source_id = ${EXPLAINED}::text`,
    culprit: /^refund /m,
  },
  {
    check: 'money.refunds-within-line',
    fault: 'an accepted refund the line does not know',
    plant: sql`update order_line set returned_fen = returned_fen - 1, refunded_fen = refunded_fen - 1 where returned_fen > 0`,
    culprit: /^order line /m,
  },
  {
    check: 'stock.returned',
    fault: 'pieces that came back to nobody',
    plant: sql`delete from stock_movement where kind = 'returned'`,
    culprit: /^refund_decision /m,
  },
  {
    check: 'stock.returned',
    fault: 'a lot that stayed on the shelf',
    plant: sql`delete from stock_movement where kind = 'recalled'`,
    culprit: /^batch_recall /m,
  },
  {
    check: 'batch.recalled',
    fault: 'a lot frozen by nobody',
    plant: sql`delete from batch_recall`,
    culprit: /^batch LOT-/m,
  },
  {
    check: 'batch.recalled',
    fault: 'a buyer who was left out',
    plant: sql`delete from batch_recall_line`,
    culprit: /^batch LOT-/m,
  },
  {
    check: 'batch.recalled',
    fault: 'a recall nobody carried out',
    plant: sql`with old as (update batch_recall set at = '2020-01-01' returning batch_id), frozen as (
        update batch set recalled_at = '2020-01-01' where id in (select batch_id from old))
      update batch_recall_line set told_at = null, canceled_quantity = null`,
    culprit: /^batch LOT-/m,
  },
]
