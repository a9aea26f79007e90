import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What goes back to buyers was decided, is borne by whom the decision says, and undoes just that. */
export const refundInvariants: readonly Invariant[] = [
  {
    name: 'refund.decisions',
    promise:
      'A decision is the sum of its lines; only approved ones are carried out, never beyond it, and short of it only with an incident.',
    breaches: () => sql<Breach>`
      select 'refund decision ' || decision.id as culprit, format('is %s over %s fen, its lines are %s, its refunds %s', decision.state,
        decision.amount_fen, decided.amount, sent.amount) as detail
      from refund_decision decision
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount from refund_decision_line where refund_decision_id = decision.id) decided
        cross join lateral (select coalesce(sum(amount_fen) filter (where state <> 'failed'), 0) as amount, count(*) as made,
          bool_or(state = 'failed') as has_failed from refund where refund_decision_id = decision.id) sent
      where decided.amount <> decision.amount_fen or sent.amount > decision.amount_fen
        or (decision.state <> 'approved' and sent.made > 0)
        or (decision.state = 'approved' and sent.amount < decision.amount_fen and not coalesce(sent.has_failed, false)
          and not exists (select from incident where kind = 'refund_failed' and source_id = decision.id::text))
      union all
      select 'refund decision ' || id, format('of %s fen stands on one person, who may decide %s', alone_fen, limit_fen)
      from refund_decision
      where state = 'approved' and not is_due and alone_fen > limit_fen and settled_by is not distinct from requested_by
      union all
      select 'refund ' || refund.id, 'is of another order than its decision'
      from refund join refund_decision decision on decision.id = refund.refund_decision_id where refund.order_id <> decision.order_id
      union all
      select 'refund decision ' || decided.refund_decision_id, 'is for a line of another order'
      from refund_decision_line decided join refund_decision decision on decision.id = decided.refund_decision_id
        join order_line line on line.id = decided.order_line_id where line.order_id <> decision.order_id`,
  },
  {
    name: 'refund.owed',
    promise: 'Decisions kept as not yet given back whole are those.',
    breaches: () => sql<Breach>`
      select 'refund decision ' || coalesce(owed.id, kept.refund_decision_id) as culprit,
        format('is owed: %s, kept as owed: %s', owed.id is not null, kept.refund_decision_id is not null) as detail
      from (select id from refund_decision decision where state = 'approved' and amount_fen > coalesce(
          (select sum(amount_fen) from refund where refund_decision_id = decision.id and state <> 'failed'), 0)) owed
        full join owed_refund kept on kept.refund_decision_id = owed.id
      where owed.id is null or kept.refund_decision_id is null`,
  },
  {
    name: 'refund.asked',
    promise: 'Questions of buyers kept as open are those that no decision answers.',
    breaches: () => sql<Breach>`
      select 'refund request ' || coalesce(asked.id, kept.refund_request_id) as culprit,
        format('is open: %s, kept as open: %s', asked.id is not null, kept.refund_request_id is not null) as detail
      from (select id, asked_at from refund_request request where state = 'asked'
          and not exists (select from refund_decision where refund_request_id = request.id and state <> 'refused')) asked
        full join asked_refund kept on kept.refund_request_id = asked.id
      where asked.asked_at is distinct from kept.asked_at`,
  },
  {
    name: 'refund.lines',
    promise:
      'A decided refund is the sum of its lines, each within what was decided for that line, and borne as decided.',
    breaches: () => sql<Breach>`
      select 'refund ' || refund.id as culprit, format('of %s fen has lines over %s', refund.amount_fen, coalesce(sum(part.amount_fen), 0)) as detail
      from refund left join refund_line part on part.refund_id = refund.id group by refund.id
      having coalesce(sum(part.amount_fen), 0) <> case when refund.refund_decision_id is null then 0 else refund.amount_fen end
      union all
      select 'refund decision ' || refund.refund_decision_id, format('gives %s fen back of order line %s, decided were %s', sum(part.amount_fen),
        part.order_line_id, coalesce(min(decided.amount_fen), 0))
      from refund_line part join refund on refund.id = part.refund_id and refund.state <> 'failed'
        left join refund_decision_line decided on decided.refund_decision_id = refund.refund_decision_id
          and decided.order_line_id = part.order_line_id and decided.is_accepted = (part.bearer is not null)
      group by refund.refund_decision_id, part.order_line_id, part.bearer is not null
      having sum(part.amount_fen) > coalesce(min(decided.amount_fen), 0)
      union all
      select 'refund ' || refund.id, format('is borne by %s, decided was %s', part.bearer, decision.bearer)
      from refund_line part join refund on refund.id = part.refund_id
        join refund_decision decision on decision.id = refund.refund_decision_id where part.bearer <> decision.bearer`,
  },
  {
    name: 'refund.sources',
    promise:
      'Each refund takes its money from the advance, the cooperative less the fee, the college or the carriers, as its lines say.',
    breaches: () => sql<Breach>`
      with source as (
        select part.refund_id, case when part.bearer is null then 'advances:buyers' when part.bearer = 'cooperative'
            then 'payable:cooperative:' || line.cooperative_id when part.bearer = 'college' then 'expense:goodwill' else 'receivable:carriers' end as code,
          part.amount_fen - part.fee_fen as amount
        from refund_line part join order_line line on line.id = part.order_line_id
        union all
        select refund_id, 'income:service-fee', fee_fen from refund_line
      ), due as (
        select refund_id::text as refund_id, code, sum(amount) as amount from source group by 1, 2 having sum(amount) <> 0
      ), booked as (
        select entry.source_id as refund_id, entry.source_type = 'refund_failed' as is_undone, posting.account_code as code, sum(posting.amount_fen) as amount
        from journal_entry entry join posting on posting.entry_id = entry.id
        where entry.book = 'money' and entry.source_type in ('refund_decided', 'refund_attributed', 'refund_failed')
          and posting.account_code not in ('refunds-due', 'unallocated-receipts', 'clearing:stripe')
        group by 1, 2, 3
      ), expected as (
        select due.*, is_undone from due join refund on refund.id::text = due.refund_id
          cross join lateral (select unnest(case when refund.state = 'failed' then array[false, true] else array[false] end) as is_undone) step
      )
      select 'refund ' || coalesce(expected.refund_id, booked.refund_id) as culprit,
        format('takes %s fen from %s, booked are %s', coalesce(expected.amount, 0), coalesce(expected.code, booked.code), coalesce(booked.amount, 0)) as detail
      from expected full join booked using (refund_id, code, is_undone)
      where coalesce(booked.amount, 0) <> coalesce(expected.amount, 0) * case when is_undone then -1 else 1 end`,
  },
  {
    name: 'refund.fees',
    promise:
      'The college keeps no more fee of a line than was taken, and none of what the cooperative gave back whole.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('keeps a fee of %s on %s fen', taken.fee - back.fee, taken.amount - back.amount) as detail
      from order_line line
        cross join lateral (select coalesce(sum(amount_fen), 0) as amount,
          coalesce(sum(floor(amount_fen::numeric * line.service_fee_basis_points / 10000)), 0) as fee
          from hand_over_line where order_line_id = line.id) taken
        cross join lateral (select coalesce(sum(part.amount_fen), 0) as amount, coalesce(sum(part.fee_fen), 0) as fee
          from refund_line part join refund on refund.id = part.refund_id
          where part.order_line_id = line.id and part.bearer = 'cooperative' and refund.state <> 'failed') back
      where back.fee > taken.fee or back.amount > taken.amount or (taken.amount = back.amount and taken.fee <> back.fee)`,
  },
  {
    name: 'refund.canceled',
    promise: 'What was paid for pieces that will not be handed over was decided to go back, exactly.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('has %s canceled pieces at %s fen, decided to go back are %s', line.canceled_quantity,
        line.unit_price_fen, decided.amount) as detail
      from order_line line cross join lateral (
        select coalesce(sum(part.amount_fen), 0) as amount from refund_decision_line part
          join refund_decision decision on decision.id = part.refund_decision_id
        where part.order_line_id = line.id and not part.is_accepted and decision.state = 'approved') decided
      where decided.amount <> line.unit_price_fen * line.canceled_quantity`,
  },
  {
    name: 'refund.requests',
    promise:
      'A buyer’s question is decided by one approved decision about its line, and while it is open there is none.',
    breaches: () => sql<Breach>`
      select 'refund request ' || request.id as culprit, format('is %s with %s approved decisions', request.state, count(decision.id)) as detail
      from refund_request request left join refund_decision decision
        on decision.refund_request_id = request.id and decision.state = 'approved' and decision.order_id = request.order_id
      group by request.id having count(decision.id) <> (request.state = 'decided')::int`,
  },
  {
    name: 'refund.uncounted',
    promise:
      'What goes back after acceptance is taken off what counts, or off what does not, once, and stands again once when the refund failed.',
    breaches: () => sql<Breach>`
      with due as (
        select part.id::text as source_id, -part.amount_fen as amount, part.order_line_id from refund_line part where part.bearer is not null
        union all
        select part.id || '/failed', part.amount_fen, part.order_line_id
        from refund_line part join refund on refund.id = part.refund_id where part.bearer is not null and refund.state = 'failed'
      )
      select 'refund line ' || coalesce(due.source_id, counted.source_id) as culprit,
        format('takes off %s fen, counted are %s', coalesce(due.amount, 0), coalesce(counted.amount_fen, 0)) as detail
      from due full join (
          select source_id, order_line_id, sum(amount_fen) as amount_fen from (
            select source_type, source_id, order_line_id, amount_fen from recognized_purchase
            union all select source_type, source_id, order_line_id, amount_fen from uncounted_purchase) undone
          where source_type = 'refund' group by source_id, order_line_id) counted on counted.source_id = due.source_id
      where counted.amount_fen is distinct from due.amount or counted.order_line_id is distinct from due.order_line_id`,
  },
  {
    name: 'stock.returned',
    promise:
      'Pieces come back to the shelf when a decision says so, and leave it when their lot is called back, once each.',
    breaches: () => sql<Breach>`
      with due as (
        select 'refund_decision' as cause_type, decision.id::text as cause_id, line.sku_id, part.quantity as delta
        from refund_decision_line part join refund_decision decision on decision.id = part.refund_decision_id
          join order_line line on line.id = part.order_line_id
        where part.is_accepted and part.is_restocked and decision.state = 'approved'
        union all
        select 'batch_recall', recall.id::text, batch.sku_id, -recall.withdrawn_quantity
        from batch_recall recall join batch on batch.id = recall.batch_id where recall.withdrawn_quantity > 0
      )
      select format('%s %s', coalesce(due.cause_type, moved.cause_type), coalesce(due.cause_id, moved.cause_id)) as culprit,
        format('moves %s pieces, the shelf moved by %s', coalesce(due.delta, 0), coalesce(moved.delta_on_hand, 0)) as detail
      from due full join (select * from stock_movement where kind in ('returned', 'recalled')) moved
        on moved.cause_type = due.cause_type and moved.cause_id = due.cause_id and moved.sku_id = due.sku_id
      where moved.delta_on_hand is distinct from due.delta`,
  },
  {
    name: 'batch.recalled',
    promise:
      'Nothing of a lot is sent after it was called back, every line that got pieces of it is on the list, and buyers are told.',
    breaches: (now) => sql<Breach>`
      select 'batch ' || batch.lot_code as culprit, 'is called back by no recall, or at another time' as detail
      from batch left join batch_recall recall on recall.batch_id = batch.id
      where batch.recalled_at is distinct from recall.at
      union all
      select 'batch ' || batch.lot_code, format('sent %s pieces to order line %s, the recall knows %s', sum(sent.quantity), sent.order_line_id,
        coalesce(min(part.quantity), 0))
      from batch join batch_recall recall on recall.batch_id = batch.id join shipment_line sent on sent.batch_id = batch.id
        left join batch_recall_line part on part.batch_recall_id = recall.id and part.order_line_id = sent.order_line_id
      group by batch.id, sent.order_line_id having sum(sent.quantity) <> coalesce(min(part.quantity), 0)
      union all
      select 'batch ' || batch.lot_code, format('was called back %s, order line %s is not seen to', recall.at, part.order_line_id)
      from batch join batch_recall recall on recall.batch_id = batch.id join batch_recall_line part on part.batch_recall_id = recall.id
      where part.told_at is null and recall.at < ${now}::timestamptz - interval '15 min'`,
  },
]
