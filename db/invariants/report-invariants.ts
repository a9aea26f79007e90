import { sql } from 'kysely'
import type { Breach, Invariant } from './invariant.ts'

/** What reports are read from is what the documents behind the entries say. */
export const reportInvariants: readonly Invariant[] = [
  {
    name: 'reports.sales',
    promise: 'Sales by day are those of the goods behind the acceptances, and together the advances they released.',
    breaches: () => sql<Breach>`
      with truth as (select * from sales_of(array(select id from journal_entry where source_type = 'acceptance')))
      select format('sales of %s', coalesce(truth.business_date, kept.business_date)) as culprit,
        format('product %s: %s fen kept, %s sold', coalesce(truth.product_id, kept.product_id), kept.amount_fen, truth.amount_fen) as detail
      from truth full join sale_day kept using (business_date, product_id, cooperative_id)
      where (truth.pieces, truth.amount_fen, truth.fee_fen) is distinct from (kept.pieces, kept.amount_fen, kept.fee_fen)
      union all
      select format('sales of %s', business_date), format('%s fen sold, %s fen of advances released', sold, released)
      from (select business_date, sum(amount_fen) as sold from sale_day group by 1) sale
        full join (select business_date, sum(debit_fen) as released from account_day
          where account_code = 'advances:buyers' and source_type = 'acceptance' group by 1) book using (business_date)
      where sold is distinct from released`,
  },
  {
    name: 'reports.payments',
    promise:
      'Payments by day and method are those of the documents, and together what the holders of money took in and gave back.',
    breaches: () => sql<Breach>`
      with truth as (select * from payments_of(array(select id from journal_entry where book = 'money')))
      select format('payments of %s', coalesce(truth.business_date, kept.business_date)) as culprit,
        format('%s by %s: %s fen kept, %s paid', coalesce(truth.source_type, kept.source_type), coalesce(truth.method, kept.method),
          kept.amount_fen, truth.amount_fen) as detail
      from truth full join payment_day kept using (business_date, source_type, method)
      where (truth.amount_fen, truth.payment_count) is distinct from (kept.amount_fen, kept.payment_count)
      union all
      select format('%s of %s', source_type, business_date), format('%s fen by the documents, %s by the books', paid, booked)
      from (select business_date, source_type, sum(amount_fen) as paid from payment_day group by 1, 2) payment
        full join (select business_date, source_type, sum(debit_fen - credit_fen) as booked from account_day
          where (account_code like 'clearing:%' or account_code like 'cash:counter:%')
            and source_type in ('capture', 'late_payment', 'cash_receipt', 'refund_executed', 'refund_failed')
          group by 1, 2) book using (business_date, source_type)
      where paid is distinct from booked`,
  },
  {
    name: 'reports.refunds',
    promise: 'Refunds by reason and bearer are those of the documents, and together what the books sent on its way.',
    breaches: () => sql<Breach>`
      select format('refunds %s of %s', source_type, business_date) as culprit,
        format('%s fen by the documents, %s by the books', decided, booked) as detail
      from (select business_date, source_type, sum(amount_fen) as decided from refund_day
          where source_type in ('refund_decided', 'refund_executed') group by 1, 2) refund
        full join (select business_date, source_type, sum(debit_fen + credit_fen) as booked from account_day
          where account_code = 'refunds-due' and source_type in ('refund_decided', 'refund_executed') group by 1, 2) book
        using (business_date, source_type)
      where decided is distinct from booked`,
  },
  {
    name: 'reports.exports',
    promise: 'A finished export has its file, its hash and the place of the books; an unfinished one has none.',
    breaches: () => sql<Breach>`
      select format('export %s', id) as culprit, format('is %s with %s rows', state, rows_done) as detail from report_export
      where (state <> 'done' and (blob_name is not null or sha256 is not null)) or (expired_at is not null and expired_at < expires_at)`,
  },
]
