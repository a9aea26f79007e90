import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** Drawers hold what the books say, and what was received and handed over is written down. */
export const counterInvariants: readonly Invariant[] = [
  {
    name: 'money.cash',
    promise:
      'The cash of a pickup point is what was sold there for cash, less what was given back and brought to the bank, more or less by what its drawers were off.',
    breaches: () => sql<Breach>`
      with drawer as (
        select 'cash:counter:' || shift.pickup_point_id as code, case move.kind when 'sale' then move.amount_fen else -move.amount_fen end as amount
        from cash_movement move join counter_shift shift on shift.id = move.counter_shift_id
        union all
        select 'cash:counter:' || pickup_point_id, closing_cash_fen - expected_cash_fen from counter_shift where closed_at is not null
        union all
        select 'cash:counter:' || pickup_point_id, -amount_fen from cash_deposit
      ), documents as (
        select code, sum(amount) as amount from drawer group by code
      ), booked as (
        select account_code as code, sum(amount_fen) as amount from posting where account_code like 'cash:counter:%' group by account_code
      )
      select 'account ' || coalesce(documents.code, booked.code) as culprit,
        format('holds %s fen, its drawers and deposits %s', coalesce(booked.amount, 0), coalesce(documents.amount, 0)) as detail
      from documents full join booked on booked.code = documents.code
      where coalesce(documents.amount, 0) <> coalesce(booked.amount, 0)`,
  },
  {
    name: 'money.drawers',
    promise:
      'Each payment and refund in cash went through one drawer with its exact amount, of the shift that sold it; each closed shift was reckoned rightly, and its difference booked once.',
    breaches: () => sql<Breach>`
      select 'payment ' || payment.provider_ref as culprit, format('of %s fen moved %s fen in the drawer of its shift',
        payment.amount_fen, coalesce(move.amount_fen, 0)) as detail
      from payment join "order" o on o.id = payment.order_id
        left join cash_movement move on move.payment_id = payment.id and move.kind = 'sale'
          and move.counter_shift_id = o.counter_shift_id
      where payment.method = 'cash' and move.amount_fen is distinct from payment.amount_fen
      union all
      select 'refund ' || refund.id, format('of %s fen is %s and moved %s fen in a drawer', refund.amount_fen, refund.state,
        coalesce(move.amount_fen, 0))
      from refund join payment on payment.id = refund.payment_id
        left join cash_movement move on move.refund_id = refund.id and move.kind = 'payout'
      where coalesce(move.amount_fen, 0) <> case when payment.method = 'cash' and refund.state = 'succeeded'
        then refund.amount_fen else 0 end
      union all
      select 'cash movement ' || move.id, 'is of a payment that was not cash'
      from cash_movement move join payment on payment.id = move.payment_id where payment.method <> 'cash'
      union all
      select 'shift ' || shift.id, format('should hold %s fen, says %s', reckoned.amount, shift.expected_cash_fen)
      from counter_shift shift cross join lateral (
        select shift.opening_cash_fen + coalesce(sum(case kind when 'sale' then amount_fen else -amount_fen end), 0) as amount
        from cash_movement where counter_shift_id = shift.id) reckoned
      where shift.closed_at is not null and reckoned.amount <> shift.expected_cash_fen
      union all
      select 'shift ' || coalesce(shift.id::text, entry.source_id), format('was off by %s fen, %s are booked',
        shift.closing_cash_fen - shift.expected_cash_fen, coalesce(entry.amount, 0))
      from (select * from counter_shift where closed_at is not null) shift full join (
        select journal_entry.source_id, sum(amount_fen) as amount from journal_entry join posting on posting.entry_id = journal_entry.id
        where journal_entry.book = 'money' and source_type = 'cash_difference' and account_code like 'cash:counter:%'
        group by journal_entry.source_id) entry on entry.source_id = shift.id::text
      where shift.id is null or coalesce(entry.amount, 0) <> shift.closing_cash_fen - shift.expected_cash_fen`,
  },
  {
    name: 'counter.receipts',
    promise:
      'What was received of a line was shipped; damaged and missing pieces were canceled; receipts are of their own lines.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('says %s received of %s shipped and %s canceled, receipts say %s and %s',
        line.received_quantity, line.shipped_quantity, line.canceled_quantity, arrived.good, arrived.bad) as detail
      from order_line line cross join lateral (
        select coalesce(sum(quantity), 0) as good, coalesce(sum(defect_quantity + missing_quantity), 0) as bad
        from receipt_line where order_line_id = line.id) arrived
      where line.received_quantity < arrived.good or line.received_quantity > line.shipped_quantity
        or line.canceled_quantity < arrived.bad
      union all
      select 'receipt line ' || part.id, 'is of a line of another supplier order'
      from receipt_line part join receipt on receipt.id = part.receipt_id join order_line line on line.id = part.order_line_id
      where line.supplier_order_id <> receipt.supplier_order_id`,
  },
  {
    name: 'counter.hand-overs',
    promise:
      'A visit handed something over, of the order it was about; what was sold over a counter was handed over there.',
    breaches: () => sql<Breach>`
      select 'visit ' || visit.visit_id as culprit, 'handed over nothing of its order' as detail
      from counter_visit visit where not exists (
        select from hand_over given join supplier_order part on part.id = given.supplier_order_id
        where given.visit_id = visit.visit_id and part.order_id = visit.order_id)
      union all
      select 'order ' || o.order_no, format('of channel %s was handed over as %s', o.channel, given.kind)
      from "order" o join supplier_order part on part.order_id = o.id join hand_over given on given.supplier_order_id = part.id
      where (o.channel = 'counter') <> (given.kind = 'counter_sale')`,
  },
]
