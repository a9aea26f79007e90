import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** Orders add up, come from where they say, and none is left lying. */
export const orderInvariants: readonly Invariant[] = [
  {
    name: 'order.totals',
    promise:
      'An order totals its lines and its supplier orders, a supplier order its lines, a line its price by its quantity.',
    breaches: () => sql<Breach>`
      select 'order ' || o.order_no as culprit, format('totals %s fen, lines are %s, supplier orders %s', o.total_fen,
        (select sum(line_fen) from order_line where order_id = o.id),
        (select sum(total_fen) from supplier_order where order_id = o.id)) as detail
      from "order" o
      where o.total_fen is distinct from (select sum(line_fen) from order_line where order_id = o.id)
        or o.total_fen is distinct from (select sum(total_fen) from supplier_order where order_id = o.id)
      union all
      select 'supplier order ' || part.id, format('totals %s fen, lines are %s', part.total_fen, coalesce(sum(line.line_fen), 0))
      from supplier_order part left join order_line line on line.supplier_order_id = part.id
      group by part.id having part.total_fen is distinct from sum(line.line_fen)
      union all
      select 'order line ' || id, format('is %s fen for %s of %s', line_fen, quantity, unit_price_fen)
      from order_line where line_fen <> unit_price_fen * quantity`,
  },
  {
    name: 'order.origin',
    promise: 'A line belongs to its order’s supplier order, whose cooperative owns the SKU it sells.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('names cooperative %s, its supplier order %s, its product %s',
        line.cooperative_id, part.cooperative_id, product.cooperative_id) as detail
      from order_line line join supplier_order part on part.id = line.supplier_order_id
        join sku on sku.id = line.sku_id join product on product.id = sku.product_id
      where line.cooperative_id <> part.cooperative_id or line.cooperative_id <> product.cooperative_id
        or line.product_id <> sku.product_id or line.order_id <> part.order_id`,
  },
  {
    name: 'order.acceptance',
    promise:
      'Only pieces of paid orders are handed over or canceled, as their records say; what has none outstanding is closed.',
    breaches: () => sql<Breach>`
      select 'order ' || o.order_no as culprit, format('is %s with %s of %s supplier orders closed', o.status,
        count(part.closed_at), count(*)) as detail
      from "order" o join supplier_order part on part.order_id = o.id group by o.id
      having case o.status when 'completed' then count(part.closed_at) <> count(*)
        when 'paid' then count(part.closed_at) = count(*) else count(part.closed_at) > 0 end
      union all
      select 'supplier order ' || part.id, format('is %s with %s pieces outstanding',
        case when part.closed_at is null then 'open' else 'closed' end, sum(line.quantity - line.accepted_quantity - line.canceled_quantity))
      from supplier_order part join order_line line on line.supplier_order_id = part.id group by part.id
      having (part.closed_at is null) <> (sum(line.quantity - line.accepted_quantity - line.canceled_quantity) > 0)
      union all
      select 'order line ' || line.id, format('says %s accepted and %s canceled, records %s and %s', line.accepted_quantity,
        line.canceled_quantity, given.pieces, lost.pieces)
      from order_line line join "order" o on o.id = line.order_id
        cross join lateral (select coalesce(sum(quantity), 0) as pieces from hand_over_line where order_line_id = line.id) given
        cross join lateral (select coalesce(sum(quantity), 0) as pieces from line_cancellation where order_line_id = line.id) lost
      where line.accepted_quantity <> given.pieces or line.canceled_quantity <> lost.pieces
        or (given.pieces + lost.pieces > 0 and o.status not in ('paid', 'completed'))
      union all
      select 'hand-over line ' || piece.id, format('is of another supplier order, or %s fen for %s pieces at %s', piece.amount_fen,
        piece.quantity, line.unit_price_fen)
      from hand_over_line piece join hand_over given on given.id = piece.hand_over_id join order_line line on line.id = piece.order_line_id
      where given.supplier_order_id <> line.supplier_order_id or piece.amount_fen <> line.unit_price_fen * piece.quantity`,
  },
  {
    name: 'order.overdue',
    promise: 'No order waits for payment longer than 15 minutes past its time, unless a payment is being processed.',
    breaches: (now) => sql<Breach>`
      select 'order ' || order_no as culprit, 'was due ' || payment_due_at as detail from "order" o
      where status = 'awaiting_payment' and payment_due_at < ${now}::timestamptz - interval '15 min'
        and not exists (select from payment_attempt where order_id = o.id and state = 'processing')`,
  },
  {
    name: 'order.slots',
    promise: 'The places taken in a pickup slot are its live orders.',
    breaches: () => sql<Breach>`
      select 'pickup slot ' || slot.id as culprit, format('says %s taken, has %s orders', slot.taken, count(o.id)) as detail
      from pickup_slot slot left join "order" o
        on o.pickup_slot_id = slot.id and o.status in ('awaiting_payment', 'paid', 'completed')
      group by slot.id having slot.taken <> count(o.id)`,
  },
  {
    name: 'process.inbox',
    promise: 'No provider event waits longer than 10 minutes, and none is dead without an incident.',
    breaches: (now) => sql<Breach>`
      select 'event ' || id as culprit, format('%s, %s tries: %s', state, tries, last_error) as detail from stripe_event
      where (state = 'received' and received_at < ${now}::timestamptz - interval '10 min')
        or (state = 'dead' and not exists (select from incident where kind = 'dead_event' and source_id = stripe_event.id))`,
  },
  {
    name: 'process.refunds',
    promise: 'No refund is left without its next try, but for cash, which waits for the buyer.',
    breaches: (now) => sql<Breach>`
      select 'refund ' || refund.id as culprit, format('is %s, its try was due %s', state, next_try_at) as detail
      from refund join payment on payment.id = refund.payment_id
      where state in ('decided', 'sent') and next_try_at < ${now}::timestamptz - interval '10 min' and payment.method <> 'cash'`,
  },
  {
    name: 'process.attempts',
    promise:
      'No payment page is undecided longer than 15 minutes past its end, and no processing payment goes unasked.',
    breaches: (now) => sql<Breach>`
      select 'attempt ' || id as culprit, format('is %s, ended %s, looked at %s', state, expires_at, checked_at) as detail
      from payment_attempt
      where (state in ('created', 'open') and expires_at < ${now}::timestamptz - interval '15 min')
        or (state = 'processing' and coalesce(checked_at, created_at) < ${now}::timestamptz - interval '15 min')`,
  },
]
