import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What cooperatives sent, could not send, and were told to send. */
export const supplyInvariants: readonly Invariant[] = [
  {
    name: 'supply.shipped',
    promise:
      'What was sent of a line is what its shipments hold; only pieces that came, whole or damaged, or were handed over may be without one. Lots are of the line’s own SKU.',
    breaches: () => sql<Breach>`
      select 'order line ' || line.id as culprit, format('says %s sent, %s received and %s come damaged, its shipments hold %s',
        line.shipped_quantity, line.received_quantity, came.damaged, sent.pieces) as detail
      from order_line line
        cross join lateral (select coalesce(sum(quantity), 0) as pieces from shipment_line where order_line_id = line.id) sent
        cross join lateral (select coalesce(sum(defect_quantity), 0) as damaged from receipt_line where order_line_id = line.id) came
      where line.shipped_quantity - sent.pieces not between 0 and line.received_quantity + came.damaged
      union all
      select 'shipment line ' || piece.id, 'is of another supplier order, or of a lot of other goods'
      from shipment_line piece join shipment on shipment.id = piece.shipment_id join order_line line on line.id = piece.order_line_id
        left join batch on batch.id = piece.batch_id
      where shipment.supplier_order_id <> line.supplier_order_id or batch.sku_id <> line.sku_id
      union all
      select 'shipment ' || shipment.id, 'holds nothing' from shipment
      where not exists (select from shipment_line where shipment_id = shipment.id)`,
  },
  {
    name: 'supply.confirmed',
    promise: 'Only supplier orders of paid orders are confirmed, and what was sent was confirmed before.',
    breaches: () => sql<Breach>`
      select 'supplier order ' || part.id as culprit, format('of an order that is %s was confirmed %s', o.status, part.confirmed_at) as detail
      from supplier_order part join "order" o on o.id = part.order_id
      where part.confirmed_at is not null and o.status not in ('paid', 'completed')
      union all
      select 'supplier order ' || part.id, format('was confirmed %s, and sent %s', part.confirmed_at, shipment.at)
      from shipment join supplier_order part on part.id = shipment.supplier_order_id
      where part.confirmed_at is null or part.confirmed_at > shipment.at`,
  },
  {
    name: 'supply.shortages',
    promise: 'Each shortage has its cancellation: as many pieces of the same line at the same moment.',
    breaches: () => sql<Breach>`
      select 'order line ' || short.order_line_id as culprit, format('is short of %s, canceled with it %s', sum(short.quantity),
        (select coalesce(sum(gone.quantity), 0) from line_cancellation gone
          where gone.order_line_id = short.order_line_id and gone.reason = 'short' and gone.at = short.at)) as detail
      from shortage short group by short.order_line_id, short.at
      having sum(short.quantity) > (select coalesce(sum(gone.quantity), 0) from line_cancellation gone
        where gone.order_line_id = short.order_line_id and gone.reason = 'short' and gone.at = short.at)`,
  },
  {
    name: 'supply.cut-offs',
    promise:
      'A cut-off totals its lines, each of them the cooperative’s and of a supplier order that is in this number; numbers and revisions follow one another.',
    breaches: () => sql<Breach>`
      with line as (
        select cut.cooperative_id, cut.number, cut.revision, entry.* from cut_off cut
          cross join lateral jsonb_to_recordset(cut.snapshot->'lines') as entry
            ("orderLineId" uuid, "supplierOrderId" uuid, "orderNo" text, pieces int, shipped int)
      ), summed as (
        select cooperative_id, number, revision, jsonb_build_object('orders', count(distinct "orderNo"), 'lines', count(*),
          'pieces', sum(pieces), 'shipped', sum(shipped)) as totals
        from line group by cooperative_id, number, revision
      )
      select format('cut-off %s/%s of %s', cut.number, cut.revision, cut.cooperative_id) as culprit,
        format('says %s, its lines give %s', cut.snapshot->'totals', summed.totals) as detail
      from cut_off cut left join summed using (cooperative_id, number, revision)
      where cut.snapshot->'totals' is distinct from
        coalesce(summed.totals, '{"orders": 0, "lines": 0, "pieces": 0, "shipped": 0}')
      union all
      select format('cut-off %s/%s of %s', line.number, line.revision, line.cooperative_id),
        format('has a line %s of %s pieces, %s sent, that is not so', line."orderLineId", line.pieces, line.shipped)
      from line left join order_line bought on bought.id = line."orderLineId"
        left join cut_off_part part on part.supplier_order_id = line."supplierOrderId" and part.cooperative_id = line.cooperative_id
          and part.number = line.number and part.revision <= line.revision
      where bought.cooperative_id is distinct from line.cooperative_id or bought.supplier_order_id <> line."supplierOrderId"
        or line.pieces not between 1 and bought.quantity or line.shipped not between 0 and line.pieces or part.number is null
      union all
      select format('cut-off %s/%s of %s', number, revision, cooperative_id), 'does not follow the one before it' from (
        select *, lag(number) over places as before_number, lag(revision) over places as before_revision from cut_off
        window places as (partition by cooperative_id order by number, revision)
      ) placed
      where case when before_number is null or number <> before_number
        then number <> coalesce(before_number, 0) + 1 or revision <> 1 else revision <> before_revision + 1 end`,
  },
]
