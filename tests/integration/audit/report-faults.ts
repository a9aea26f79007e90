import { sql } from 'kysely'
import type { Fault } from './planted-faults.ts'

/** What the checks of reports are there to find. */
export const REPORT_FAULTS: readonly Fault[] = [
  {
    check: 'reports.sales',
    fault: 'a sale that nobody made',
    plant: sql`insert into sale_day (business_date, product_id, cooperative_id, pieces, amount_fen, fee_fen)
      select '2020-01-01', id, cooperative_id, 1, 5, 0 from product limit 1`,
    culprit: /^sales of 2020-01-01$/m,
  },
  {
    check: 'reports.payments',
    fault: 'a payment of another amount',
    plant: sql`update payment_day set amount_fen = amount_fen + 1 where source_type = 'capture'`,
    culprit: /^payments of /m,
  },
  {
    check: 'reports.payments',
    fault: 'a payment the books do not know',
    plant: sql`insert into payment_day (business_date, source_type, method, amount_fen, payment_count)
      values ('2020-01-01', 'capture', 'card', 5, 1)`,
    culprit: /^capture of 2020-01-01$/m,
  },
  {
    check: 'reports.refunds',
    fault: 'a refund of another amount',
    plant: sql`update refund_day set amount_fen = amount_fen - 1 where source_type = 'refund_decided'`,
    culprit: /^refunds refund_decided of /m,
  },
  {
    check: 'reports.exports',
    fault: 'a file of an export that is not finished',
    plant: sql`insert into report_export (id, request_id, report, params, format, language, state, blob_name, asked_by, asked_at)
      select gen_random_uuid(), gen_random_uuid(), 'register', '', 'csv', 'zh', 'queued', 'x.csv', id, now() from person limit 1`,
    culprit: /^export /m,
  },
]
