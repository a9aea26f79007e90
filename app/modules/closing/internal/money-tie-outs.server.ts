import { sql } from 'kysely'
import { tieOutClearing } from '#app/modules/reconciliation/clearing-queries.server.ts'
import { readPayableTieOut } from '#app/modules/settlement/settlement-tie-out.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fromQuery, type TieOutRow, type TieOutSource } from './tie-out-source.server.ts'

/** Debit less credit of one account. */
const balanceOf = (code: string) =>
  sql`(select coalesce(sum(debit_fen - credit_fen), 0) from account_day where account_code = ${code})`

/** What links that stand settled, by what it is. */
const settled = sql`
  settled as (select part.kind, sum(part.amount_fen) as amount from bank_link_part part
    join bank_link link on link.id = part.bank_link_id where link.undone_at is null group by 1)`
const settledAs = (...kinds: string[]) =>
  sql`(select coalesce(sum(amount), 0) from settled where kind in (${sql.join(kinds)}))`

/** What people booked about lines of the provider and entries of ours that nothing else explains. */
const corrected = sql`(
  (select coalesce(sum(line.amount_fen - coalesce((select sum(movement.amount_fen) from clearing_movement movement
      where movement.provider_ref = line.id and movement.source_type in ('capture', 'late_payment', 'refund_executed', 'refund_failed')), 0)), 0)
    from balance_transaction line where line.state = 'explained')
  - (select coalesce(sum(amount_fen), 0) from clearing_movement where corrected_on is not null))`

const clearing = sql<TieOutRow>`
  with side as (
    select ${balanceOf('clearing:stripe')} as booked,
      (select coalesce(sum(amount_fen), 0) from payment where method <> 'cash') as captured,
      (select coalesce(-sum(refund.amount_fen), 0) from refund join payment on payment.id = refund.payment_id
        where refund.state = 'succeeded' and payment.method <> 'cash') as refunded,
      (select coalesce(-sum(fee_fen - case kind when 'fee' then amount_fen else 0 end), 0) from balance_transaction
        where kind not in ('dispute', 'payout') and fee_booked_on is not null) as fees,
      (select coalesce(sum(net_fen), 0) from balance_transaction where kind = 'dispute' and booked_on is not null) as disputes,
      (select coalesce(-sum(amount_fen), 0) from provider_payout where booked_on is not null and returned_on is null) as paid_out,
      ${corrected} as corrected
  ), summed as (
    select *, captured + refunded + fees + disputes + paid_out + corrected as documents from side
  )
  select 'clearing:stripe' as part, booked::bigint as left_amount, documents::bigint as right_amount, abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('captured', captured, 'refunded', refunded, 'fees', fees, 'disputes', disputes, 'paid_out', paid_out,
      'corrected', corrected) as figures
  from summed`

/** The clearing account against the provider's own balance: what lies between them is listed line by line. */
async function readProvider(tx: Tx, now: Date): Promise<TieOutRow[]> {
  const { ledger, provider, difference, listed } = await tieOutClearing(tx, businessDate(now))
  return [
    {
      part: 'clearing:stripe',
      left_amount: ledger.closing,
      right_amount: provider.closing - listed,
      off_amount: Math.abs(difference - listed),
      figures: { provider: provider.closing, listed: 0 - listed },
    },
  ]
}

/** What cooperatives are owed against their statements. */
async function readPayable(tx: Tx): Promise<TieOutRow[]> {
  const rows = await readPayableTieOut(tx)
  return rows.map(({ cooperativeId, ledger, openLines, unbilled, difference }) => ({
    part: `payable:cooperative:${cooperativeId}`,
    left_amount: ledger,
    right_amount: openLines + unbilled,
    off_amount: Math.abs(difference),
    figures: { open_lines: openLines, unbilled },
  }))
}

const owed = sql<TieOutRow>`
  with fact as (
    select 'payable:cooperative:' || line.cooperative_id as code, 'accepted' as what,
      sum(piece.amount_fen - floor(piece.amount_fen::numeric * line.service_fee_basis_points / 10000)) as amount
    from hand_over_line piece join order_line line on line.id = piece.order_line_id group by 1
    union all
    select 'payable:cooperative:' || line.cooperative_id, 'borne', -sum(part.amount_fen - part.fee_fen)
    from refund_line part join refund on refund.id = part.refund_id and refund.state <> 'failed'
      join order_line line on line.id = part.order_line_id
    where part.bearer = 'cooperative' group by 1
    union all
    select 'payable:cooperative:' || statement.cooperative_id, 'corrections', sum(amount_fen)
    from statement_correction join settlement_statement statement on statement.id = statement_id group by 1
    union all
    select 'payable:cooperative:' || statement.cooperative_id, 'paid', -sum(amount_fen)
    from statement_payment join settlement_statement statement on statement.id = statement_id where returned_at is null group by 1
    union all
    select account_code, 'booked', -sum(debit_fen - credit_fen) from account_day
    where account_code like 'payable:cooperative:%' group by 1
  ), side as (
    select code, coalesce(sum(amount) filter (where what = 'booked'), 0) as booked,
      coalesce(sum(amount) filter (where what <> 'booked'), 0) as documents,
      coalesce(sum(amount) filter (where what = 'accepted'), 0) as accepted, coalesce(sum(amount) filter (where what = 'borne'), 0) as borne,
      coalesce(sum(amount) filter (where what = 'corrections'), 0) as corrections, coalesce(sum(amount) filter (where what = 'paid'), 0) as paid
    from fact group by code
  )
  select code as part, booked::bigint as left_amount, documents::bigint as right_amount, abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('accepted', accepted, 'borne', borne, 'corrections', corrections, 'settled', paid) as figures
  from side order by code`

const unallocated = sql<TieOutRow>`
  with ${settled}, side as (
    select -${balanceOf('unallocated-receipts')} as booked,
      (select coalesce(sum(amount_fen), 0) from payment where disposition = 'unallocated') as received,
      (select coalesce(-sum(amount_fen), 0) from refund where state <> 'failed' and refund_decision_id is null) as returned,
      ${settledAs('leftover', 'claim')} as at_bank, ${corrected} as corrected
  ), summed as (
    select *, received + returned + at_bank + corrected as documents from side
  )
  select 'unallocated-receipts' as part, booked::bigint as left_amount, documents::bigint as right_amount,
    abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('received', received, 'returned', returned, 'unclaimed', at_bank, 'corrected', corrected) as figures
  from summed`

const cash = sql<TieOutRow>`
  with drawer as (
    select 'cash:counter:' || shift.pickup_point_id as code, move.kind as what,
      case move.kind when 'sale' then move.amount_fen else -move.amount_fen end as amount
    from cash_movement move join counter_shift shift on shift.id = move.counter_shift_id
    union all
    select 'cash:counter:' || pickup_point_id, 'difference', closing_cash_fen - expected_cash_fen
    from counter_shift where closed_at is not null
    union all
    select 'cash:counter:' || pickup_point_id, 'deposit', -amount_fen from cash_deposit
    union all
    select account_code, 'booked', debit_fen - credit_fen from account_day where account_code like 'cash:counter:%'
  ), side as (
    select code, coalesce(sum(amount) filter (where what = 'booked'), 0) as booked, coalesce(sum(amount) filter (where what <> 'booked'), 0) as documents,
      coalesce(sum(amount) filter (where what = 'sale'), 0) as sold, coalesce(sum(amount) filter (where what = 'payout'), 0) as paid_out,
      coalesce(sum(amount) filter (where what = 'difference'), 0) as difference, coalesce(sum(amount) filter (where what = 'deposit'), 0) as deposited
    from drawer group by code
  )
  select code as part, booked::bigint as left_amount, documents::bigint as right_amount, abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('sold', sold, 'given_back', paid_out, 'differences', difference, 'deposited', deposited) as figures
  from side order by code`

const bank = sql<TieOutRow>`
  with side as (
    select ${balanceOf('bank:main')} as booked,
      (select coalesce(sum(amount_fen), 0) from bank_opening where replaced_at is null) as opening,
      (select coalesce(sum(amount_fen), 0) from bank_line where bank_link_id is not null) as linked,
      (select coalesce(sum(amount_fen), 0) from bank_line where bank_link_id is null) as open
  )
  select 'bank:main' as part, booked::bigint as left_amount, (opening + linked)::bigint as right_amount,
    abs(booked - opening - linked)::bigint as off_amount,
    jsonb_build_object('opening', opening, 'linked', linked, 'not_linked', open) as figures
  from side`

const transit = sql<TieOutRow>`
  with ${settled}, side as (
    select ${balanceOf('bank:transit')} as booked,
      (select coalesce(sum(amount_fen), 0) from provider_payout where booked_on is not null and returned_on is null)
        - ${settledAs('payout', 'returned_payout')} as payouts,
      (select coalesce(sum(amount_fen), 0) from cash_deposit) - ${settledAs('deposit')} as deposits,
      (select coalesce(-sum(amount_fen), 0) from statement_payment where returned_at is null) - ${settledAs('statement')} as statements
  ), summed as (
    select *, payouts + deposits + statements as documents from side
  )
  select 'bank:transit' as part, booked::bigint as left_amount, documents::bigint as right_amount, abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('payouts', payouts, 'deposits', deposits, 'statements', statements) as figures
  from summed`

/** Accounts of money against the documents behind them. */
export const MONEY_TIE_OUTS: readonly TieOutSource[] = [
  { name: 'clearing', unit: 'fen', read: fromQuery(clearing) },
  { name: 'provider', unit: 'fen', read: readProvider },
  { name: 'bank', unit: 'fen', read: fromQuery(bank) },
  { name: 'transit', unit: 'fen', read: fromQuery(transit) },
  { name: 'cash', unit: 'fen', read: fromQuery(cash) },
  { name: 'payable', unit: 'fen', read: readPayable },
  { name: 'owed', unit: 'fen', read: fromQuery(owed) },
  { name: 'unallocated', unit: 'fen', read: fromQuery(unallocated) },
]
