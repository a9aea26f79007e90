import type { Actor } from '#app/modules/identity/permissions.ts'
import {
  markStatementReconciled,
  markStatementUnreconciled,
} from '#app/modules/settlement/reconcile-statement.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { StatementId } from '#app/shared/ids.ts'
import type { LinkPart } from '../bank-link.ts'

interface Linked {
  parts: readonly LinkPart[]
  officer: Actor<'reconciliation:match'>
  now: Date
}

/** Tells those whose money a link settles. What it settles is open: the caller has found it so under its lock. */
export async function noteLinked(tx: Tx, { parts, officer, now }: Linked & { bookedOn: BusinessDate }): Promise<void> {
  for (const statementId of statementsOf(parts)) {
    const noted = await markStatementReconciled(tx, { statementId, personId: officer.personId, now })
    if (!noted.ok) throw new Error(`statement ${statementId} was open and is ${noted.refusal.kind}`)
  }
}

/** Tells them that the link was taken back. */
export async function noteUnlinked(tx: Tx, { parts, officer, now }: Linked): Promise<void> {
  for (const statementId of statementsOf(parts)) {
    const noted = await markStatementUnreconciled(tx, { statementId, personId: officer.personId, now })
    if (!noted.ok) throw new Error(`statement ${statementId} was linked and is ${noted.refusal.kind}`)
  }
}

function statementsOf(parts: readonly LinkPart[]): StatementId[] {
  return parts
    .flatMap((part) => (part.kind === 'statement' && part.refId !== undefined ? [part.refId as StatementId] : []))
    .sort()
}
