import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, OrderLineId, ProductId } from '#app/shared/ids.ts'
import { addFen, type Fen, fen, negateFen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import type { Verdict } from './counting.ts'
import { insertRecognizedPurchase, insertUncountedPurchase } from './internal/recognized-purchase-rows.server.ts'
import { findLineOutcome, findOutcome, judgePurchase, type Outcome, takeBook } from './internal/verdict-rows.server.ts'
import { type Recognition, recognitionEntry } from './recognition-entries.ts'

/** An order line's amount that counts, with county and cooperative as they are frozen on the line. */
export interface LineRecognition extends Recognition {
  sourceType: 'acceptance' | 'refund'
  orderLineId: OrderLineId
  cooperativeId: CooperativeId
  productId: ProductId
  channel: 'own_shop' | 'counter'
  now: Date
}

/**
 * Counts an accepted line toward the task of its year when the rule in force on its day
 * says so, and writes it down beside the figures when not; or takes back what a refund of
 * an accepted line undoes (a negative amount, on the refund's own day), as it was counted.
 * Repeating it changes nothing; the same source with another amount, day or
 * account throws. Takes the head of book `assistance`: call it last in the
 * transaction, after the entries of book `money`, holding the order's lock.
 */
export async function recognizePurchase(tx: Tx, line: LineRecognition): Promise<{ isNew: boolean }> {
  const known = await findOutcome(tx, line)
  if (known) return checkRepeated(tx, line, known)
  if (line.sourceType === 'refund') return takeBack(tx, line)
  const { uncounted, ...judged } = await judgePurchase(tx, {
    ...line,
    happenedOn: line.happenedOn ?? line.businessDate,
  })
  if (uncounted === undefined) return count(tx, line, judged)
  await insertUncountedPurchase(tx, line, { ...judged, uncounted, now: line.now })
  return { isNew: true }
}

/** What is in the books is held against them; what is beside them, against its amount. */
async function checkRepeated(tx: Tx, line: LineRecognition, known: Outcome): Promise<{ isNew: boolean }> {
  const { sourceType, sourceId, amount } = line
  if (!known.uncounted) {
    const { isNew } = await postEntry(tx, recognitionEntry(line, line.now))
    return { isNew }
  }
  if (addFen(known.counted?.amount ?? ZERO_FEN, known.uncounted.amount) !== amount)
    throw new Error(`${sourceType}/${sourceId} is beside book assistance with another content`)
  return { isNew: false }
}

async function count(tx: Tx, line: LineRecognition, { countingRuleId }: Verdict): Promise<{ isNew: boolean }> {
  const { entryId, isNew } = await postEntry(tx, recognitionEntry(line, line.now))
  if (isNew) await insertRecognizedPurchase(tx, line, { entryId, countingRuleId, now: line.now })
  return { isNew }
}

const FAILED = /\/failed$/

/**
 * Undoes an acceptance as it was counted. A line that counts in part loses what counts
 * first, so that the figure is never too high; a refund that failed gives back exactly
 * what it had taken.
 */
async function takeBack(tx: Tx, line: LineRecognition): Promise<{ isNew: boolean }> {
  const { sourceId, sourceType, now } = line
  const isFailed = FAILED.test(sourceId)
  const known = isFailed
    ? await findOutcome(tx, { sourceType, sourceId: sourceId.replace(FAILED, '') })
    : await findLineOutcome(tx, line.orderLineId)
  const part = splitTaken(line, known ?? {}, isFailed)
  if (part.uncounted) {
    const { amount, countingRuleId, reason } = part.uncounted
    const bookSeq = await takeBook(tx)
    await insertUncountedPurchase(tx, { ...line, amount }, { countingRuleId, uncounted: reason, bookSeq, now })
  }
  return part.counted ? count(tx, { ...line, amount: part.counted.amount }, part.counted) : { isNew: true }
}

/** Which part of what goes back comes off what counts, and which off what does not; each by the rule that said so. */
function splitTaken({ amount, ...line }: LineRecognition, known: Outcome, isFailed: boolean): Outcome {
  const [before, beside] = [known.counted?.amount ?? ZERO_FEN, known.uncounted?.amount ?? ZERO_FEN]
  const counted = isFailed ? negateFen(before) : takenOfCounted(amount, before)
  const rest = subtractFen(amount, counted)
  const isTooMuch = isFailed ? addFen(rest, beside) !== 0 : addFen(rest, beside) < 0
  if (isTooMuch) throw new Error(`${line.sourceId} takes ${rest} fen of line ${line.orderLineId} that nobody accepted`)
  return {
    counted: known.counted && counted !== 0 ? { ...known.counted, amount: counted } : undefined,
    uncounted: known.uncounted && rest !== 0 ? { ...known.uncounted, amount: rest } : undefined,
  }
}

/** The part of a negative `amount` that comes off what counts. */
function takenOfCounted(amount: Fen, counted: Fen): Fen {
  return counted <= 0 ? ZERO_FEN : fen(Math.max(amount, negateFen(counted)))
}
