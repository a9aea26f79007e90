import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** What the checks of purchases made elsewhere are there to find. */
export const EXTERNAL_FAULTS: readonly Fault[] = [
  {
    check: 'external.counted',
    fault: 'a purchase that counts and says it does not',
    plant: sql`update external_purchase set counted_source_id = null`,
    culprit: /^external purchase [\s\S]+^source platform_832:/m,
  },
  {
    check: 'external.counted',
    fault: 'a purchase of another amount than it counts for',
    plant: sql`update external_purchase set refund_fen = 1`,
    culprit: /^external purchase /m,
  },
  {
    check: 'external.sums',
    fault: 'a month of more purchases than there are',
    plant: sql`update external_purchase_month set purchase_count = purchase_count + 1`,
    culprit: /^purchases of \d{4}-\d{2}$/m,
  },
  {
    check: 'external.sums',
    fault: 'a purchase that is in no sum',
    plant: sql`delete from external_purchase_month`,
    culprit: /^purchases of \d{4}-\d{2}$/m,
  },
  {
    check: 'external.evidence',
    fault: 'a purchase that is thought to have other papers than it has',
    plant: sql`update external_purchase set has_evidence = not has_evidence`,
    culprit: /^external purchase /m,
  },
  {
    check: 'external.history',
    fault: 'a purchase without its last revision',
    plant: sql`update external_purchase set revision = revision + 1`,
    culprit: /^external purchase /m,
  },
  {
    check: 'external.history',
    fault: 'a purchase that is in another state than its days say',
    plant: sql`update external_purchase set state = 'pending'`,
    culprit: /^external purchase /m,
  },
  {
    check: 'external.links',
    fault: 'a link of an order that still counts by itself',
    plant: sql`insert into external_link (id, external_no, order_id, amount_fen, linked_by, linked_at)
      select gen_random_uuid(), '832-2026-000123', id, 88800, buyer_id, now() from "order" limit 1`,
    culprit: /^link of order /m,
  },
  {
    check: 'external.links',
    fault: 'a purchase that is linked by nobody',
    plant: sql`update external_purchase set linked_order_id = (select id from "order" limit 1)
      where channel = 'platform_832'`,
    culprit: /^external purchase /m,
  },
]
