import { sql } from 'kysely'
import type { StageAmount } from '#app/modules/assistance/recognize-external.server.ts'
import type { FundType, PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, OrderId, OrgUnitId } from '#app/shared/ids.ts'
import { fen, negateFen } from '#app/shared/money.ts'

/** An own order with its row locked, by the number people know it by. */
export async function lockOrderByNo(tx: Tx, orderNo: string): Promise<OrderId | undefined> {
  const row = await tx
    .selectFrom('order')
    .select('id')
    .where('order_no', '=', orderNo)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row?.id as OrderId | undefined
}

/** The lines of a platform order that stand, their rows locked. */
export async function lockNumber(tx: Tx, externalNo: string) {
  const rows = await tx
    .selectFrom('external_purchase')
    .select(['id', 'amount_fen', 'refund_fen', 'counted_source_id', 'linked_order_id'])
    .where('channel', '=', 'platform_832')
    .where('external_no', '=', externalNo)
    .where('state', '<>', 'reversed')
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows
}

/**
 * What counts of an own order: the recognitions of its lines, each followed through the
 * entries that took it back and gave it back. `isTaken` asks for those that are taken back.
 */
export async function readOrderRecognitions(
  db: Db,
  orderId: OrderId,
  { isTaken }: { isTaken: boolean },
): Promise<{ recognizedId: string; amount: number }[]> {
  const { rows } = await sql<{ id: string; amount_fen: number }>`
    with recursive chain as (
      select counted.id, counted.journal_entry_id, counted.amount_fen, 0 as depth
      from recognized_purchase counted join order_line line on line.id = counted.order_line_id where line.order_id = ${orderId}
      union all
      select back.id, back.journal_entry_id, back.amount_fen, chain.depth + 1
      from chain join journal_entry entry on entry.reverses_entry_id = chain.journal_entry_id
        join recognized_purchase back on back.journal_entry_id = entry.id
    )
    select id, amount_fen from chain
    where depth % 2 = ${isTaken ? 1 : 0}
      and not exists (select from journal_entry later where later.reverses_entry_id = chain.journal_entry_id)
    order by journal_entry_id`.execute(db)
  return rows.map((row) => ({ recognizedId: row.id, amount: row.amount_fen }))
}

/** Whether every piece of an order was handed over or canceled. */
export async function isOrderWhole(db: Db, orderId: OrderId): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select bool_and(accepted_quantity + canceled_quantity = quantity) and sum(accepted_quantity) > 0 as whole
    from order_line where order_id = ${orderId}`.execute(db)
  return rows[0]?.whole ?? false
}

/** What an own order added to the amounts ordered and paid, to be taken back or, when `isBack`, given again. */
export async function readOrderStages(
  db: Db,
  orderId: OrderId,
  { isBack }: { isBack: boolean },
): Promise<StageAmount[]> {
  const { rows } = await sql<{
    stage: 'ordered' | 'paid'
    day: BusinessDate
    county_id: CountyId
    channel: PurchaseChannel
    fund_type: FundType
    org_unit_id: OrgUnitId | null
    amount: number
    lines: number
  }>`
    select step.stage, step.day, line.county_id, o.channel, o.fund_type, o.org_unit_id, sum(line.line_fen)::bigint as amount,
      count(*)::int as lines
    from order_line line join "order" o on o.id = line.order_id
      cross join lateral (values ('ordered', (o.placed_at at time zone 'Asia/Shanghai')::date),
        ('paid', (o.paid_at at time zone 'Asia/Shanghai')::date)) as step (stage, day)
    where o.id = ${orderId} and step.day is not null group by 1, 2, 3, 4, 5, 6`.execute(db)
  return rows.map((row) => ({
    stage: row.stage,
    day: row.day,
    countyId: row.county_id,
    channel: row.channel,
    fundType: row.fund_type,
    orgUnitId: row.org_unit_id,
    amount: isBack ? fen(row.amount) : negateFen(fen(row.amount)),
    lineCount: isBack ? row.lines : -row.lines,
  }))
}
