import { decideAdjustment } from '#app/modules/stock/adjust-stock.ts'
import type { BatchFacts } from '#app/modules/stock/batch.ts'
import type { Shelf } from '#app/modules/stock/shelf.ts'
import type { KnownBatch } from '#app/modules/stock/stock-views.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { ColumnMapping } from './import-fields.ts'
import type { FieldChange, RowError } from './import-job.ts'
import type { RowValues } from './read-row.ts'

/** What applying a row does to a shelf: a lot comes in first, then what lies there is counted. */
export interface RowPlan {
  batch: (BatchFacts & { quantity: number }) | undefined
  count: { counted: number; delta: number } | undefined
}

/**
 * Decides again, on the locked shelf, what the check had announced. What changed
 * since is an error with both numbers: a count is of what the check had shown, and
 * sales since then are not lost.
 */
export function planRow(
  { values, diff }: { values: RowValues; diff: readonly FieldChange[] },
  { mapping, shelf, batch }: { mapping: ColumnMapping; shelf: Shelf; batch: KnownBatch | undefined },
): Result<RowPlan, RowError> {
  const announced = diff.find(({ field }) => field === 'stock')
  const incoming = diff.some(({ field }) => field === 'lotCode') ? lotOf(values) : undefined
  const fail = (error: Pick<RowError, 'hint' | 'detail'>) =>
    refuse({ field: 'stock' as const, column: columnOf(mapping), value: announced?.to ?? '', ...error })
  if (incoming && batch) return fail({ hint: 'changedMeanwhile' })
  const plan: RowPlan = { batch: incoming, count: undefined }
  const { stock: counted } = values
  if (counted === undefined) return ok(plan)
  const seen = announced ? Number(announced.from) : counted
  if (seen !== shelf.onHand) return fail({ hint: 'levelChanged', detail: { seen, now: shelf.onHand } })
  const onHand = shelf.onHand + (incoming?.quantity ?? 0)
  const decided = decideAdjustment({ ...shelf, onHand }, { reason: 'count', counted, seenOnHand: onHand })
  if (decided.ok) return ok({ ...plan, count: { counted, delta: decided.value } })
  const { refusal } = decided
  return refusal.kind === 'belowSold'
    ? fail({ hint: 'belowSold', detail: { least: refusal.least } })
    : fail({ hint: 'tooLarge' })
}

function columnOf(mapping: ColumnMapping): number | null {
  const column = mapping.indexOf('stock')
  return column === -1 ? null : column
}

function lotOf(values: RowValues): RowPlan['batch'] {
  const { lotCode, harvestedOn, bestBeforeOn, batchQuantity, certificateNumber } = values
  if (lotCode === undefined || harvestedOn === undefined || bestBeforeOn === undefined || !batchQuantity)
    return undefined
  return { lotCode, harvestedOn, bestBeforeOn, quantity: batchQuantity, certificateNumber }
}
