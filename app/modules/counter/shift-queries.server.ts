import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CounterShiftId, PersonId, RefundId } from '#app/shared/ids.ts'
import { type Fen, fen, subtractFen } from '#app/shared/money.ts'
import { sumMovements } from './internal/shift-rows.server.ts'
import { reckonDrawer } from './shift.ts'

export interface ShiftSummary {
  shiftId: CounterShiftId
  pointId: string
  pointZh: string
  pointEn: string
  openedAt: Date
}

/** The drawers a clerk has open, the newest first. */
export async function listOpenShifts(db: Db, clerkId: PersonId): Promise<ShiftSummary[]> {
  const rows = await db
    .selectFrom('counter_shift')
    .innerJoin('pickup_point', 'pickup_point.id', 'counter_shift.pickup_point_id')
    .select(['counter_shift.id', 'pickup_point.id as point_id', 'name_zh', 'name_en', 'opened_at'])
    .where('clerk_id', '=', clerkId)
    .where('closed_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .execute()
  return rows.map((row) => ({
    shiftId: row.id as CounterShiftId,
    pointId: row.point_id,
    pointZh: row.name_zh,
    pointEn: row.name_en,
    openedAt: row.opened_at,
  }))
}

/** Points at which a drawer may be opened. */
export async function listPoints(db: Db): Promise<{ pointId: string; nameZh: string; nameEn: string }[]> {
  const rows = await db
    .selectFrom('pickup_point')
    .select(['id', 'name_zh', 'name_en'])
    .where('open', '=', true)
    .orderBy('sort_order')
    .execute()
  return rows.map((row) => ({ pointId: row.id, nameZh: row.name_zh, nameEn: row.name_en }))
}

/** Refunds of what was paid in cash that nobody has given back yet, the oldest first. */
export async function listCashRefunds(
  db: Db,
): Promise<{ refundId: RefundId; orderNo: string; amount: Fen; decidedAt: Date }[]> {
  const rows = await db
    .selectFrom('refund')
    .innerJoin('payment', 'payment.id', 'refund.payment_id')
    .innerJoin('order', 'order.id', 'refund.order_id')
    .select(['refund.id', 'order.order_no', 'refund.amount_fen', 'refund.decided_at'])
    .where('payment.method', '=', 'cash')
    .where('refund.state', '=', 'decided')
    .orderBy('refund.decided_at')
    .orderBy('refund.id')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    refundId: row.id as RefundId,
    orderNo: row.order_no,
    amount: fen(row.amount_fen),
    decidedAt: row.decided_at,
  }))
}

export interface ShiftReport extends ShiftSummary {
  clerk: string
  opening: Fen
  sales: Fen
  payouts: Fen
  expected: Fen
  closedAt: Date | null
  counted: Fen | null
  /** More than expected when above zero. */
  difference: Fen | null
  note: string
  movements: { kind: 'sale' | 'payout'; orderNo: string; amount: Fen; at: Date }[]
  /** Sales of the shift that were paid by telephone: not in the drawer. */
  byPhone: { count: number; amount: Fen }
}

/** One shift, for its clerk; undefined when it is another's or there is none. */
export async function readShift(db: Db, clerkId: PersonId, shiftId: string): Promise<ShiftReport | undefined> {
  const row = await db
    .selectFrom('counter_shift')
    .innerJoin('pickup_point', 'pickup_point.id', 'counter_shift.pickup_point_id')
    .innerJoin('person', 'person.id', 'counter_shift.clerk_id')
    .selectAll('counter_shift')
    .select(['pickup_point.name_zh', 'pickup_point.name_en', 'person.name'])
    .where('counter_shift.id', '=', shiftId)
    .where('clerk_id', '=', clerkId)
    .executeTakeFirst()
  if (!row) return undefined
  const id = row.id as CounterShiftId
  const [sums, movements, byPhone] = await Promise.all([
    sumMovements(db, id),
    selectMovements(db, id),
    sumByPhone(db, id),
  ])
  const opening = fen(row.opening_cash_fen)
  const expected = row.expected_cash_fen === null ? reckonDrawer({ opening, ...sums }) : fen(row.expected_cash_fen)
  const counted = row.closing_cash_fen === null ? null : fen(row.closing_cash_fen)
  return {
    shiftId: id,
    pointId: row.pickup_point_id,
    pointZh: row.name_zh,
    pointEn: row.name_en,
    openedAt: row.opened_at,
    clerk: row.name,
    opening,
    ...sums,
    expected,
    closedAt: row.closed_at,
    counted,
    difference: counted === null ? null : subtractFen(counted, expected),
    note: row.note,
    movements,
    byPhone,
  }
}

async function selectMovements(db: Db, shiftId: CounterShiftId): Promise<ShiftReport['movements']> {
  const { rows } = await sql<{ kind: 'sale' | 'payout'; order_no: string; amount_fen: number; at: Date }>`
    select move.kind, o.order_no, move.amount_fen, move.at
    from cash_movement move
      left join payment on payment.id = move.payment_id left join refund on refund.id = move.refund_id
      join "order" o on o.id = coalesce(payment.order_id, refund.order_id)
    where move.counter_shift_id = ${shiftId} order by move.at, move.id
  `.execute(db)
  return rows.map((row) => ({ kind: row.kind, orderNo: row.order_no, amount: fen(row.amount_fen), at: row.at }))
}

async function sumByPhone(db: Db, shiftId: CounterShiftId): Promise<ShiftReport['byPhone']> {
  const { rows } = await sql<{ count: number; amount: number }>`
    select count(*)::int as count, coalesce(sum(o.total_fen), 0)::bigint as amount
    from "order" o
    where o.counter_shift_id = ${shiftId} and o.status in ('paid', 'completed')
      and exists (select from payment where order_id = o.id and disposition = 'order' and method <> 'cash')
  `.execute(db)
  return { count: rows[0]?.count ?? 0, amount: fen(rows[0]?.amount ?? 0) }
}
