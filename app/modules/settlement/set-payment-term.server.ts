import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { PaymentTermForm } from './payment-term.ts'

/**
 * Says within how many days a cooperative is paid from now on. Statements that are
 * drafts take it up when their lines are taken next; those that were sent keep their day.
 */
export function setPaymentTerm(
  db: Db,
  { form, approver, now }: { form: PaymentTermForm; approver: Actor<'payable:approve'>; now: Date },
): Promise<Result<undefined, { kind: 'unknownCooperative' } | { kind: 'same' }>> {
  const { cooperativeId, termDays, because } = form
  return inTransaction(db, async (tx) => {
    const cooperative = await tx
      .selectFrom('cooperative')
      .select('payment_term_days')
      .where('id', '=', cooperativeId)
      .forUpdate()
      .executeTakeFirst()
    if (!cooperative) return refuse({ kind: 'unknownCooperative' } as const)
    if (cooperative.payment_term_days === termDays) return refuse({ kind: 'same' } as const)
    await tx.updateTable('cooperative').set({ payment_term_days: termDays }).where('id', '=', cooperativeId).execute()
    await recordAuditEvent(tx, {
      actorId: approver.personId,
      verb: 'payment_term.set',
      objectType: 'cooperative',
      objectId: cooperativeId,
      before: { paymentTermDays: cooperative.payment_term_days },
      after: { paymentTermDays: termDays },
      detail: { because },
      now,
    })
    return ok(undefined)
  })
}
