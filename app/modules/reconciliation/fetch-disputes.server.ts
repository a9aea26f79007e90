import type Stripe from 'stripe'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { fen } from '#app/shared/money.ts'
import type { ProviderLine } from './provider-line.server.ts'
import { disputeLostEntry } from './reconciliation-entries.ts'

const LOOK_EVERY_MS = 6 * 60 * 60 * 1000
const BATCH = 50

/** Asks how open disputes stand. A lost one is booked; a won one's money comes back as a line of its own. */
export async function fetchDisputes({ db, stripe }: ProviderLine, now: Date): Promise<void> {
  const due = await db
    .selectFrom('provider_dispute')
    .select('id')
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .limit(BATCH)
    .execute()
  for (const { id } of due) {
    const state = stateOf(await stripe.disputes.retrieve(id))
    await inTransaction(db, (tx) => recordDispute(tx, { disputeId: id, state, now }))
  }
}

function stateOf({ status }: Stripe.Dispute): 'open' | 'won' | 'lost' {
  if (status === 'lost') return 'lost'
  return status === 'won' || status === 'warning_closed' ? 'won' : 'open'
}

async function recordDispute(
  tx: Tx,
  { disputeId, state, now }: { disputeId: string; state: 'open' | 'won' | 'lost'; now: Date },
): Promise<void> {
  const known = await tx
    .selectFrom('provider_dispute')
    .select(['amount_fen', 'state'])
    .where('id', '=', disputeId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (known.state !== 'open') return
  const isOpen = state === 'open'
  await tx
    .updateTable('provider_dispute')
    .set(isOpen ? { look_at: new Date(now.getTime() + LOOK_EVERY_MS) } : { state, closed_at: now, look_at: null })
    .where('id', '=', disputeId)
    .execute()
  if (state === 'lost')
    await postEntry(tx, disputeLostEntry({ sourceId: disputeId, amount: fen(known.amount_fen), occurredAt: now, now }))
}
