import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What the provider told is in the books once, and every figure of the clearing account can be explained. */
export const reconciliationInvariants: readonly Invariant[] = [
  {
    name: 'reconciliation.movements',
    promise: 'Every entry on the clearing account is one movement of the same amount, and nothing else is.',
    breaches: () => sql<Breach>`
      with booked as (
        select entry_id, sum(amount_fen) as amount from posting where account_code = 'clearing:stripe' group by entry_id
      )
      select 'entry ' || coalesce(booked.entry_id, movement.entry_id) as culprit,
        format('moves %s fen, the movement says %s', booked.amount, movement.amount_fen) as detail
      from booked full join clearing_movement movement on movement.entry_id = booked.entry_id
      where booked.amount is distinct from movement.amount_fen`,
  },
  {
    name: 'reconciliation.booked',
    promise:
      'Fees, disputes and payouts are booked once each, for the line or payout that says so, with its exact amount.',
    breaches: () => sql<Breach>`
      with told as (
        select 'provider_fee' as source_type, id as source_id, -(fee_fen - case kind when 'fee' then amount_fen else 0 end) as amount
          from balance_transaction where kind not in ('dispute', 'payout') and fee_booked_on is not null
        union all
        select case when amount_fen < 0 then 'dispute_opened' else 'dispute_won' end, id, net_fen
          from balance_transaction where kind = 'dispute' and booked_on is not null
        union all
        select 'payout', id, -amount_fen from provider_payout where booked_on is not null
        union all
        select 'payout_failed', id, amount_fen from provider_payout where returned_on is not null
      ), booked as (
        select source_type, source_id, amount_fen as amount from clearing_movement
        where source_type in ('provider_fee', 'dispute_opened', 'dispute_won', 'payout', 'payout_failed')
      )
      select format('%s %s', coalesce(told.source_type, booked.source_type), coalesce(told.source_id, booked.source_id)) as culprit,
        format('is of %s fen and booked with %s', told.amount, booked.amount) as detail
      from (select * from told where amount <> 0) told
        full join booked on booked.source_type = told.source_type and booked.source_id = told.source_id
      where told.amount is distinct from booked.amount`,
  },
  {
    name: 'reconciliation.matches',
    promise: 'A matched line and the movement of our books that it was matched with say the same.',
    breaches: () => sql<Breach>`
      select 'balance transaction ' || line.id as culprit, format('of %s fen is matched with %s fen', line.amount_fen, movement.amount_fen) as detail
      from balance_transaction line join clearing_movement movement on movement.provider_ref = line.id
      where line.state = 'matched' and line.kind in ('charge', 'refund')
        and movement.source_type in ('capture', 'late_payment', 'refund_executed', 'refund_failed')
        and movement.amount_fen <> line.amount_fen`,
  },
  {
    name: 'reconciliation.day-sums',
    promise: 'The sums of the provider’s lines by day are the sums of its lines.',
    breaches: () => sql<Breach>`
      with truth as (
        select created_on as day, kind, sum(amount_fen) as amount, sum(fee_fen) as fee, count(*) as lines
        from balance_transaction group by 1, 2
      )
      select format('%s %s', coalesce(truth.day, kept.day), coalesce(truth.kind, kept.kind)) as culprit,
        format('%s lines of %s fen, kept are %s of %s', truth.lines, truth.amount, kept.line_count, kept.amount_fen) as detail
      from truth full join balance_day kept on kept.day = truth.day and kept.kind = truth.kind
      where (truth.amount, truth.fee, truth.lines) is distinct from (kept.amount_fen::numeric, kept.fee_fen::numeric, kept.line_count::bigint)`,
  },
  {
    name: 'reconciliation.bill-sums',
    promise: 'What is kept of wallet bills, rows by day and payments that no row is matched with, is what they say.',
    breaches: () => sql<Breach>`
      with truth as (select provider, occurred_on as day, count(*) as lines from bill_line group by 1, 2)
      select format('%s %s', coalesce(truth.provider, kept.provider), coalesce(truth.day, kept.day)) as culprit,
        format('%s rows, kept are %s', truth.lines, kept.line_count) as detail
      from truth full join bill_day kept on kept.provider = truth.provider and kept.day = truth.day
      where truth.lines is distinct from kept.line_count::bigint
      union all
      select 'payment ' || coalesce(payment.id, kept.payment_id), 'is by a wallet without a row of a bill and is not kept as such, or is and is kept'
      from (select id from payment where method in ('wechat_pay', 'alipay')
          and not exists (select from bill_line where payment_id = payment.id)) payment
        full join unbilled_payment kept on kept.payment_id = payment.id
      where payment.id is null or kept.payment_id is null`,
  },
  {
    name: 'reconciliation.items',
    promise:
      'A payout that named its lines is worth what is kept of them, and one that they do not come to is before people.',
    breaches: () => sql<Breach>`
      with named as (
        select payout.id, payout.amount_fen, payout.item_net_fen, coalesce(sum(line.net_fen), 0) as lines
        from provider_payout payout left join balance_transaction line on line.payout_id = payout.id
          and not (line.kind = 'payout' and line.source_ref = payout.id)
        where itemized_at is not null group by payout.id
      )
      select 'payout ' || id as culprit, format('of %s fen has lines of %s, kept are %s', amount_fen, lines, item_net_fen) as detail
      from named where lines <> item_net_fen
        or (amount_fen <> item_net_fen and not exists (select from incident where kind = 'unmatched_balance' and source_id = named.id))`,
  },
  {
    name: 'reconciliation.disputed',
    promise: 'What is disputed is what buyers’ banks took back and was not decided yet.',
    breaches: () => sql<Breach>`
      select 'account receivable:disputes' as culprit, format('holds %s fen, open disputes are %s', ledger, open) as detail
      from (select (select coalesce(sum(amount_fen), 0) from posting where account_code = 'receivable:disputes') as ledger,
        (select coalesce(-sum(amount_fen), 0) from balance_transaction where kind = 'dispute' and booked_on is not null)
          - (select coalesce(sum(amount_fen), 0) from provider_dispute where state = 'lost') as open) as sums
      where ledger <> open`,
  },
  {
    name: 'reconciliation.explained',
    promise: 'The difference between the provider’s balance and ours is exactly what is listed as apart.',
    breaches: () => sql<Breach>`
      with theirs as (
        select (select coalesce(sum(net_fen), 0) from balance_transaction where kind <> 'payout')
          - (select coalesce(sum(amount_fen), 0) from provider_payout where paid_at is not null and failed_at is null) as fen
      ), ours as (
        select coalesce(sum(amount_fen), 0) as fen from posting where account_code = 'clearing:stripe'
      ), listed as (
        select coalesce((select sum(amount_fen - coalesce(booked_fen, 0)) from balance_transaction where kind <> 'payout'), 0)
          - coalesce((select sum(fee_fen) from balance_transaction where kind <> 'payout' and fee_booked_on is null), 0)
          - coalesce((select sum(amount_fen) from clearing_movement where provider_ref is null and corrected_on is null), 0)
          - coalesce((select sum(amount_fen) from provider_payout where paid_at is not null and booked_on is null), 0) as fen
      )
      select 'account clearing:stripe' as culprit,
        format('theirs %s less ours %s fen, listed are %s', theirs.fen, ours.fen, listed.fen) as detail
      from theirs, ours, listed where theirs.fen - ours.fen <> listed.fen`,
  },
]
