import { sql } from 'kysely'
import { performDuty } from '#app/modules/identity/perform-duty.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { type Fen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { demandDuty } from './internal/move-statement.server.ts'
import { sumLines, takeLines } from './internal/statement-lines.server.ts'
import { findLive, lockSettlement, lockStatement, noteStep } from './internal/statement-rows.server.ts'
import { dutyOf, formatMonth, type Month, monthOfDate } from './statement.ts'

export type PrepareRefusal =
  | { kind: 'unknownCooperative' }
  /** Of a month that has not begun. */
  | { kind: 'monthToCome' }
  /** Nothing happened that no statement has. */
  | { kind: 'nothingOpen' }
  /** What is open is against the cooperative, or comes to nothing: it waits for what comes next. */
  | { kind: 'notPositive'; total: Fen }

export interface PrepareCommand {
  cooperativeId: CooperativeId
  month: Month
  officer: Actor<'payable:prepare'>
  now: Date
}

/** Takes back what a transaction has written when it comes to nothing. */
class Undone extends Error {
  constructor(readonly refusal: PrepareRefusal) {
    super(refusal.kind)
  }
}

/**
 * Makes the statement of a cooperative and month: one line for each posting on its
 * account up to the month's end that is in no statement yet, so that what came late for
 * an earlier month is in it too. When there is one already, that is the answer. What is
 * not above zero makes no statement: its postings stay open until the sum is.
 */
export async function prepareStatement(
  db: Db,
  command: PrepareCommand,
): Promise<Result<{ statementId: StatementId; isNew: boolean }, PrepareRefusal>> {
  if (command.month > monthOfDate(businessDate(command.now))) return refuse({ kind: 'monthToCome' })
  try {
    return await inTransaction(db, (tx) => prepareLocked(tx, command))
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal)
    throw error
  }
}

async function prepareLocked(
  tx: Tx,
  { cooperativeId, month, officer, now }: PrepareCommand,
): Promise<Result<{ statementId: StatementId; isNew: boolean }, PrepareRefusal>> {
  const cooperative = await tx.selectFrom('cooperative').select('id').where('id', '=', cooperativeId).executeTakeFirst()
  if (!cooperative) return refuse({ kind: 'unknownCooperative' })
  await lockSettlement(tx, cooperativeId)
  const live = await findLive(tx, { cooperativeId, month })
  if (live) return ok({ statementId: live.statementId, isNew: false })
  const statementId = newId<StatementId>()
  await tx
    .insertInto('settlement_statement')
    .values({
      id: statementId,
      statement_no: await nextNumber(tx, month),
      cooperative_id: cooperativeId,
      month,
      state: 'draft',
      total_fen: ZERO_FEN,
      line_count: 0,
      due_on: businessDate(now),
      prepared_by: officer.personId,
      prepared_at: now,
    })
    .execute()
  if ((await takeLines(tx, { statementId, cooperativeId, month })) === 0) throw new Undone({ kind: 'nothingOpen' })
  const { total, lineCount } = await sumLines(tx, statementId)
  if (total <= 0) throw new Undone({ kind: 'notPositive', total })
  const statement = await lockStatement(tx, statementId)
  if (!statement) throw new Error(`statement ${statementId} was not written`)
  const duty = { ...dutyOf(statement), duty: 'statement.prepare', personId: officer.personId, now }
  demandDuty(await performDuty(tx, duty))
  await noteStep(tx, { statement, kind: 'prepared', personId: officer.personId, now })
  await recordAuditEvent(tx, {
    actorId: officer.personId,
    verb: 'statement.prepared',
    objectType: 'statement',
    objectId: statementId,
    detail: { before: null, after: { state: 'draft', statementNo: statement.statementNo, totalFen: total, lineCount } },
    now,
  })
  return ok({ statementId, isNew: true })
}

/** 'JS-202611-007': numbers of a month run without a gap, one transaction after the other. */
async function nextNumber(tx: Tx, month: Month): Promise<string> {
  const prefix = `JS-${formatMonth(month).replace('-', '')}-`
  await sql`select pg_advisory_xact_lock(hashtextextended('settlement number ' || ${prefix}, 0))`.execute(tx)
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(substr(statement_no, ${prefix.length + 1})::int), 0) as last from settlement_statement
    where month = ${month}::date`.execute(tx)
  return `${prefix}${String((rows[0]?.last ?? 0) + 1).padStart(3, '0')}`
}
