import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** Every unit sold existed. */
export const stockInvariants: readonly Invariant[] = [
  {
    name: 'stock.movements',
    promise: 'A stock row is the sum of its movements.',
    breaches: () => sql<Breach>`
      with moved as (
        select sku_id, sum(delta_on_hand) as on_hand, sum(delta_reserved) as reserved, sum(delta_allocated) as allocated
        from stock_movement group by sku_id
      )
      select 'sku ' || coalesce(level.sku_id, moved.sku_id) as culprit, format('stands at %s/%s/%s, movements give %s/%s/%s',
        level.on_hand, level.reserved, level.allocated, moved.on_hand, moved.reserved, moved.allocated) as detail
      from stock_level level full join moved on moved.sku_id = level.sku_id
      where coalesce(level.on_hand, 0) <> coalesce(moved.on_hand, 0)
        or coalesce(level.reserved, 0) <> coalesce(moved.reserved, 0)
        or coalesce(level.allocated, 0) <> coalesce(moved.allocated, 0)`,
  },
  {
    name: 'stock.reserved',
    promise: 'Reserved stock is what orders awaiting payment hold, allocated stock what paid orders are still owed.',
    breaches: () => sql<Breach>`
      with held as (
        select line.sku_id, coalesce(sum(line.quantity) filter (where o.status = 'awaiting_payment'), 0) as reserved,
          coalesce(sum(line.quantity - line.accepted_quantity - line.canceled_quantity)
            filter (where o.status in ('paid', 'completed')), 0) as allocated
        from order_line line join "order" o on o.id = line.order_id
        group by line.sku_id
      )
      select 'sku ' || coalesce(level.sku_id, held.sku_id) as culprit, format('has %s reserved and %s allocated, orders hold %s and %s',
        level.reserved, level.allocated, coalesce(held.reserved, 0), coalesce(held.allocated, 0)) as detail
      from stock_level level full join held on held.sku_id = level.sku_id
      where coalesce(level.reserved, 0) <> coalesce(held.reserved, 0)
        or coalesce(level.allocated, 0) <> coalesce(held.allocated, 0)`,
  },
  {
    name: 'stock.reservations',
    promise: 'Each order line has one reservation of its quantity, in the state its order calls for.',
    breaches: () => sql<Breach>`
      with wanted as (
        select line.order_id, line.sku_id, line.quantity, line.accepted_quantity + line.canceled_quantity as settled, case
            when o.status = 'awaiting_payment' then 'held' when o.status in ('canceled', 'expired') then 'released'
            when line.accepted_quantity + line.canceled_quantity < line.quantity then 'allocated' else 'settled' end as state
        from order_line line join "order" o on o.id = line.order_id
      )
      select format('order %s sku %s', coalesce(wanted.order_id, kept.order_id), coalesce(wanted.sku_id, kept.sku_id)) as culprit,
        format('calls for %s %s with %s settled, has %s %s with %s', wanted.quantity, wanted.state, wanted.settled,
          kept.quantity, kept.state, kept.settled_quantity) as detail
      from wanted full join stock_reservation kept on kept.order_id = wanted.order_id and kept.sku_id = wanted.sku_id
      where wanted.quantity is distinct from kept.quantity or wanted.state is distinct from kept.state
        or wanted.settled is distinct from kept.settled_quantity`,
  },
  {
    name: 'stock.line-movements',
    promise:
      'Each order line was reserved once, and each piece left the shelf when handed over, or was let go when canceled.',
    breaches: () => sql<Breach>`
      with moved as (
        select line.id, move.kind, move.delta_reserved, move.delta_on_hand, move.delta_allocated
        from order_line line join stock_movement move
          on move.sku_id = line.sku_id and move.cause_type = 'order' and move.cause_id = line.order_id::text
        union all
        select piece.order_line_id, move.kind, 0, move.delta_on_hand, move.delta_allocated
        from hand_over_line piece join order_line line on line.id = piece.order_line_id join stock_movement move
          on move.sku_id = line.sku_id and move.cause_type = 'hand_over' and move.cause_id = piece.hand_over_id::text
        union all
        select lost.order_line_id, move.kind, 0, move.delta_on_hand, move.delta_allocated
        from line_cancellation lost join stock_movement move
          on move.cause_type = 'line_cancellation' and move.cause_id = lost.id::text
      )
      select 'order line ' || line.id as culprit, format('of %s was reserved %s, handed over %s, let go %s', line.quantity,
        coalesce(sum(delta_reserved) filter (where kind = 'reserved'), 0),
        coalesce(-sum(delta_on_hand) filter (where kind = 'handed_over'), 0),
        coalesce(-sum(delta_allocated) filter (where kind in ('deallocated', 'written_off')), 0)) as detail
      from order_line line left join moved on moved.id = line.id
      group by line.id
      having coalesce(sum(delta_reserved) filter (where kind = 'reserved'), 0) <> line.quantity
        or coalesce(-sum(delta_on_hand) filter (where kind = 'handed_over'), 0) <> line.accepted_quantity
        or coalesce(-sum(delta_allocated) filter (where kind in ('deallocated', 'written_off')), 0) <> line.canceled_quantity`,
  },
  {
    name: 'stock.causes',
    promise: 'Each lot and each adjustment moved the shelf once, by what it says.',
    breaches: () => sql<Breach>`
      with said as (
        select 'batch' as type, id, sku_id, quantity as delta, 'received' as kind from batch
        union all
        select 'adjustment', id, sku_id, delta, case when reason in ('count', 'found') then 'adjusted' else 'written_off' end
        from stock_adjustment where delta <> 0
      ), moved as (
        select cause_type as type, cause_id, sku_id, delta_on_hand as delta, kind from stock_movement
        where cause_type in ('batch', 'adjustment') and kind in ('received', 'adjusted', 'written_off')
      )
      select coalesce(said.type, moved.type) || ' ' || coalesce(said.id::text, moved.cause_id) as culprit,
        format('says %s pieces, moved %s', coalesce(said.delta, 0), coalesce(moved.delta, 0)) as detail
      from said full join moved
        on moved.type = said.type and moved.cause_id = said.id::text and moved.sku_id = said.sku_id and moved.kind = said.kind
      where said.delta is distinct from moved.delta and (said.id is not null or moved.type = 'adjustment')`,
  },
  {
    name: 'stock.presale',
    promise: 'Beyond the shelf is sold only while a pre-sale is on, and then up to its cap.',
    breaches: () => sql<Breach>`
      select 'sku ' || level.sku_id as culprit, format('may be sold %s beyond the shelf, is by %s, %s', level.oversell_limit,
        greatest(0, level.reserved + level.allocated - level.on_hand),
        case when level.presale_open then format('cap %s', coalesce(presale.cap::text, 'none')) else 'no pre-sale on' end) as detail
      from stock_level level left join presale using (sku_id)
      where case when level.presale_open then level.oversell_limit is distinct from presale.cap
        else level.oversell_limit > greatest(0, level.reserved + level.allocated - level.on_hand) end`,
  },
]
