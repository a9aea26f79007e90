import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId, PersonId } from '#app/shared/ids.ts'
import type { Fen } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findPartyProblems } from './internal/party-rows.server.ts'
import { findStored, lockKeys, lockPurchase, readLive, type StoredPurchase } from './internal/purchase-rows.server.ts'
import { findByRequest } from './internal/revision-rows.server.ts'
import { writeRevisions } from './internal/write-revisions.server.ts'
import {
  changesBetween,
  type FactProblem,
  findProblems,
  keyText,
  type PurchaseFacts,
  touchesFigures,
} from './purchase.ts'

/** The line stands already. */
interface KnownPurchase {
  kind: 'alreadyRecorded'
  purchaseId: ExternalPurchaseId
  acceptedOn: BusinessDate | null
  amount: Fen
}

export type RecordPurchaseRefusal = KnownPurchase | { kind: 'impossible'; problems: readonly FactProblem[] }

interface Author {
  /** Null for reference data. */
  recordedBy: PersonId | null
  /** Of the form; the same once more changes nothing. */
  requestId?: string
  now: Date
}

/**
 * Records a line of a purchase made outside the shop, and counts it when it is accepted
 * and paid. A line of an order of a channel stands once, whoever enters it again.
 */
export async function recordPurchase(
  db: Db,
  { facts, ...author }: Author & { facts: PurchaseFacts },
): Promise<Result<ExternalPurchaseId, RecordPurchaseRefusal>> {
  return inTransaction(db, async (tx) => {
    const again = await findAgain(tx, author)
    if (again) return ok(again)
    const problems = await problemsOf(tx, facts, author.now)
    if (problems.length > 0) return refuse({ kind: 'impossible', problems })
    await lockKeys(tx, [facts])
    const known = (await readLive(tx, [facts], { isLocking: false })).get(keyText(facts))
    if (known) return (await findAgain(tx, author)) === known.purchaseId ? ok(known.purchaseId) : refuse(knownAs(known))
    const [purchaseId] = await writeRevisions(
      tx,
      [{ facts, reason: '', sheetRowId: null, ...requestOf(author) }],
      author,
    )
    return ok(purchaseId as ExternalPurchaseId)
  })
}

export type CorrectPurchaseRefusal =
  | RecordPurchaseRefusal
  | { kind: 'notFound' }
  | { kind: 'reversed' }
  | { kind: 'linked' }
  | { kind: 'changedMeanwhile' }
  | { kind: 'nothingChanged' }

/**
 * Corrects a purchase: the revision before stays to be read, and what counted is taken
 * back and counted anew. One that is linked to an own order keeps its figures as long as
 * it is. `revision` is the one the corrector looked at.
 */
export async function correctPurchase(
  db: Db,
  {
    purchaseId,
    revision,
    facts,
    reason,
    ...author
  }: Author & { purchaseId: ExternalPurchaseId; revision: number; facts: PurchaseFacts; reason: string },
): Promise<Result<void, CorrectPurchaseRefusal>> {
  return inTransaction(db, async (tx) => {
    if (await findAgain(tx, author)) return ok(undefined)
    const before = await lockWithKeys(tx, purchaseId, facts)
    if (!before) return refuse({ kind: 'notFound' })
    if (await findAgain(tx, author)) return ok(undefined)
    const refusal = refusalOf(before, { facts, revision })
    if (refusal) return refuse(refusal)
    const problems = await problemsOf(tx, facts, author.now)
    if (problems.length > 0) return refuse({ kind: 'impossible', problems })
    const other = (await readLive(tx, [facts], { isLocking: false })).get(keyText(facts))
    if (other && other.purchaseId !== purchaseId) return refuse(knownAs(other))
    await writeRevisions(tx, [{ before, facts, reason, sheetRowId: null, ...requestOf(author) }], author)
    return ok(undefined)
  })
}

function refusalOf(
  before: StoredPurchase,
  { facts, revision }: { facts: PurchaseFacts; revision: number },
): CorrectPurchaseRefusal | undefined {
  if (before.state === 'reversed') return { kind: 'reversed' }
  if (before.revision !== revision) return { kind: 'changedMeanwhile' }
  if (changesBetween(before.facts, facts).length === 0) return { kind: 'nothingChanged' }
  if (before.linkedOrderId && touchesFigures(before.facts, facts)) return { kind: 'linked' }
  return undefined
}

export type ReversePurchaseRefusal = { kind: 'notFound' } | { kind: 'linked' }

/** Takes a purchase back as a whole; its facts and its history stay. One that is taken back already stays so. */
export async function reversePurchase(
  db: Db,
  { purchaseId, reason, ...author }: Author & { purchaseId: ExternalPurchaseId; reason: string },
): Promise<Result<void, ReversePurchaseRefusal>> {
  return inTransaction(db, async (tx) => {
    const before = await lockWithKeys(tx, purchaseId)
    if (!before) return refuse({ kind: 'notFound' })
    if (before.state === 'reversed') return ok(undefined)
    if (before.linkedOrderId) return refuse({ kind: 'linked' })
    const { facts } = before
    await writeRevisions(tx, [{ before, facts, isReversed: true, reason, sheetRowId: null }], author)
    return ok(undefined)
  })
}

/** Keys before rows, as files are applied: so nobody waits in a circle. */
async function lockWithKeys(
  tx: Tx,
  purchaseId: ExternalPurchaseId,
  facts?: PurchaseFacts,
): Promise<StoredPurchase | undefined> {
  const found = await findStored(tx, purchaseId)
  if (!found) return undefined
  await lockKeys(tx, facts ? [found.facts, facts] : [found.facts])
  return lockPurchase(tx, purchaseId)
}

function findAgain(tx: Tx, { requestId }: Author): Promise<ExternalPurchaseId | undefined> {
  return requestId === undefined ? Promise.resolve(undefined) : findByRequest(tx, requestId)
}

function requestOf({ requestId }: Author): { requestId?: string } {
  return requestId === undefined ? {} : { requestId }
}

async function problemsOf(tx: Tx, facts: PurchaseFacts, now: Date): Promise<FactProblem[]> {
  const problems = findProblems(facts, businessDate(now))
  return problems.length > 0 ? problems : findPartyProblems(tx, facts)
}

function knownAs({ purchaseId, facts }: StoredPurchase): KnownPurchase {
  return { kind: 'alreadyRecorded', purchaseId, acceptedOn: facts.acceptedOn, amount: facts.amount }
}
