import type { EntryDraft } from '#app/modules/ledger/entry.ts'
import { postEntries } from '#app/modules/ledger/post-entries.server.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { reverseEntry } from '#app/modules/ledger/reverse-entry.server.ts'
import { closeIncident, openIncident } from '#app/modules/payments/incidents.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { negateFen, subtractFen } from '#app/shared/money.ts'
import { decideMatch, type LineMatch, nextLookMs } from './decide-match.ts'
import { recordDisputeLine } from './internal/dispute-rows.server.ts'
import {
  type Counterpart,
  type DueLine,
  findCounterparts,
  lockDueLines,
  lockKin,
  noteBookedWhole,
  noteFeesBooked,
  noteMatch,
} from './internal/match-rows.server.ts'
import { reportMissing } from './internal/missing-movements.server.ts'
import { disputeOpenedEntry, disputeWonEntry, providerFeeEntry } from './reconciliation-entries.ts'

/** Few, since the books are held from the first entry of a batch to its end. */
const BATCH = 40

/**
 * Finds for every line that is due what our books have for it, books what only the
 * provider can know (fees, disputes), and puts before people what stays without a
 * counterpart for a day, on either side. Gives how many lines it looked at.
 */
export async function matchBalance(db: Db, now: Date): Promise<number> {
  let count = 0
  for (;;) {
    const looked = await inTransaction(db, (tx) => matchBatch(tx, now))
    count += looked
    if (looked < BATCH) break
  }
  await inTransaction(db, (tx) => reportMissing(tx, now))
  return count
}

/** A line with what was found for it. */
interface Finding {
  line: DueLine
  counterpart: Counterpart | undefined
  now: Date
}

async function matchBatch(tx: Tx, now: Date): Promise<number> {
  const due = await lockDueLines(tx, { now, most: BATCH })
  if (due.length === 0) return 0
  const lines = [...due, ...(await lockKin(tx, due))]
  const counterparts = await findCounterparts(
    tx,
    lines.map((line) => line.lineId),
  )
  const findings = lines.map((line) => ({ line, counterpart: counterparts.get(line.lineId), now }))
  const whole = findings.filter(({ line }) => isBookedWhole(line))
  const compared = findings.filter(({ line }) => !isBookedWhole(line))
  for (const finding of compared) await compare(tx, finding)
  for (const { line, counterpart } of whole)
    if (line.kind === 'dispute') await recordDisputeLine(tx, { line, counterpart, now })
  await bookFees(tx, compared, now)
  for (const { line } of whole) await bookWhole(tx, line, now)
  return lines.length
}

/** Fees and disputes are in our books because the provider says so, and only so. */
function isBookedWhole({ kind }: DueLine): boolean {
  return kind === 'fee' || kind === 'dispute'
}

async function compare(tx: Tx, { line, counterpart, now }: Finding): Promise<void> {
  const ageMs = now.getTime() - line.createdAt.getTime()
  const match = decideMatch({
    ...line,
    ageMs,
    booked: counterpart?.movement,
    canceledOutOn: counterpart?.canceledOutOn,
    payoutAmount: counterpart?.payoutAmount,
    isExplained: line.state === 'explained',
  })
  const lookMs = nextLookMs(match.state, ageMs)
  const lookAt = lookMs === undefined ? undefined : new Date(now.getTime() + lookMs)
  await noteMatch(tx, { lineId: line.lineId, match, lookAt, counterpart })
  await tellPeople(tx, { line, counterpart, now }, match)
  if (line.state === 'explained' && match.state !== 'explained') await takeBackExplanation(tx, line, now)
}

async function tellPeople(tx: Tx, { line, counterpart, now }: Finding, match: LineMatch): Promise<void> {
  const incident = { kind: 'unmatched_balance', sourceId: line.lineId, now } as const
  if (match.state === 'matched') {
    if (line.state === 'provider_only') await closeIncident(tx, incident)
    return
  }
  if (match.state !== 'provider_only' && match.state !== 'amount_differs') return
  await openIncident(tx, {
    ...incident,
    ...(counterpart?.orderId && { orderId: counterpart.orderId }),
    detail: {
      amountFen: line.amount,
      ...(match.booked && { bookedFen: match.booked.amount }),
      ...(line.sourceRef && { providerRef: line.sourceRef }),
    },
  })
}

/** What was booked as nobody's turns out to be in the books under its own name: once is enough. */
async function takeBackExplanation(tx: Tx, line: DueLine, now: Date): Promise<void> {
  const guess = await tx
    .selectFrom('clearing_movement')
    .innerJoin('journal_entry', 'journal_entry.id', 'clearing_movement.entry_id')
    .select(['entry_id', 'occurred_at'])
    .where('clearing_movement.source_type', '=', 'unknown_receipt')
    .where('clearing_movement.source_id', '=', line.lineId)
    .executeTakeFirst()
  if (!guess) return
  const reversal = await reverseEntry(tx, { entryId: guess.entry_id, occurredAt: guess.occurred_at, now })
  await tx
    .updateTable('clearing_movement')
    .set({ provider_ref: line.lineId })
    .where('entry_id', '=', reversal.entryId)
    .execute()
}

async function bookFees(tx: Tx, findings: readonly Finding[], now: Date): Promise<void> {
  const lines = findings.map(({ line }) => line).filter((line) => line.kind !== 'payout' && !line.isFeeBooked)
  const charged = lines.filter(({ fee }) => fee !== 0)
  await postEntries(
    tx,
    charged.map(({ lineId, fee, createdAt }) =>
      providerFeeEntry({ sourceId: lineId, fee, occurredAt: createdAt, now }),
    ),
  )
  await noteFeesBooked(
    tx,
    lines.map((line) => line.lineId),
  )
}

async function bookWhole(tx: Tx, line: DueLine, now: Date): Promise<void> {
  const entry = wholeEntry(line, now)
  await postEntry(tx, entry)
  await noteBookedWhole(tx, { lineId: line.lineId, sourceType: entry.sourceType })
}

function wholeEntry({ lineId, kind, amount, fee, createdAt }: DueLine, now: Date): EntryDraft {
  const event = { sourceId: lineId, occurredAt: createdAt, now }
  if (kind === 'fee') return providerFeeEntry({ ...event, fee: subtractFen(fee, amount) })
  return amount < 0
    ? disputeOpenedEntry({ ...event, amount: negateFen(amount), fee })
    : disputeWonEntry({ ...event, amount, fee })
}
