import type { Clerk } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { CounterShiftId } from '#app/shared/ids.ts'
import { type Fen, fen, subtractFen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { cashDifferenceEntry } from './cash-entries.ts'
import { sumMovements } from './internal/shift-rows.server.ts'
import { reckonDrawer } from './shift.ts'

export interface CloseShiftCommand {
  clerk: Clerk
  shiftId: string
  /** What was counted in the drawer. */
  cash: Fen
  note: string
  now: Date
}

export type CloseShiftRefusal =
  | { kind: 'notFound' }
  /** Closed before with another count, which stands. */
  | { kind: 'closed'; counted: Fen }

/**
 * Ends a clerk's own shift by counting the drawer. By how much it is off goes to an
 * account of its own, once. Sales under way are finished first; the same count twice
 * is one closing.
 */
export function closeShift(
  db: Db,
  { clerk, shiftId, cash, note, now }: CloseShiftCommand,
): Promise<Result<{ difference: Fen }, CloseShiftRefusal>> {
  return inTransaction(db, async (tx): Promise<Result<{ difference: Fen }, CloseShiftRefusal>> => {
    const shift = await tx
      .selectFrom('counter_shift')
      .selectAll()
      .where('id', '=', shiftId)
      .where('clerk_id', '=', clerk.personId)
      .forUpdate()
      .executeTakeFirst()
    if (!shift) return refuse({ kind: 'notFound' })
    if (shift.closing_cash_fen !== null) {
      const counted = fen(shift.closing_cash_fen)
      if (counted !== cash) return refuse({ kind: 'closed', counted })
      return ok({ difference: subtractFen(counted, fen(shift.expected_cash_fen ?? counted)) })
    }
    const id = shift.id as CounterShiftId
    const expected = reckonDrawer({ opening: fen(shift.opening_cash_fen), ...(await sumMovements(tx, id)) })
    const difference = subtractFen(cash, expected)
    await tx
      .updateTable('counter_shift')
      .set({ closed_at: now, closing_cash_fen: cash, expected_cash_fen: expected, note })
      .where('id', '=', id)
      .execute()
    const { pickup_point_id: pickupPointId } = shift
    await recordAuditEvent(tx, {
      actorId: clerk.personId,
      verb: 'shift.closed',
      objectType: 'counter_shift',
      objectId: id,
      before: { cashFen: expected },
      after: { cashFen: cash, differenceFen: difference },
      now,
    })
    if (difference !== 0) await postEntry(tx, cashDifferenceEntry({ shiftId: id, pickupPointId, difference, now }))
    return ok({ difference })
  })
}
