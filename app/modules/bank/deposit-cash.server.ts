import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { cashAtCounter } from '#app/modules/ledger/accounts.ts'
import { readAccount } from '#app/modules/ledger/ledger-queries.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { CashDepositId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { cashDepositEntry } from './bank-entries.ts'

export interface DepositCommand {
  officer: Actor<'reconciliation:match'>
  requestId: string
  pickupPointId: string
  amount: Fen
  depositedOn: BusinessDate
  slipNo: string
  now: Date
}

export type DepositRefusal =
  | { kind: 'noSuchPoint' }
  | { kind: 'nothing' }
  | { kind: 'notYet' }
  /** The drawers of the point hold less than that by the books. */
  | { kind: 'moreThanHeld'; held: Fen }

/**
 * Notes and coins of a pickup point were taken to the bank: from here on they are on
 * their way, and a bank line will show them. Never more than the books say its drawers
 * hold. The same request twice is one deposit.
 */
export async function depositCash(
  db: Db,
  command: DepositCommand,
): Promise<Result<{ depositId: CashDepositId }, DepositRefusal>> {
  const { officer, requestId, pickupPointId, amount, depositedOn, now } = command
  if (amount <= 0) return refuse({ kind: 'nothing' })
  if (depositedOn > businessDate(now)) return refuse({ kind: 'notYet' })
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`cash deposit ${pickupPointId}`}, 0))`.execute(tx)
    const before = await tx
      .selectFrom('cash_deposit')
      .select('id')
      .where('request_id', '=', requestId)
      .executeTakeFirst()
    if (before) return ok({ depositId: before.id as CashDepositId })
    const point = await tx.selectFrom('pickup_point').select('id').where('id', '=', pickupPointId).executeTakeFirst()
    if (!point) return refuse({ kind: 'noSuchPoint' })
    const { balance } = await readAccount(tx, cashAtCounter(pickupPointId).code, depositedOn)
    if (amount > balance) return refuse({ kind: 'moreThanHeld', held: balance })
    const depositId = newId<CashDepositId>()
    await tx
      .insertInto('cash_deposit')
      .values({
        id: depositId,
        request_id: requestId,
        pickup_point_id: pickupPointId,
        amount_fen: amount,
        deposited_on: depositedOn,
        slip_no: command.slipNo,
        recorded_by: officer.personId,
        recorded_at: now,
      })
      .execute()
    const event = {
      actorId: officer.personId,
      verb: 'cash.deposited',
      objectType: 'cash_deposit',
      objectId: depositId,
    } as const
    await recordAuditEvent(tx, { ...event, detail: { after: { pickupPointId, amount, depositedOn } }, now })
    await postEntry(tx, cashDepositEntry({ depositId, pickupPointId, amount, depositedOn, now }))
    return ok({ depositId })
  })
}
