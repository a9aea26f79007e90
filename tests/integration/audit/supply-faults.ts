import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** For each check of the cooperatives' side, what it is there to find. */
export const SUPPLY_FAULTS: readonly Fault[] = [
  {
    check: 'supply.shipped',
    fault: 'a piece sent by no shipment',
    plant: sql`update order_line set shipped_quantity = shipped_quantity + 1
      where received_quantity = 0 and shipped_quantity between 1 and quantity - 1`,
    culprit: /^order line /m,
  },
  {
    check: 'supply.shipped',
    fault: 'a shipment that the line knows nothing of',
    plant: sql`update shipment_line set quantity = quantity + 1`,
    culprit: /^order line /m,
  },
  {
    check: 'supply.shipped',
    fault: 'a lot of other goods',
    plant: sql`update batch set sku_id = (select sku_id from stock_level where sku_id <> batch.sku_id limit 1)
      where id in (select batch_id from shipment_line)`,
    culprit: /^shipment line /m,
  },
  {
    check: 'supply.shipped',
    fault: 'a shipment of nothing',
    plant: sql`delete from shipment_line`,
    culprit: /^shipment /m,
  },
  {
    check: 'supply.confirmed',
    fault: 'goods sent without a word',
    plant: sql`update supplier_order set confirmed_at = null, confirmed_by = null, ready_on = null`,
    culprit: /^supplier order /m,
  },
  {
    check: 'supply.confirmed',
    fault: 'an unpaid order that was confirmed',
    plant: sql`update supplier_order set confirmed_at = now(), confirmed_by = gen_random_uuid()
      where order_id in (select id from "order" where status = 'awaiting_payment')`,
    culprit: /^supplier order /m,
  },
  {
    check: 'supply.shortages',
    fault: 'a shortage nobody canceled',
    plant: sql`delete from line_cancellation where reason = 'short'`,
    culprit: /^order line /m,
  },
  {
    check: 'supply.cut-offs',
    fault: 'totals that were touched up',
    plant: sql`update cut_off set snapshot = jsonb_set(snapshot, '{totals,pieces}', '99') where revision = 2`,
    culprit: /^cut-off 1\/2 of /m,
  },
  {
    check: 'supply.cut-offs',
    fault: 'a line of more pieces than were ordered',
    plant: sql`update cut_off set snapshot = jsonb_set(jsonb_set(snapshot, '{lines,0,pieces}', '999'), '{totals,pieces}', '999')
      where revision = 2`,
    culprit: /^cut-off 1\/2 of /m,
  },
  {
    check: 'supply.cut-offs',
    fault: 'a revision that was thrown away',
    plant: sql`delete from cut_off where revision = 1`,
    culprit: /^cut-off 1\/2 of /m,
  },
  {
    check: 'supply.cut-offs',
    fault: 'a supplier order that is in no number',
    plant: sql`delete from cut_off_part`,
    culprit: /^cut-off 1\/1 of /m,
  },
]
