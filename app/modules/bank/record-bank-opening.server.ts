import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { reverseEntry } from '#app/modules/ledger/reverse-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { BankOpeningId } from '#app/shared/ids.ts'
import { type Fen, fen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { bankOpeningEntry } from './bank-entries.ts'

export interface BankOpeningCommand {
  officer: Actor<'reconciliation:match'>
  requestId: string
  /** The day before whose first line the account held `amount`. */
  openedOn: BusinessDate
  amount: Fen
  now: Date
}

export type BankOpeningRefusal =
  | { kind: 'notYet' }
  | { kind: 'negative' }
  /** The bank told of lines before that day: the balance is from before the first of them. */
  | { kind: 'afterFirstLine'; firstOn: BusinessDate }
  /** It stands so already. */
  | { kind: 'unchanged' }

/**
 * Books what the account at the bank held before its first line, without which the books
 * could never agree with the bank. One stands; another one replaces it, whose entry is
 * reversed. The same request twice is one. In a closed month it is booked today.
 */
export async function recordBankOpening(
  db: Db,
  command: BankOpeningCommand,
): Promise<Result<{ openingId: BankOpeningId }, BankOpeningRefusal>> {
  const { openedOn, amount, now } = command
  if (amount < 0) return refuse({ kind: 'negative' })
  if (openedOn > businessDate(now)) return refuse({ kind: 'notYet' })
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('bank opening', 0))`.execute(tx)
    const same = await tx
      .selectFrom('bank_opening')
      .select('id')
      .where('request_id', '=', command.requestId)
      .executeTakeFirst()
    if (same) return ok({ openingId: same.id as BankOpeningId })
    const first = await tx.selectFrom('bank_line').select('booked_on').orderBy('booked_on').limit(1).executeTakeFirst()
    if (first && first.booked_on < openedOn) return refuse({ kind: 'afterFirstLine', firstOn: first.booked_on })
    const standing = await findStanding(tx)
    if (standing?.openedOn === openedOn && standing.amount === amount) return refuse({ kind: 'unchanged' })
    if (standing) await takeBack(tx, standing, now)
    return ok({ openingId: await record(tx, command, standing) })
  })
}

interface Standing {
  openingId: BankOpeningId
  openedOn: BusinessDate
  amount: Fen
  entryId: number | null
}

async function findStanding(tx: Tx): Promise<Standing | undefined> {
  const row = await tx
    .selectFrom('bank_opening')
    .select(['id', 'opened_on', 'amount_fen', 'journal_entry_id'])
    .where('replaced_at', 'is', null)
    .executeTakeFirst()
  return (
    row && {
      openingId: row.id as BankOpeningId,
      openedOn: row.opened_on,
      amount: fen(row.amount_fen),
      entryId: row.journal_entry_id,
    }
  )
}

async function takeBack(tx: Tx, { openingId, openedOn, entryId }: Standing, now: Date): Promise<void> {
  await tx.updateTable('bank_opening').set({ replaced_at: now }).where('id', '=', openingId).execute()
  if (entryId !== null) await reverseEntry(tx, { entryId, occurredAt: startOfBusinessDate(openedOn), now })
}

async function record(
  tx: Tx,
  { officer, requestId, openedOn, amount, now }: BankOpeningCommand,
  before: Standing | undefined,
): Promise<BankOpeningId> {
  const openingId = newId<BankOpeningId>()
  const entry =
    amount === ZERO_FEN ? undefined : await postEntry(tx, bankOpeningEntry({ openingId, openedOn, amount, now }))
  await tx
    .insertInto('bank_opening')
    .values({
      id: openingId,
      request_id: requestId,
      opened_on: openedOn,
      amount_fen: amount,
      recorded_by: officer.personId,
      recorded_at: now,
      journal_entry_id: entry?.entryId ?? null,
    })
    .execute()
  await recordAuditEvent(tx, {
    actorId: officer.personId,
    verb: 'bank_opening.recorded',
    objectType: 'bank_opening',
    objectId: openingId,
    detail: {
      ...(before && { before: { openedOn: before.openedOn, amount: before.amount } }),
      after: { openedOn, amount },
    },
    now,
  })
  return openingId
}
