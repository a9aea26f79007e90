import { type RawBuilder, sql } from 'kysely'

/** One part of a comparison: its two sides, by how much it is off, and what the sides are made of. */
interface TieOutRow {
  part: string
  left_amount: number
  right_amount: number
  off_amount: number
  figures: Record<string, number>
}

export interface TieOutSource {
  name: string
  unit: 'fen' | 'pieces'
  query: RawBuilder<TieOutRow>
}

/** Debit less credit of one account, by kinds of source. */
const movedOn = (code: string) => sql`
  moved as (select source_type, sum(debit_fen - credit_fen) as amount from account_day where account_code = ${code} group by 1)`

/** Debit less credit of the accounts that begin with a name, by kinds of source. */
const movedUnder = (prefix: string) => sql`
  moved as (select account_code as code, source_type, sum(debit_fen - credit_fen) as amount from account_day
    where account_code like ${`${prefix}:%`} group by 1, 2)`

const list = (values: readonly string[]) => sql`(${sql.join(values)})`

const clearing = sql<TieOutRow>`
  with ${movedOn('clearing:stripe')}, side as (
    select (select coalesce(sum(amount), 0) from moved) as booked,
      (select coalesce(sum(amount_fen), 0) from payment where method <> 'cash') as captured,
      (select coalesce(sum(refund.amount_fen), 0) from refund join payment on payment.id = refund.payment_id
        where refund.state = 'succeeded' and payment.method <> 'cash') as refunded,
      (select coalesce(sum(amount), 0) from moved
        where source_type not in ${list(['capture', 'late_payment', 'refund_executed', 'refund_failed'])}) as other
  )
  select 'clearing:stripe' as part, booked::bigint as left_amount, (captured - refunded + other)::bigint as right_amount,
    abs(booked - captured + refunded - other)::bigint as off_amount,
    jsonb_build_object('captured', captured, 'refunded', -refunded, 'paid_out_and_fees', other) as figures
  from side`

const advances = sql<TieOutRow>`
  with side as (
    select (select coalesce(-sum(debit_fen - credit_fen), 0) from account_day where account_code = 'advances:buyers') as booked,
      coalesce(sum(line.line_fen), 0) as paid, coalesce(sum(line.unit_price_fen * line.accepted_quantity), 0) as accepted,
      coalesce(sum(line.refunded_fen - line.returned_fen), 0) as canceled
    from order_line line join "order" o on o.id = line.order_id where o.status in ('paid', 'completed')
  )
  select 'advances:buyers' as part, booked::bigint as left_amount, (paid - accepted - canceled)::bigint as right_amount,
    abs(booked - paid + accepted + canceled)::bigint as off_amount,
    jsonb_build_object('paid', paid, 'accepted', -accepted, 'canceled', -canceled) as figures
  from side`

const payable = sql<TieOutRow>`
  with ${movedUnder('payable:cooperative')}, accepted as (
    select 'payable:cooperative:' || line.cooperative_id as code,
      sum(piece.amount_fen - floor(piece.amount_fen::numeric * line.service_fee_basis_points / 10000)) as amount
    from hand_over_line piece join order_line line on line.id = piece.order_line_id group by 1
  ), borne as (
    select 'payable:cooperative:' || line.cooperative_id as code, sum(part.amount_fen - part.fee_fen) as amount
    from refund_line part join refund on refund.id = part.refund_id and refund.state <> 'failed'
      join order_line line on line.id = part.order_line_id
    where part.bearer = 'cooperative' group by 1
  ), side as (
    select code, -coalesce(sum(amount) filter (where what = 'booked'), 0) as booked,
      coalesce(sum(amount) filter (where what = 'accepted'), 0) as accepted,
      coalesce(sum(amount) filter (where what = 'borne'), 0) as borne,
      -coalesce(sum(amount) filter (where what = 'booked' and is_other), 0) as other
    from (
      select code, 'booked' as what, amount, source_type not in
        ${list(['acceptance', 'refund_decided', 'refund_attributed', 'refund_failed'])} as is_other from moved
      union all select code, 'accepted', amount, false from accepted
      union all select code, 'borne', amount, false from borne
    ) each group by code
  )
  select code as part, booked::bigint as left_amount, (accepted - borne + other)::bigint as right_amount,
    abs(booked - accepted + borne - other)::bigint as off_amount,
    jsonb_build_object('accepted', accepted, 'borne', -borne, 'settled', other) as figures
  from side order by code`

const refundsDue = sql<TieOutRow>`
  with side as (
    select (select coalesce(-sum(debit_fen - credit_fen), 0) from account_day where account_code = 'refunds-due') as booked,
      coalesce(sum(amount_fen), 0) as unsent from refund where state in ('decided', 'sent')
  )
  select 'refunds-due' as part, booked::bigint as left_amount, unsent::bigint as right_amount,
    abs(booked - unsent)::bigint as off_amount, jsonb_build_object('unsent', unsent) as figures from side`

const unallocated = sql<TieOutRow>`
  with ${movedOn('unallocated-receipts')}, side as (
    select (select coalesce(-sum(amount), 0) from moved) as booked,
      (select coalesce(sum(amount_fen), 0) from payment where disposition = 'unallocated') as received,
      (select coalesce(sum(amount_fen), 0) from refund where state <> 'failed' and refund_decision_id is null) as returned,
      (select coalesce(-sum(amount), 0) from moved
        where source_type not in ${list(['late_payment', 'refund_decided', 'refund_attributed', 'refund_failed'])}) as other
  )
  select 'unallocated-receipts' as part, booked::bigint as left_amount, (received - returned + other)::bigint as right_amount,
    abs(booked - received + returned - other)::bigint as off_amount,
    jsonb_build_object('received', received, 'returned', -returned, 'claimed', other) as figures
  from side`

const cash = sql<TieOutRow>`
  with ${movedUnder('cash:counter')}, drawer as (
    select 'cash:counter:' || shift.pickup_point_id as code, move.kind as what,
      case move.kind when 'sale' then move.amount_fen else -move.amount_fen end as amount
    from cash_movement move join counter_shift shift on shift.id = move.counter_shift_id
    union all
    select 'cash:counter:' || pickup_point_id, 'difference', closing_cash_fen - expected_cash_fen
    from counter_shift where closed_at is not null
    union all
    select code, case when source_type in ${list(['cash_receipt', 'refund_executed', 'cash_difference'])} then 'booked' else 'other' end, amount
    from moved
  ), side as (
    select code, coalesce(sum(amount) filter (where what in ('booked', 'other')), 0) as booked,
      coalesce(sum(amount) filter (where what = 'sale'), 0) as sold, coalesce(sum(amount) filter (where what = 'payout'), 0) as paid_out,
      coalesce(sum(amount) filter (where what = 'difference'), 0) as difference, coalesce(sum(amount) filter (where what = 'other'), 0) as other
    from drawer group by code
  )
  select code as part, booked::bigint as left_amount, (sold + paid_out + difference + other)::bigint as right_amount,
    abs(booked - sold - paid_out - difference - other)::bigint as off_amount,
    jsonb_build_object('sold', sold, 'given_back', paid_out, 'differences', difference, 'deposited', other) as figures
  from side order by code`

const recognized = sql<TieOutRow>`
  with side as (
    select coalesce(book.year, paper.year) as year, coalesce(book.amount, 0) as booked, coalesce(paper.amount, 0) as documents
    from (select account.year, sum(debit_fen - credit_fen) as amount from account_day
        join account on account.code = account_day.account_code where account.code like 'recognized:%' group by 1) book
      full join (select year, sum(amount_fen) as amount from recognized_purchase group by 1) paper on paper.year = book.year
  )
  select year::text as part, booked::bigint as left_amount, documents::bigint as right_amount, abs(booked - documents)::bigint as off_amount,
    jsonb_build_object('documents', documents) as figures
  from side order by year`

const stages = sql<TieOutRow>`
  with side as (
    select coalesce(kept.year, paper.year) as year, coalesce(kept.accepted, 0) as accepted, coalesce(kept.refunded, 0) as refunded,
      coalesce(paper.amount, 0) as documents
    from (select year, sum(amount_fen) filter (where stage = 'accepted') as accepted, sum(amount_fen) filter (where stage = 'refunded') as refunded
        from stage_amount where stage in ('accepted', 'refunded') group by 1) kept
      full join (select year, sum(amount_fen) as amount from recognized_purchase group by 1) paper on paper.year = kept.year
  )
  select year::text as part, (accepted + refunded)::bigint as left_amount, documents::bigint as right_amount,
    abs(accepted + refunded - documents)::bigint as off_amount, jsonb_build_object('documents', documents) as figures
  from side order by year`

const books = sql<TieOutRow>`
  select account.book as part, sum(debit_fen)::bigint as left_amount, sum(credit_fen)::bigint as right_amount,
    abs(sum(debit_fen - credit_fen))::bigint as off_amount, jsonb_build_object('lines', sum(line_count)) as figures
  from account_day join account on account.code = account_day.account_code group by 1 order by 1 desc`

const sums = sql<TieOutRow>`
  select book as part, coalesce(kept.amount, 0)::bigint as left_amount, coalesce(posted.amount, 0)::bigint as right_amount,
    abs(coalesce(kept.amount, 0) - coalesce(posted.amount, 0))::bigint as off_amount, jsonb_build_object('lines', posted.lines) as figures
  from (select account.book, sum(debit_fen) as amount from account_day join account on account.code = account_day.account_code group by 1) kept
    full join (select book, sum(amount_fen) filter (where amount_fen > 0) as amount, count(*) as lines from posting group by 1) posted using (book)
  order by 1 desc`

const stock = sql<TieOutRow>`
  with moved as (
    select sku_id, sum(delta_on_hand) as on_hand, sum(delta_reserved) as reserved, sum(delta_allocated) as allocated
    from stock_movement group by 1
  ), side as (
    select coalesce(sum(level.on_hand), 0) as shelf, coalesce(sum(moved.on_hand), 0) as movements,
      coalesce(sum(abs(coalesce(level.on_hand, 0) - coalesce(moved.on_hand, 0)) + abs(coalesce(level.reserved, 0) - coalesce(moved.reserved, 0))
        + abs(coalesce(level.allocated, 0) - coalesce(moved.allocated, 0))), 0) as off
    from stock_level level full join moved on moved.sku_id = level.sku_id
  )
  select 'shelf' as part, shelf::bigint as left_amount, movements::bigint as right_amount, off::bigint as off_amount,
    jsonb_build_object('movements', movements) as figures from side`

/** Everything that must tie, the money first. Its words are in `messages/closing.ts` under `tieOuts`. */
export const TIE_OUT_SOURCES: readonly TieOutSource[] = [
  { name: 'clearing', unit: 'fen', query: clearing },
  { name: 'advances', unit: 'fen', query: advances },
  { name: 'payable', unit: 'fen', query: payable },
  { name: 'refunds_due', unit: 'fen', query: refundsDue },
  { name: 'unallocated', unit: 'fen', query: unallocated },
  { name: 'cash', unit: 'fen', query: cash },
  { name: 'recognized', unit: 'fen', query: recognized },
  { name: 'stages', unit: 'fen', query: stages },
  { name: 'books', unit: 'fen', query: books },
  { name: 'sums', unit: 'fen', query: sums },
  { name: 'stock', unit: 'pieces', query: stock },
]
