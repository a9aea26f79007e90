import { performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findAccountInForce } from './internal/account-rows.server.ts'
import { demandDuty, moveStatement } from './internal/move-statement.server.ts'
import { lockStatement, readHands } from './internal/statement-rows.server.ts'
import { type ApproveRefusal, decideApproval, dutyOf } from './statement.ts'

export type ApproveStatementRefusal = { kind: 'unknownStatement' } | ApproveRefusal

/** Approves that a confirmed statement is paid, to the account that is in force now and to no other. */
export async function approveStatement(
  db: Db,
  { statementId, approver, now }: { statementId: StatementId; approver: Actor<'payable:approve'>; now: Date },
): Promise<Result<void, ApproveStatementRefusal>> {
  return inTransaction(db, async (tx) => {
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const account = await findAccountInForce(tx, statement.cooperativeId, businessDate(now))
    const hands = await readHands(tx, statementId)
    const { personId } = approver
    const decided = decideApproval(statement, { hands, accountRecordedBy: account?.recordedBy }, personId)
    if (!decided.ok) return decided
    demandDuty(await performDuty(tx, { ...dutyOf(statement), duty: 'statement.approve', personId, now }))
    const columns = { approved_by: personId, approved_at: now, bank_account_id: account?.accountId ?? null }
    await moveStatement(tx, statement, { kind: 'approved', to: 'approved', personId, columns, now })
    return ok(undefined)
  })
}
