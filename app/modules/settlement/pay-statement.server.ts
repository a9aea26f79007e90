import { performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { enqueueForCooperative } from '#app/modules/notices/enqueue-notice.server.ts'
import { closeIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { StatementId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findAccountInForce } from './internal/account-rows.server.ts'
import { demandDuty, moveStatement } from './internal/move-statement.server.ts'
import { lockStatement, readHands } from './internal/statement-rows.server.ts'
import { statementPaymentEntry } from './settlement-entries.ts'
import { decidePayment, dutyOf, formatMonth, type PayRefusal, type Statement } from './statement.ts'
import type { PaymentForm } from './statement-forms.ts'

export type PayStatementRefusal = { kind: 'unknownStatement' } | PayRefusal

export interface PayStatementCommand {
  statementId: StatementId
  payer: Actor<'payable:pay'>
  form: PaymentForm
  now: Date
}

/**
 * Writes down that the payer has ordered the money to the approved account: the
 * cooperative is owed no more, and the money is on its way until a line of the bank's
 * statement shows it. Whole, and once.
 */
export async function payStatement(
  db: Db,
  { statementId, payer, form, now }: PayStatementCommand,
): Promise<Result<void, PayStatementRefusal>> {
  return inTransaction(db, async (tx) => {
    const statement = await lockStatement(tx, statementId)
    if (!statement) return refuse({ kind: 'unknownStatement' })
    const today = businessDate(now)
    const approvedAt = await readApprovedAt(tx, statementId)
    const facts = {
      hands: await readHands(tx, statementId),
      account: await findAccountInForce(tx, statement.cooperativeId, today),
      approvedOn: businessDate(approvedAt ?? now),
      today,
      paidOn: form.paidOn,
    }
    const { personId } = payer
    const decided = decidePayment(statement, facts, personId)
    if (!decided.ok) return decided
    demandDuty(await performDuty(tx, { ...dutyOf(statement), duty: 'statement.pay', personId, now }))
    const columns = { paid_by: personId, paid_at: now }
    await moveStatement(tx, statement, { kind: 'paid', to: 'paid', personId, columns, now })
    await tellPaid(tx, statement, now)
    await bookPayment(tx, statement, { payer, form, now })
    return ok(undefined)
  })
}

async function readApprovedAt(tx: Tx, statementId: StatementId): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('settlement_statement')
    .select('approved_at')
    .where('id', '=', statementId)
    .executeTakeFirstOrThrow()
  return row.approved_at ?? undefined
}

async function tellPaid(tx: Tx, statement: Statement, now: Date): Promise<void> {
  const { statementId, statementNo, month, total, round } = statement
  await closeIncident(tx, { kind: 'statement_overdue', sourceId: statementId, now })
  await enqueueForCooperative(tx, statement.cooperativeId, {
    kind: 'statement_paid',
    data: { statementId, statementNo, month: formatMonth(month), totalFen: total },
    dedupeKey: `statement_paid:${statementId}:${round}`,
    now,
  })
}

async function bookPayment(
  tx: Tx,
  statement: Statement,
  { payer, form, now }: Omit<PayStatementCommand, 'statementId'>,
): Promise<void> {
  const { bankAccountId } = statement
  if (!bankAccountId) throw new Error(`statement ${statement.statementNo} was approved without an account`)
  const paymentId = newId()
  await tx
    .insertInto('statement_payment')
    .values({
      id: paymentId,
      statement_id: statement.statementId,
      amount_fen: statement.total,
      bank_account_id: bankAccountId,
      method: form.method,
      bank_reference: form.bankReference,
      paid_by: payer.personId,
      paid_on: form.paidOn,
      recorded_at: now,
    })
    .execute()
  await postEntry(
    tx,
    statementPaymentEntry({
      paymentId,
      cooperativeId: statement.cooperativeId,
      amount: statement.total,
      occurredAt: form.paidOn === businessDate(now) ? now : startOfBusinessDate(form.paidOn),
      recordedAt: now,
    }),
  )
}
