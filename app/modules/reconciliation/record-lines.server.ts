import type { Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { subtractFen } from '#app/shared/money.ts'
import { type BalanceLine, kindOf } from './balance.ts'

/** Writes lines down as they came; one that is known stays as it is. Gives how many were new. */
export async function recordLines(tx: Tx, lines: readonly BalanceLine[], now: Date): Promise<number> {
  if (lines.length === 0) return 0
  const inserted = await tx
    .insertInto('balance_transaction')
    .values(
      lines.map((line) => ({
        id: line.lineId,
        type: line.type,
        kind: kindOf(line),
        amount_fen: line.amount,
        fee_fen: line.fee,
        net_fen: subtractFen(line.amount, line.fee),
        created_at: line.createdAt,
        created_on: businessDate(line.createdAt),
        available_on: line.availableOn,
        source_ref: line.sourceRef ?? null,
        payment_ref: line.paymentRef ?? null,
        raw: line.raw,
        fetched_at: now,
        state: 'pending',
        look_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute()
  return inserted.length
}
