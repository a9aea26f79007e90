import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** Balance of one account of book `money`, debit positive. */
function balanceOf(code: string) {
  return sql<number>`(select coalesce(sum(amount_fen), 0) from posting where account_code = ${code})`
}

/** What people booked between the provider's account and nobody's, less what was taken back of it. */
function explained() {
  return sql<number>`(select coalesce(sum(amount_fen), 0) from clearing_movement
    where source_type in ('unknown_receipt', 'clearing_correction', 'reversal'))`
}

/** Every fen the provider took is in the ledger once; every fen in the ledger was taken or sent back. */
export const moneyInvariants: readonly Invariant[] = [
  {
    name: 'money.receipt-entry',
    promise: 'Every payment is booked once, with its exact amount, and nothing else is booked as one.',
    breaches: () => sql<Breach>`
      with receipt as (
        select entry.source_id, entry.id, entry.source_type = 'cash_receipt' as is_cash,
          sum(posting.amount_fen) filter (where account_code = 'clearing:stripe' or account_code like 'cash:counter:%') as amount
        from journal_entry entry left join posting on posting.entry_id = entry.id
        where entry.book = 'money' and entry.source_type in ('capture', 'late_payment', 'cash_receipt')
        group by entry.id
      )
      select 'payment ' || payment.provider_ref as culprit,
        format('of %s fen has %s entries over %s fen', amount_fen, count(receipt.id), coalesce(sum(receipt.amount), 0)) as detail
      from payment left join receipt on receipt.source_id = payment.id::text and receipt.is_cash = (payment.method = 'cash')
      group by payment.id having count(receipt.id) <> 1 or sum(receipt.amount) is distinct from payment.amount_fen
      union all
      select 'entry ' || receipt.id, 'books a payment that does not exist'
      from receipt where not exists (select from payment where payment.id::text = receipt.source_id)`,
  },
  {
    name: 'money.refund-entries',
    promise:
      'Every refund is booked when decided, when explained, when executed and when failed, once each, with its exact amount.',
    breaches: () => sql<Breach>`
      with step as (
        select entry.id, entry.source_id, entry.source_type, sum(posting.amount_fen) filter (where posting.amount_fen > 0) as amount
        from journal_entry entry left join posting on posting.entry_id = entry.id
        where entry.book = 'money' and entry.source_type in ('refund_decided', 'refund_attributed', 'refund_executed', 'refund_failed')
        group by entry.id
      ), refund_steps as (
        select refund.id, refund.state, refund.amount_fen,
          refund.reason = 'provider_dashboard' and refund.refund_decision_id is not null as is_explained,
          count(*) filter (where source_type = 'refund_decided') as decided,
          count(*) filter (where source_type = 'refund_attributed') as explained,
          count(*) filter (where source_type = 'refund_executed') as executed,
          count(*) filter (where source_type = 'refund_failed') as failed,
          count(*) filter (where amount <> amount_fen) as other_amount
        from refund left join step on step.source_id = refund.id::text group by refund.id
      )
      select 'refund ' || id as culprit, format('is %s, booked as decided %s, explained %s, executed %s, failed %s times, %s of another amount',
        state, decided, explained, executed, failed, other_amount) as detail
      from refund_steps
      where decided <> 1 or explained <> is_explained::int or other_amount > 0 or failed <> (state = 'failed')::int
        or case state when 'succeeded' then executed <> 1 when 'failed' then executed > 1 else executed <> 0 end
      union all
      select 'entry ' || step.id, 'books a refund that does not exist'
      from step where not exists (select from refund where refund.id::text = step.source_id)`,
  },
  {
    name: 'money.clearing',
    promise:
      'What the provider holds for us is what it took, less what it sent back, kept as fees, lost to disputes and paid out, and what people explained.',
    breaches: () => sql<Breach>`
      select 'account clearing:stripe' as culprit, format('holds %s fen, the documents say %s', ledger, provider) as detail
      from (select ${balanceOf('clearing:stripe')} as ledger,
        (select coalesce(sum(amount_fen), 0) from payment where method <> 'cash')
          - (select coalesce(sum(refund.amount_fen), 0) from refund join payment on payment.id = refund.payment_id
              where state = 'succeeded' and method <> 'cash')
          - (select coalesce(sum(fee_fen), 0) from balance_transaction where fee_booked_on is not null)
          + (select coalesce(sum(amount_fen), 0) from balance_transaction where kind in ('fee', 'dispute') and booked_on is not null)
          - (select coalesce(sum(amount_fen), 0) from provider_payout where booked_on is not null and returned_on is null)
          + ${explained()} as provider) as sums
      where ledger <> provider`,
  },
  {
    name: 'money.advances',
    promise: 'Advances of buyers are what was paid for goods not yet accepted.',
    breaches: () => sql<Breach>`
      select 'account advances:buyers' as culprit, format('owes %s fen, paid and not accepted are %s', ledger, open) as detail
      from (select -${balanceOf('advances:buyers')} as ledger,
        (select coalesce(sum(line.line_fen - line.unit_price_fen * line.accepted_quantity
            - (line.refunded_fen - line.returned_fen)), 0)
          from order_line line join "order" o on o.id = line.order_id
          where o.status in ('paid', 'completed')) as open) as sums
      where ledger <> open`,
  },
  {
    name: 'money.refunds-due',
    promise: 'Refunds due are the refunds decided and not yet executed.',
    breaches: () => sql<Breach>`
      select 'account refunds-due' as culprit, format('owes %s fen, undone refunds are %s', ledger, open) as detail
      from (select -${balanceOf('refunds-due')} as ledger,
        (select coalesce(sum(amount_fen), 0) from refund where state in ('decided', 'sent')) as open) as sums
      where ledger <> open`,
  },
  {
    name: 'money.unallocated',
    promise:
      'Unallocated receipts are the payments of no order, less what is or goes back without being for a line, what people booked as nobody’s, and what came to the bank and nobody has claimed.',
    breaches: () => sql<Breach>`
      select 'account unallocated-receipts' as culprit, format('owes %s fen, the documents say %s', ledger, open) as detail
      from (select -${balanceOf('unallocated-receipts')} as ledger,
        (select coalesce(sum(amount_fen), 0) from payment where disposition = 'unallocated')
          - (select coalesce(sum(amount_fen), 0) from refund where state <> 'failed' and refund_decision_id is null)
          + (select coalesce(sum(part.amount_fen), 0) from bank_link_part part join bank_link link on link.id = part.bank_link_id
              where link.undone_at is null and part.kind in ('leftover', 'claim'))
          + ${explained()} as open) as sums
      where ledger <> open`,
  },
  {
    name: 'money.acceptance-entry',
    promise: 'Goods handed over are booked once, for the cooperative they came from and no other, less the fee.',
    breaches: () => sql<Breach>`
      with due as (
        select given.id, part.cooperative_id, sum(piece.amount_fen) as amount,
          sum(floor(piece.amount_fen::numeric * line.service_fee_basis_points / 10000)) as fee
        from hand_over given join supplier_order part on part.id = given.supplier_order_id
          join hand_over_line piece on piece.hand_over_id = given.id join order_line line on line.id = piece.order_line_id
        group by given.id, part.cooperative_id
      ), booked as (
        select entry.id, entry.source_id, posting.account_code,
          -sum(amount_fen) filter (where account_code like 'payable:cooperative:%') as payable,
          -sum(amount_fen) filter (where account_code = 'income:service-fee') as fee
        from journal_entry entry left join posting on posting.entry_id = entry.id
        where entry.book = 'money' and entry.source_type = 'acceptance' group by entry.id, posting.account_code
      ), summed as (
        select id, source_id, coalesce(sum(payable), 0) as payable, coalesce(sum(fee), 0) as fee,
          max(account_code) filter (where payable is not null) as payable_code, count(payable) as payees
        from booked group by id, source_id
      )
      select 'hand-over ' || coalesce(due.id::text, summed.source_id) as culprit,
        format('owes %s fen less a fee of %s, the entry says %s and %s to %s', coalesce(due.amount, 0), coalesce(due.fee, 0),
          coalesce(summed.payable, 0), coalesce(summed.fee, 0), coalesce(payable_code, 'nobody')) as detail
      from due full join summed on summed.source_id = due.id::text
      where due.id is null or summed.id is null or summed.payable <> due.amount - due.fee or summed.fee <> due.fee
        or payees > 1 or payable_code <> 'payable:cooperative:' || due.cooperative_id`,
  },
  {
    name: 'money.paid-exactly',
    promise: 'A paid order keeps payments of exactly its total, any other order keeps none.',
    breaches: () => sql<Breach>`
      select 'order ' || o.order_no as culprit,
        format('is %s, totals %s fen and keeps %s', o.status, o.total_fen, coalesce(sum(payment.amount_fen), 0)) as detail
      from "order" o left join payment on payment.order_id = o.id and payment.disposition = 'order'
      group by o.id
      having coalesce(sum(payment.amount_fen), 0) <> case when o.status in ('paid', 'completed') then o.total_fen else 0 end`,
  },
  {
    name: 'money.refunds-within-payment',
    promise: 'Refunds never exceed their payment, belong to its order, and the payment knows their sum.',
    breaches: () => sql<Breach>`
      select 'payment ' || payment.provider_ref as culprit,
        format('of %s fen says %s refunded, refunds are %s', payment.amount_fen, payment.refunded_fen, coalesce(sum(refund.amount_fen), 0)) as detail
      from payment left join refund on refund.payment_id = payment.id and refund.state <> 'failed'
      group by payment.id
      having coalesce(sum(refund.amount_fen), 0) <> payment.refunded_fen or payment.refunded_fen > payment.amount_fen
      union all
      select 'refund ' || refund.id, 'is of another order than its payment'
      from refund join payment on payment.id = refund.payment_id where refund.order_id <> payment.order_id`,
  },
  {
    name: 'money.refunds-within-line',
    promise:
      'Refunds of a line never exceed it, nor those of accepted pieces what these cost; they belong to its order, and the line knows their sums.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit,
        format('of %s fen says %s refunded, %s of it accepted; refunds are %s and %s', line.line_fen, line.refunded_fen, line.returned_fen,
          back.amount, back.accepted) as detail
      from order_line line cross join lateral (
        select coalesce(sum(part.amount_fen), 0) as amount, coalesce(sum(part.amount_fen) filter (where part.bearer is not null), 0) as accepted
        from refund_line part join refund on refund.id = part.refund_id and refund.state <> 'failed' where part.order_line_id = line.id) back
      where back.amount <> line.refunded_fen or back.accepted <> line.returned_fen or line.refunded_fen > line.line_fen
        or line.returned_fen > line.unit_price_fen * line.accepted_quantity
      union all
      select 'refund ' || refund.id, 'is for a line of another order'
      from refund join refund_line part on part.refund_id = refund.id join order_line line on line.id = part.order_line_id
      where line.order_id <> refund.order_id`,
  },
  {
    name: 'money.attempts',
    promise:
      'An attempt succeeded if its payment is here, or an incident says why it is not; a payment never precedes its order.',
    breaches: () => sql<Breach>`
      select 'attempt ' || attempt.id as culprit, format('is %s with %s payments', attempt.state, count(payment.id)) as detail
      from payment_attempt attempt left join payment on payment.payment_attempt_id = attempt.id
      group by attempt.id
      having (attempt.state = 'succeeded') <> (count(payment.id) > 0) and not (attempt.state = 'succeeded'
        and exists (select from incident where incident.order_id = attempt.order_id and kind = 'wrong_amount'))
      union all
      select 'payment ' || payment.provider_ref, 'came before its order'
      from payment join "order" o on o.id = payment.order_id where payment.captured_at < o.placed_at`,
  },
  {
    name: 'money.one-currency',
    promise: 'Whatever we ask the provider for is in yuan.',
    breaches: () => sql<Breach>`
      select 'attempt ' || id as culprit, 'asks for ' || (asked #>> '{}') as detail
      from payment_attempt, jsonb_path_query(request_body, '$.**.currency') as asked where asked <> '"cny"'`,
  },
]
