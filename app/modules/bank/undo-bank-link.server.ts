import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { reverseEntry } from '#app/modules/ledger/reverse-entry.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { BankLinkId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { LinkPart } from './bank-link.ts'
import { noteUnlinked } from './internal/linked-items.server.ts'
import { lockLinkedPurchases, takeBackPurchasesPaid } from './internal/linked-purchases.server.ts'

export type UndoBankLinkRefusal =
  | { kind: 'noSuchLink' }
  | { kind: 'undone' }
  /** What it left over was claimed by another link: undo that one first. */
  | { kind: 'leftoverClaimed' }

/** Takes a link back: its entry is reversed, its bank lines and items are open again, and the link stays to be seen. */
export async function undoBankLink(
  db: Db,
  command: { officer: Actor<'reconciliation:match'>; linkId: BankLinkId; because: string; now: Date },
): Promise<Result<void, UndoBankLinkRefusal>> {
  const { officer, linkId, because, now } = command
  return inTransaction(db, async (tx) => {
    const link = await tx
      .selectFrom('bank_link')
      .select(['undone_at', 'journal_entry_id'])
      .where('id', '=', linkId)
      .forUpdate()
      .executeTakeFirst()
    if (!link) return refuse({ kind: 'noSuchLink' })
    if (link.undone_at) return refuse({ kind: 'undone' })
    if (await isLeftoverClaimed(tx, linkId)) return refuse({ kind: 'leftoverClaimed' })
    const parts = await readParts(tx, linkId)
    // As when lines are linked: first they, then the purchases they paid.
    await tx.selectFrom('bank_line').select('id').where('bank_link_id', '=', linkId).orderBy('id').forUpdate().execute()
    await lockLinkedPurchases(
      tx,
      parts.flatMap(({ kind, refId }) => (kind === 'purchase' && refId ? [{ kind, refId }] : [])),
    )
    await tx
      .updateTable('bank_link')
      .set({ undone_by: officer.personId, undone_at: now, undone_because: because })
      .where('id', '=', linkId)
      .execute()
    await tx.updateTable('bank_line').set({ bank_link_id: null }).where('bank_link_id', '=', linkId).execute()
    await noteUnlinked(tx, { parts, officer, now })
    const event = {
      actorId: officer.personId,
      verb: 'bank_link.undone',
      objectType: 'bank_link',
      objectId: linkId,
    } as const
    await recordAuditEvent(tx, { ...event, detail: { because }, now })
    await reverseEntry(tx, { entryId: link.journal_entry_id, occurredAt: now, now })
    await takeBackPurchasesPaid(tx, { linkId, actorId: officer.personId, now })
    return ok(undefined)
  })
}

async function isLeftoverClaimed(tx: Tx, linkId: BankLinkId): Promise<boolean> {
  const claim = await tx
    .selectFrom('bank_link_part')
    .innerJoin('bank_link', 'bank_link.id', 'bank_link_part.bank_link_id')
    .select('bank_link_part.id')
    .where('bank_link_part.kind', '=', 'claim')
    .where('bank_link_part.ref_id', '=', linkId)
    .where('bank_link.undone_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return claim !== undefined
}

async function readParts(tx: Tx, linkId: BankLinkId): Promise<LinkPart[]> {
  const rows = await tx.selectFrom('bank_link_part').selectAll().where('bank_link_id', '=', linkId).execute()
  return rows.map((row) => ({
    kind: row.kind as LinkPart['kind'],
    refId: row.ref_id ?? undefined,
    amount: fen(row.amount_fen),
  }))
}
