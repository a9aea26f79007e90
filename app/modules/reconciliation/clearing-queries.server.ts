import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { addFen, type Fen, fen, negateFen, subtractFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { type BalanceKind, CLEARING_PARTS, type ClearingPart, partOfSource, partsOfKind } from './balance.ts'

/** One side of the clearing account: where it began, what moved by part (in: positive), where it ended. */
export interface ClearingSide {
  opening: Fen
  parts: Record<ClearingPart, Fen>
  closing: Fen
}

export interface ClearingFigures {
  from: BusinessDate
  to: BusinessDate
  ours: ClearingSide
  theirs: ClearingSide
  /** Theirs less ours at the end; what explains it is listed by `listApart`. */
  difference: Fen
}

/** Explains what the provider holds for us, by our books and by its own lines, from the beginning of `from` to the end of `to`. */
export async function readClearing(
  db: Db,
  { from, to }: { from: BusinessDate; to: BusinessDate },
): Promise<ClearingFigures> {
  const [ours, theirs] = await Promise.all([readOurs(db, { from, to }), readTheirs(db, { from, to })])
  return { from, to, ours, theirs, difference: subtractFen(theirs.closing, ours.closing) }
}

/** The clearing account as the ledger and the provider's lines have it at the end of a day, and what is listed between them. */
export async function tieOutClearing(
  db: Db,
  on: BusinessDate,
): Promise<{ ledger: ClearingSide; provider: ClearingSide; difference: Fen; listed: Fen; listedCount: number }> {
  const [figures, apart] = await Promise.all([readClearing(db, { from: on, to: on }), sumApart(db, on)])
  const { ours: ledger, theirs: provider, difference } = figures
  return { ledger, provider, difference, listed: apart.amount, listedCount: apart.count }
}

interface Moved {
  part: ClearingPart
  isBefore: boolean
  amount: Fen
}

async function readOurs(db: Db, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<ClearingSide> {
  const { rows } = await sql<{ source_type: string; is_before: boolean; amount: number }>`
    select source_type, business_date < ${from}::date as is_before, sum(debit_fen - credit_fen)::bigint as amount
    from account_day where account_code = 'clearing:stripe' and business_date <= ${to}::date group by 1, 2
  `.execute(db)
  return sideOf(
    rows.map((row) => ({ part: partOfSource(row.source_type), isBefore: row.is_before, amount: fen(row.amount) })),
  )
}

async function readTheirs(db: Db, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<ClearingSide> {
  const { rows } = await sql<{ kind: BalanceKind; is_before: boolean; amount: number; fee: number }>`
    select kind, day < ${from}::date as is_before, sum(amount_fen)::bigint as amount, sum(fee_fen)::bigint as fee
    from balance_day where day <= ${to}::date group by 1, 2
  `.execute(db)
  const moved = rows.flatMap((row): Moved[] => {
    const parts = partsOfKind(row.kind)
    if (!parts) return []
    const { is_before: isBefore } = row
    return [
      { part: parts.amount, isBefore, amount: fen(row.amount) },
      { part: parts.fee, isBefore, amount: negateFen(fen(row.fee)) },
    ]
  })
  return sideOf([...moved, ...(await readPaidOut(db, { from, to }))])
}

/** What arrived at the bank, and what came back from there, by the days on which it did. */
async function readPaidOut(db: Db, { from, to }: { from: BusinessDate; to: BusinessDate }): Promise<Moved[]> {
  const { rows } = await sql<{ is_before: boolean; amount: number }>`
    select step.day < ${from}::date as is_before, coalesce(sum(step.amount), 0)::bigint as amount
    from provider_payout cross join lateral (values
      ((paid_at at time zone 'Asia/Shanghai')::date, -amount_fen),
      (case when paid_at is not null then (failed_at at time zone 'Asia/Shanghai')::date end, amount_fen)) as step (day, amount)
    where step.day <= ${to}::date group by 1
  `.execute(db)
  return rows.map((row) => ({ part: 'paid_out', isBefore: row.is_before, amount: fen(row.amount) }))
}

function sideOf(moved: readonly Moved[]): ClearingSide {
  const parts = Object.fromEntries(CLEARING_PARTS.map((part) => [part, ZERO_FEN])) as Record<ClearingPart, Fen>
  const opening = sumFen(moved.filter((one) => one.isBefore).map((one) => one.amount))
  for (const { part, isBefore, amount } of moved) if (!isBefore) parts[part] = addFen(parts[part], amount)
  return { opening, parts, closing: addFen(opening, sumFen(Object.values(parts))) }
}

/**
 * - `line`: the provider's; our books have its amount on a later day, never, or otherwise.
 * - `fee`: what the provider kept, booked on another day.
 * - `movement`: ours; the provider never said so.
 * - `payout`: arrived or came back on one day and was booked on another.
 */
export interface ApartRow {
  what: 'line' | 'fee' | 'movement' | 'payout'
  /** The line, the entry or the payout. */
  ref: string
  day: BusinessDate
  /** What it makes theirs more than ours. */
  amount: Fen
}

/** What makes the provider's balance another than ours at the end of a day, with what it makes of it: a query for each kind. */
function apartOn(on: BusinessDate): RawBuilder<unknown>[] {
  const lines = sql`
    select 'line' as what, id as ref, created_on as day,
      case when created_on <= ${on}::date then amount_fen else 0 end
        - case when booked_on <= ${on}::date then booked_fen else 0 end as amount
    from balance_transaction where is_apart`
  const fees = sql`
    select 'fee' as what, id as ref, created_on as day, case when fee_booked_on <= ${on}::date then fee_fen else 0 end
        - case when created_on <= ${on}::date then fee_fen else 0 end as amount
    from balance_transaction where is_apart and fee_fen <> 0`
  const movements = sql`
    select 'movement' as what, entry_id::text as ref, business_date as day, -amount_fen as amount from clearing_movement
    where provider_ref is null and corrected_on is distinct from business_date and business_date <= ${on}::date
      and (corrected_on is null or corrected_on > ${on}::date)`
  const payouts = sql`
    select 'payout' as what, id as ref, step.day, case when step.day <= ${on}::date then step.amount else 0 end
        - case when step.booked_on <= ${on}::date then step.amount else 0 end as amount
    from provider_payout cross join lateral (values
      ((paid_at at time zone 'Asia/Shanghai')::date, booked_on, -amount_fen),
      (case when paid_at is not null then (failed_at at time zone 'Asia/Shanghai')::date end, returned_on, amount_fen)
    ) as step (day, booked_on, amount) where step.booked_on is distinct from step.day`
  return [lines, fees, movements, payouts]
}

/** What explains the difference between the provider's balance and ours at the end of a day, the oldest first. */
export async function listApart(db: Db, on: BusinessDate, most: number): Promise<ApartRow[]> {
  // Of each kind no more than are listed.
  const firsts = apartOn(on).map(
    (one) => sql`(select * from (${one}) as one where amount <> 0 order by day, ref limit ${most})`,
  )
  const { rows } = await sql<Omit<ApartRow, 'amount'> & { amount: number }>`
    select what, ref, day, amount from (${sql.join(firsts, sql` union all `)}) as apart order by day, what, ref limit ${most}
  `.execute(db)
  return rows.map((row) => ({ ...row, amount: fen(row.amount) }))
}

/** How many such rows there are, and what they come to: exactly the difference. */
export async function sumApart(db: Db, on: BusinessDate): Promise<{ count: number; amount: Fen }> {
  const { rows } = await sql<{ count: number; amount: number }>`
    select count(*) as count, coalesce(sum(amount), 0)::bigint as amount from (${sql.join(apartOn(on), sql` union all `)}) as apart where amount <> 0
  `.execute(db)
  const [row] = rows
  return { count: row?.count ?? 0, amount: fen(row?.amount ?? 0) }
}
