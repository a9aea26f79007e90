import { sql } from 'kysely'
import { payableToCooperative } from '#app/modules/ledger/accounts.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { fen } from '#app/shared/money.ts'
import { PAYMENT_SOURCES } from '../settlement-entries.ts'
import { lastDayOf, type Month } from '../statement.ts'

/** Sources of entries that a refund of ours made. */
const REFUNDS = sql`('refund_decided', 'refund_attributed', 'refund_failed')`

/**
 * Puts every posting of the cooperative's account up to the end of the month that is in
 * no statement yet into this draft, a line each: what entries since say, however late.
 * Gross and fee are those of the event: an acceptance books its fee in its own entry; a
 * refund may take from several cooperatives at once, and its lines know whose fee it was.
 */
export async function takeLines(
  tx: Tx,
  of: { statementId: StatementId; cooperativeId: CooperativeId; month: Month },
): Promise<number> {
  const { code } = payableToCooperative(of.cooperativeId)
  const result = await sql`
    with moved as (
      select posting.entry_id, -sum(posting.amount_fen)::bigint as net
      from posting where posting.account_code = ${code}
        and not exists (select from statement_line known
          where known.entry_id = posting.entry_id and known.cooperative_id = ${of.cooperativeId})
      group by posting.entry_id
    ), event as (
      select entry.id, entry.source_type, entry.business_date, moved.net,
        case when entry.source_type = 'acceptance' then entry.source_id::uuid end as hand_over_id,
        case when entry.source_type in ${REFUNDS} then entry.source_id::uuid end as refund_id
      from moved join journal_entry entry on entry.id = moved.entry_id
      where entry.business_date <= ${lastDayOf(of.month)}::date
        and entry.source_type not in (${sql.join(PAYMENT_SOURCES)})
    ), priced as (
      select event.*, coalesce(part.order_id, refund.order_id) as order_id, coalesce(
        case when hand_over_id is not null then -(select sum(amount_fen) from posting fee
          where fee.entry_id = event.id and fee.account_code = 'income:service-fee') end,
        case when refund_id is not null then (select sum(line.fee_fen) from refund_line line
            join order_line ordered on ordered.id = line.order_line_id
          where line.refund_id = event.refund_id and line.bearer = 'cooperative' and ordered.cooperative_id = ${of.cooperativeId})
          * case event.source_type when 'refund_failed' then 1 else -1 end end, 0)::bigint as fee
      from event
        left join hand_over given on given.id = event.hand_over_id
        left join supplier_order part on part.id = given.supplier_order_id
        left join refund on refund.id = event.refund_id
    )
    insert into statement_line (statement_id, cooperative_id, entry_id, order_id, kind, gross_fen, fee_fen, net_fen, business_date)
    select ${of.statementId}, ${of.cooperativeId}, id, order_id,
      case source_type when 'acceptance' then 'accepted' when 'refund_failed' then 'refund_failed'
        when 'refund_decided' then 'refund' when 'refund_attributed' then 'refund' else 'correction' end,
      net + fee, fee, net, business_date
    from priced order by business_date, id`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** Gives the lines of a draft back: they are in no statement again. */
export async function releaseLines(tx: Tx, statementId: StatementId): Promise<void> {
  await tx.deleteFrom('statement_line').where('statement_id', '=', statementId).execute()
}

/** Puts one correction into the draft it was agreed for, whatever its day. */
export async function takeCorrection(
  tx: Tx,
  of: { statementId: StatementId; cooperativeId: CooperativeId; entryId: number; amount: Fen },
): Promise<void> {
  await sql`
    insert into statement_line (statement_id, cooperative_id, entry_id, kind, gross_fen, fee_fen, net_fen, business_date)
    select ${of.statementId}, ${of.cooperativeId}, id, 'correction', ${of.amount}, 0, ${of.amount}, business_date
    from journal_entry where id = ${of.entryId}`.execute(tx)
}

/**
 * Sums the lines of a draft into it: total, fee, number and the day it is due, counted from
 * the oldest acceptance by the cooperative's term. An empty draft keeps its day.
 */
export async function sumLines(tx: Tx, statementId: StatementId): Promise<{ total: Fen; lineCount: number }> {
  const { rows } = await sql<{ total_fen: number; line_count: number }>`
    update settlement_statement statement set total_fen = summed.total, fee_fen = summed.fee, line_count = summed.lines,
      due_on = coalesce(summed.since + cooperative.payment_term_days, due_on)
    from cooperative, (select coalesce(sum(net_fen), 0)::bigint as total, coalesce(sum(fee_fen), 0)::bigint as fee, count(*)::int as lines,
        coalesce(min(business_date) filter (where kind = 'accepted'), min(business_date)) as since
      from statement_line where statement_id = ${statementId}) summed
    where statement.id = ${statementId} and cooperative.id = statement.cooperative_id
    returning total_fen, line_count`.execute(tx)
  const [row] = rows
  if (!row) throw new Error(`there is no statement ${statementId}`)
  return { total: fen(row.total_fen), lineCount: row.line_count }
}
