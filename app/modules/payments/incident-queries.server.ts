import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { isUuid, type OrderId, type PaymentId, type PersonId, type RefundDecisionId } from '#app/shared/ids.ts'
import { type Fen, fen, subtractFen } from '#app/shared/money.ts'
import type { IncidentKind } from './incident.ts'

export interface IncidentRow {
  incidentId: string
  kind: IncidentKind
  sourceId: string
  orderId: OrderId | undefined
  orderNo: string | undefined
  /** Amounts and references only. */
  detail: Record<string, string | number>
  openedAt: Date
  owner: { personId: PersonId; name: string; since: Date } | undefined
  closedAt: Date | undefined
  /** Nobody when it ended by itself. */
  closedBy: string | undefined
  resolution: string | undefined
}

export interface IncidentFilter {
  isClosed: boolean
  kind: IncidentKind | undefined
  /** `none`: nobody's. */
  owner: PersonId | 'none' | undefined
  /** The last incident of the page before. */
  after: string | undefined
  limit: number
}

/** Open incidents oldest first, or closed ones newest first. */
export async function listIncidents(db: Db, filter: IncidentFilter): Promise<IncidentRow[]> {
  const { isClosed, kind, owner, after, limit } = filter
  const order = isClosed ? 'desc' : 'asc'
  let query = selectIncidents(db)
    .where('incident.closed_at', isClosed ? 'is not' : 'is', null)
    .orderBy('incident.opened_at', order)
    .orderBy('incident.id', order)
    .limit(limit)
  if (kind) query = query.where('incident.kind', '=', kind)
  if (owner === 'none') query = query.where('incident.owner_id', 'is', null)
  else if (owner) query = query.where('incident.owner_id', '=', owner)
  if (after) {
    const place = sql`(select opened_at, id from incident where id = ${after}::uuid)`
    query = query.where(
      isClosed
        ? sql<boolean>`(incident.opened_at, incident.id) < ${place}`
        : sql<boolean>`(incident.opened_at, incident.id) > ${place}`,
    )
  }
  const rows = await query.execute()
  return rows.map(toIncident)
}

/** How many are open of each kind, the most first. */
export async function countOpenIncidents(db: Db): Promise<{ kind: IncidentKind; count: number }[]> {
  const { rows } = await sql<{ kind: IncidentKind; count: number }>`
    select kind, count(*) as count from incident where closed_at is null group by kind order by 2 desc, 1
  `.execute(db)
  return rows
}

/** One incident; undefined when there is none. */
export async function findIncident(db: Db, incidentId: string): Promise<IncidentRow | undefined> {
  const row = await selectIncidents(db).where('incident.id', '=', incidentId).executeTakeFirst()
  return row && toIncident(row)
}

function selectIncidents(db: Db) {
  return db
    .selectFrom('incident')
    .leftJoin('order', 'order.id', 'incident.order_id')
    .leftJoin('person as owner', 'owner.id', 'incident.owner_id')
    .leftJoin('person as closer', 'closer.id', 'incident.closed_by')
    .selectAll('incident')
    .select(['order.order_no', 'owner.name as owner_name', 'closer.name as closer_name'])
}

type IncidentRecord = Awaited<ReturnType<ReturnType<typeof selectIncidents>['executeTakeFirstOrThrow']>>

function toIncident(row: IncidentRecord): IncidentRow {
  return {
    incidentId: row.id,
    kind: row.kind as IncidentKind,
    sourceId: row.source_id,
    orderId: (row.order_id as OrderId | null) ?? undefined,
    orderNo: row.order_no ?? undefined,
    detail: row.detail as Record<string, string | number>,
    openedAt: row.opened_at,
    owner:
      row.owner_id && row.owned_at
        ? { personId: row.owner_id as PersonId, name: row.owner_name ?? '', since: row.owned_at }
        : undefined,
    closedAt: row.closed_at ?? undefined,
    closedBy: row.closer_name ?? undefined,
    resolution: row.resolution ?? undefined,
  }
}

/** Money of no order that an incident is about. */
export interface HeldPayment {
  paymentId: PaymentId
  amount: Fen
  /** What of it goes back already. */
  refunded: Fen
  left: Fen
  method: string
}

/** What the money and the refund are that an incident is about, as far as our books have them. */
export async function findIncidentMoney(
  db: Db,
  sourceId: string,
): Promise<{ held: HeldPayment | undefined; refundDecisionId: RefundDecisionId | undefined }> {
  const [held, refund] = await Promise.all([
    db
      .selectFrom('payment')
      .select(['id', 'amount_fen', 'refunded_fen', 'method'])
      .where('provider_ref', '=', sourceId)
      .where('disposition', '=', 'unallocated')
      .executeTakeFirst(),
    db
      .selectFrom('refund')
      .select('refund_decision_id')
      .where((eb) =>
        isUuid(sourceId)
          ? eb.or([eb('id', '=', sourceId), eb('refund_decision_id', '=', sourceId)])
          : eb('provider_ref', '=', sourceId),
      )
      .where('refund_decision_id', 'is not', null)
      .executeTakeFirst(),
  ])
  return {
    held: held && {
      paymentId: held.id as PaymentId,
      amount: fen(held.amount_fen),
      refunded: fen(held.refunded_fen),
      left: subtractFen(fen(held.amount_fen), fen(held.refunded_fen)),
      method: held.method,
    },
    refundDecisionId: (refund?.refund_decision_id as RefundDecisionId | null | undefined) ?? undefined,
  }
}
