import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { BankLineId, BankLinkId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { bankLinkEntry } from './bank-entries.ts'
import { type ChosenItem, decideLink, itemKey, type LinkPart, type LinkRefusal } from './bank-link.ts'
import { noteLinked } from './internal/linked-items.server.ts'
import { lockLinkedPurchases, notePurchasesPaid } from './internal/linked-purchases.server.ts'
import { findOpenItems } from './open-items.server.ts'

export interface LinkCommand {
  officer: Actor<'reconciliation:match'>
  requestId: string
  lineIds: readonly BankLineId[]
  chosen: readonly ChosenItem[]
  fee: Fen
  interest: Fen
  keepsRest: boolean
  note: string
  now: Date
}

export type LinkBankLinesRefusal = LinkRefusal | { kind: 'noSuchLine' }

/**
 * Says what bank lines are, and books it: both sides the same sum to the fen. Of two
 * officers who link the same line or item, the second finds it taken. The same request
 * twice is one link.
 */
export async function linkBankLines(
  db: Db,
  command: LinkCommand,
): Promise<Result<{ linkId: BankLinkId }, LinkBankLinesRefusal>> {
  return inTransaction(db, async (tx) => {
    await lockRequest(tx, command.requestId)
    const before = await tx
      .selectFrom('bank_link')
      .select('id')
      .where('request_id', '=', command.requestId)
      .executeTakeFirst()
    if (before) return ok({ linkId: before.id as BankLinkId })
    const lines = await lockLines(tx, command.lineIds)
    if (!lines) return refuse({ kind: 'noSuchLine' })
    await lockItems(tx, command.chosen)
    await lockLinkedPurchases(tx, command.chosen)
    const decided = decideLink({ ...command, lines }, await findOpenItems(tx, command.chosen))
    if (!decided.ok) return decided
    return ok({ linkId: await recordLink(tx, command, { lines, parts: decided.value }) })
  })
}

async function lockRequest(tx: Tx, requestId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bank link ${requestId}`}, 0))`.execute(tx)
}

interface LockedLine {
  bankLineId: BankLineId
  amount: Fen
  bookedOn: BusinessDate
  bankRef: string
  isLinked: boolean
}

/** The lines, locked in the order of their ids; undefined when one does not exist. */
async function lockLines(tx: Tx, lineIds: readonly BankLineId[]): Promise<LockedLine[] | undefined> {
  const ids = [...new Set(lineIds)].sort()
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('bank_line')
    .select(['id', 'amount_fen', 'booked_on', 'bank_ref', 'bank_link_id'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (rows.length !== ids.length) return undefined
  return rows.map((row) => ({
    bankLineId: row.id as BankLineId,
    amount: fen(row.amount_fen),
    bookedOn: row.booked_on,
    bankRef: row.bank_ref,
    isLinked: row.bank_link_id !== null,
  }))
}

/** Until the end of the transaction nobody else settles the same items. */
async function lockItems(tx: Tx, chosen: readonly ChosenItem[]): Promise<void> {
  const keys = [...new Set(chosen.map(({ kind, refId }) => itemKey(kind, refId)))].sort()
  for (const key of keys)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`bank item ${key}`}, 0))`.execute(tx)
}

async function recordLink(
  tx: Tx,
  command: LinkCommand,
  { lines, parts }: { lines: readonly LockedLine[]; parts: readonly LinkPart[] },
): Promise<BankLinkId> {
  const { officer, now } = command
  const linkId = newId<BankLinkId>()
  const last = [...lines].sort((left, right) => (left.bookedOn < right.bookedOn ? -1 : 1)).at(-1)
  const bookedOn = last?.bookedOn ?? businessDate(now)
  await noteLinked(tx, { parts, bookedOn, officer, now })
  const { entryId } = await postEntry(tx, bankLinkEntry({ linkId, bookedOn, lines, parts, now }))
  await tx
    .insertInto('bank_link')
    .values({
      id: linkId,
      request_id: command.requestId,
      note: command.note,
      made_by: officer.personId,
      made_at: now,
      journal_entry_id: entryId,
    })
    .execute()
  await insertSides(tx, linkId, { lines, parts })
  const detail = {
    after: { lines: lines.length, parts: parts.map(({ kind, refId, amount }) => ({ kind, refId, amount })) },
  }
  const event = {
    actorId: officer.personId,
    verb: 'bank_link.made',
    objectType: 'bank_link',
    objectId: linkId,
  } as const
  await recordAuditEvent(tx, { ...event, detail, now })
  const paid = { paidOn: bookedOn, paymentRef: last?.bankRef ?? '' }
  await notePurchasesPaid(tx, { linkId, ...paid, actorId: officer.personId, now })
  return linkId
}

async function insertSides(
  tx: Tx,
  linkId: BankLinkId,
  { lines, parts }: { lines: readonly LockedLine[]; parts: readonly LinkPart[] },
): Promise<void> {
  const sides = parts.map((part) => ({
    id: newId(),
    bank_link_id: linkId,
    kind: part.kind,
    ref_id: part.refId ?? null,
    amount_fen: part.amount,
    fund_type: part.fundType ?? null,
  }))
  if (sides.length > 0) await tx.insertInto('bank_link_part').values(sides).execute()
  if (lines.length === 0) return
  const members = lines.map((line) => ({
    bank_link_id: linkId,
    bank_line_id: line.bankLineId,
    amount_fen: line.amount,
  }))
  await tx.insertInto('bank_link_line').values(members).execute()
  const ids = lines.map((line) => line.bankLineId)
  await tx.updateTable('bank_line').set({ bank_link_id: linkId }).where('id', 'in', ids).execute()
}
