import { sql } from 'kysely'
import { MONEY_TIE_OUTS } from './money-tie-outs.server.ts'
import { fromQuery, type TieOutRow, type TieOutSource } from './tie-out-source.server.ts'

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

const refundsDue = sql<TieOutRow>`
  with side as (
    select (select coalesce(-sum(debit_fen - credit_fen), 0) from account_day where account_code = 'refunds-due') as booked,
      coalesce(sum(amount_fen), 0) as unsent from refund where state in ('decided', 'sent')
  )
  select 'refunds-due' as part, booked::bigint as left_amount, unsent::bigint as right_amount,
    abs(booked - unsent)::bigint as off_amount, jsonb_build_object('unsent', unsent) as figures from side`

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
  ...MONEY_TIE_OUTS,
  { name: 'advances', unit: 'fen', read: fromQuery(advances) },
  { name: 'refunds_due', unit: 'fen', read: fromQuery(refundsDue) },
  { name: 'recognized', unit: 'fen', read: fromQuery(recognized) },
  { name: 'stages', unit: 'fen', read: fromQuery(stages) },
  { name: 'books', unit: 'fen', read: fromQuery(books) },
  { name: 'sums', unit: 'fen', read: fromQuery(sums) },
  { name: 'stock', unit: 'pieces', read: fromQuery(stock) },
]
