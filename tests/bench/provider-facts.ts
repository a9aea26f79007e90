import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { sheetOf } from './sheet-of.ts'

/**
 * What the provider says of every payment and refund, nearly all of it matched with the
 * books, paid out day by day; and the wallets' bills of half the payments by wallet.
 */
export async function providerFacts(tx: Tx, officer: PersonId): Promise<void> {
  await sql`
    insert into provider_payout (id, amount_fen, state, created_at, arrives_on, paid_at, booked_on, raw, fetched_at)
    select 'po_' || to_char(day, 'YYYYMMDD'), sum(amount_fen), 'paid', day + time '00:00', day + 1, day + interval '1 day', day + 1, '{}', day + interval '1 day'
    from (select (captured_at at time zone 'Asia/Shanghai')::date as day, amount_fen from payment where method <> 'cash') paid group by day`.execute(
    tx,
  )
  await sql`
    insert into balance_transaction (id, type, kind, amount_fen, fee_fen, net_fen, created_at, created_on, available_on, source_ref, raw,
      fetched_at, payout_id, state, payment_id, refund_id, booked_fen, booked_on, fee_booked_on)
    select 'txn_' || id, kind, kind, amount, fee, amount - fee, at, day, day + 1, ref, '{}', at,
      (select payout.id from provider_payout payout where payout.id = 'po_' || to_char(day, 'YYYYMMDD')),
      case when place % 500 = 0 then 'provider_only' else 'matched' end, payment_id, refund_id,
      case when place % 500 > 0 then amount end, case when place % 500 > 0 then day end, case when place % 500 > 0 then day end
    from (
      select *, (at at time zone 'Asia/Shanghai')::date as day, row_number() over (order by at, id) as place from (
        select id, 'charge' as kind, amount_fen as amount, amount_fen * 6 / 1000 as fee, captured_at as at, provider_ref as ref,
          id as payment_id, null::uuid as refund_id from payment where method <> 'cash'
        union all
        select refund.id, 'refund', -refund.amount_fen, 0, settled_at, refund.provider_ref, null, refund.id
        from refund join payment on payment.id = refund.payment_id where refund.state = 'succeeded' and method <> 'cash'
      ) said
    ) line order by at`.execute(tx)
  await sql`
    update clearing_movement set provider_ref = line.id from balance_transaction line
    where line.state = 'matched' and clearing_movement.source_type in ('capture', 'late_payment', 'refund_executed')
      and clearing_movement.source_id = coalesce(line.payment_id, line.refund_id)::text`.execute(tx)
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx)
  const file = await sheetOf(tx, { kind: 'wallet_bill', officer, now: rows[0]?.now as Date })
  await sql`
    insert into bill_period (sheet_file_id, provider, from_on, to_on)
    select ${file}, 'wechat', min(captured_at)::date, max(captured_at)::date from payment`.execute(tx)
  await sql`
    insert into bill_line (id, provider, wallet_no, wallet_refund_no, merchant_order_no, merchant_refund_no, occurred_on, amount_fen,
      fee_fen, refund_state, sheet_file_id, state, payment_id, booked_fen, matched_at)
    select gen_random_uuid(), 'wechat', id::text, '', provider_ref, '', (captured_at at time zone 'Asia/Shanghai')::date, amount_fen, 0, '',
      ${file}, 'matched', id, amount_fen, captured_at
    from (select *, row_number() over (order by id) as place from payment where method = 'wechat_pay') paid where place % 50 > 0`.execute(
    tx,
  )
}
