import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { enqueueForCooperative } from '#app/modules/notices/enqueue-notice.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type BankAccountForm, maskAccountNumber } from './bank-account.ts'
import { lockSettlement } from './internal/statement-rows.server.ts'

export type RecordAccountRefusal =
  | { kind: 'unknownCooperative' }
  /** The same form was sent before, with something else in it. */
  | { kind: 'otherContent' }
  /** Nothing would be different. */
  | { kind: 'same' }

/**
 * Records where a cooperative is paid from a day on, as a new version beside the old
 * ones. The cooperative is told at once: whoever changes an account by stealth is seen.
 * The number itself goes into this one table and nowhere else.
 */
export async function recordBankAccount(
  db: Db,
  { form, officer, now }: { form: BankAccountForm; officer: Actor<'payable:prepare'>; now: Date },
): Promise<Result<void, RecordAccountRefusal>> {
  return inTransaction(db, async (tx) => {
    const { cooperativeId } = form
    const known = await tx.selectFrom('cooperative').select('id').where('id', '=', cooperativeId).executeTakeFirst()
    if (!known) return refuse({ kind: 'unknownCooperative' })
    await lockSettlement(tx, cooperativeId)
    const versions = await tx
      .selectFrom('cooperative_bank_account')
      .selectAll()
      .where((eb) => eb.or([eb('cooperative_id', '=', cooperativeId), eb('id', '=', form.requestId)]))
      .orderBy('version', 'desc')
      .execute()
    const repeated = versions.find((version) => version.id === form.requestId)
    if (repeated) return isSame(repeated, form) ? ok(undefined) : refuse({ kind: 'otherContent' })
    const [last] = versions
    if (last && isSame(last, form)) return refuse({ kind: 'same' })
    const version = (last?.version ?? 0) + 1
    await tx
      .insertInto('cooperative_bank_account')
      .values({
        id: form.requestId,
        cooperative_id: cooperativeId,
        version,
        holder: form.holder,
        bank_name: form.bankName,
        account_number: form.accountNumber,
        valid_from: form.validFrom,
        recorded_by: officer.personId,
        recorded_at: now,
      })
      .execute()
    await recordAuditEvent(tx, {
      actorId: officer.personId,
      verb: 'bank_account.recorded',
      objectType: 'cooperative',
      objectId: cooperativeId,
      detail: { before: last ? auditOf(last) : null, after: auditOf({ ...rowOf(form), version }) },
      now,
    })
    const masked = maskAccountNumber(form.accountNumber)
    await enqueueForCooperative(tx, cooperativeId, {
      kind: 'bank_account_recorded',
      data: { bankName: form.bankName, masked, validFrom: form.validFrom },
      dedupeKey: `bank_account_recorded:${form.requestId}`,
      now,
    })
    return ok(undefined)
  })
}

interface AccountRow {
  cooperative_id: string
  holder: string
  bank_name: string
  account_number: string
  valid_from: string
}

function rowOf(form: BankAccountForm): AccountRow {
  return {
    cooperative_id: form.cooperativeId,
    holder: form.holder,
    bank_name: form.bankName,
    account_number: form.accountNumber,
    valid_from: form.validFrom,
  }
}

function isSame(row: AccountRow, form: BankAccountForm): boolean {
  const wanted = rowOf(form)
  return (Object.keys(wanted) as (keyof AccountRow)[]).every((column) => row[column] === wanted[column])
}

function auditOf(row: AccountRow & { version: number }) {
  const { version, holder, bank_name: bankName, valid_from: validFrom } = row
  return { version, holder, bankName, account: maskAccountNumber(row.account_number), validFrom }
}
