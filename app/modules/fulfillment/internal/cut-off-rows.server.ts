import { sql } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, SupplierOrderId } from '#app/shared/ids.ts'
import { type CutOffLine, type CutOffSnapshot, readSnapshot, snapshotOf } from '../cut-off.ts'
import { TO_SHIP, TO_SUPPLY } from './supply-line-rows.server.ts'

export interface CutOffRow {
  number: number
  revision: number
  paidUntil: Date
  cutAt: Date
  cutBy: string
  snapshot: CutOffSnapshot
}

/** Which supplier orders are looked at: those of a number, with those paid in time that no number has. */
export interface CutOffScope {
  cooperativeId: CooperativeId
  /** Absent for a number that is only being made. */
  number?: number
  paidUntil: Date
}

interface LineRow extends Omit<CutOffLine, 'destination'> {
  pointZh: string | null
  pointEn: string | null
  startsAt: string | null
  endsAt: string | null
  buildingZh: string | null
  buildingEn: string | null
  room: string | null
}

/** The numbers as they are now. A supplier order of no number counts only while something of it is to ship. */
export async function readLiveNumbers(db: Db, scope: CutOffScope): Promise<CutOffSnapshot> {
  const { cooperativeId, number = null, paidUntil } = scope
  const { rows } = await sql<LineRow>`
    with part as (
      select part.id, part.order_id from supplier_order part join cut_off_part taken on taken.supplier_order_id = part.id
      where taken.cooperative_id = ${cooperativeId} and taken.number = ${number}::int
      union all
      select part.id, part.order_id from supplier_order part join "order" o on o.id = part.order_id
      where part.cooperative_id = ${cooperativeId} and part.closed_at is null
        and o.channel = 'own_shop' and o.status = 'paid' and o.paid_at <= ${paidUntil}
        and not exists (select from cut_off_part where supplier_order_id = part.id)
        and exists (select from order_line line where line.supplier_order_id = part.id and ${TO_SHIP} > 0)
    )
    select line.id as "orderLineId", line.supplier_order_id as "supplierOrderId", o.order_no as "orderNo",
      line.line_no as "lineNo", line.sku_id as "skuId", line.name_zh as "nameZh", line.name_en as "nameEn",
      line.spec_zh as "specZh", line.spec_en as "specEn", wanted.pieces,
      greatest(0, wanted.pieces - ${TO_SHIP}) as shipped,
      point.name_zh as "pointZh", point.name_en as "pointEn",
      to_char(slot.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startsAt",
      to_char(slot.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "endsAt",
      building.name_zh as "buildingZh", building.name_en as "buildingEn", o.building_room as room
    from part join order_line line on line.supplier_order_id = part.id join "order" o on o.id = part.order_id
      left join pickup_slot slot on slot.id = o.pickup_slot_id
      left join pickup_point point on point.id = slot.pickup_point_id
      left join campus_building building on building.id = o.campus_building_id
      cross join lateral (select ${TO_SUPPLY} as pieces) wanted
    where wanted.pieces > 0
  `.execute(db)
  return snapshotOf(rows.map(readLine))
}

function readLine(row: LineRow): CutOffLine {
  const { pointZh, pointEn, startsAt, endsAt, buildingZh, buildingEn, room, ...line } = row
  const destination =
    startsAt !== null && endsAt !== null
      ? ({ kind: 'pickup', nameZh: pointZh ?? '', nameEn: pointEn ?? '', startsAt, endsAt } as const)
      : ({ kind: 'building', nameZh: buildingZh ?? '', nameEn: buildingEn ?? '', room: room ?? '' } as const)
  return { ...line, destination }
}

/** The newest revision of a number, or of the newest number. */
export async function findLatest(
  db: Db,
  cooperativeId: CooperativeId,
  number?: number,
): Promise<CutOffRow | undefined> {
  const own = db.selectFrom('cut_off').selectAll().where('cooperative_id', '=', cooperativeId)
  const row = await (number === undefined ? own : own.where('number', '=', number))
    .orderBy('number', 'desc')
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toCutOff(row)
}

/** One revision of a number, or undefined when the cooperative has none such. */
export async function findRevision(
  db: Db,
  cooperativeId: CooperativeId,
  { number, revision }: { number: number; revision: number },
): Promise<CutOffRow | undefined> {
  const row = await db
    .selectFrom('cut_off')
    .selectAll()
    .where('cooperative_id', '=', cooperativeId)
    .where('number', '=', number)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row && toCutOff(row)
}

function toCutOff(row: {
  number: number
  revision: number
  paid_until: Date
  cut_at: Date
  cut_by: string
  snapshot: unknown
}): CutOffRow {
  return {
    number: row.number,
    revision: row.revision,
    paidUntil: row.paid_until,
    cutAt: row.cut_at,
    cutBy: row.cut_by,
    snapshot: readSnapshot(row.snapshot),
  }
}

/** Lets one cut-off of a cooperative be made at a time. */
export async function lockCutOffs(tx: Tx, cooperativeId: CooperativeId): Promise<void> {
  await sql`select from cooperative where id = ${cooperativeId} for no key update`.execute(tx)
}

/** Writes down a revision with the supplier orders it is the first to have. */
export async function insertCutOff(tx: Tx, cooperativeId: CooperativeId, row: CutOffRow): Promise<void> {
  const { number, revision, paidUntil, cutAt, cutBy, snapshot } = row
  await tx
    .insertInto('cut_off')
    .values({
      cooperative_id: cooperativeId,
      number,
      revision,
      paid_until: paidUntil,
      cut_at: cutAt,
      cut_by: cutBy,
      snapshot: JSON.stringify(snapshot),
    })
    .execute()
  const parts = [...new Set<SupplierOrderId>(snapshot.lines.map((line) => line.supplierOrderId))]
  if (parts.length === 0) return
  await tx
    .insertInto('cut_off_part')
    .values(parts.map((id) => ({ supplier_order_id: id, cooperative_id: cooperativeId, number, revision })))
    .onConflict((conflict) => conflict.column('supplier_order_id').doNothing())
    .execute()
}
