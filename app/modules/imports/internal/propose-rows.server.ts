import { proposeFacts } from '#app/modules/catalog/propose-facts.server.ts'
import type { ProposeFactsRefusal, SkuFacts } from '#app/modules/catalog/propose-facts.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, ImportJobId, PersonId, ProductId, SkuId } from '#app/shared/ids.ts'
import type { ColumnMapping, ImportField } from '../import-fields.ts'
import type { RowError, RowHint } from '../import-job.ts'
import { readRow } from '../read-row.ts'
import { markProposed, type StoredRow, storeOutcomes } from './import-rows.server.ts'

export interface DueJob {
  jobId: ImportJobId
  cooperativeId: CooperativeId
  mapping: ColumnMapping
  actorId: PersonId
}

const HINTS: Record<ProposeFactsRefusal['kind'], RowHint> = {
  unknown: 'notPublished',
  openAlready: 'proposalOpen',
  problems: 'listingProblems',
}

/** What rows say of one product becomes one proposal, or an error of each of them. */
export async function proposeRows(
  tx: Tx,
  { job, productId, rows, now }: { job: DueJob; productId: ProductId; rows: readonly StoredRow[]; now: Date },
): Promise<void> {
  const facts = rows.map((row) => factsOf(row, job.mapping))
  const names = new Set(facts.flatMap(({ name }) => name ?? []))
  if (names.size > 1) return storeErrors(tx, rows, { hint: 'nameDiffers', mapping: job.mapping, now })
  const { cooperativeId, actorId } = job
  const proposed = await proposeFacts(tx, { cooperativeId, proposerId: actorId, productId, facts, now })
  if (proposed.ok) await markProposed(tx, rows, { changeId: proposed.value, now })
  else await storeErrors(tx, rows, { hint: HINTS[proposed.refusal.kind], mapping: job.mapping, now })
}

/** Only what the check announced: a field that was the same then is not proposed now. */
function factsOf(row: StoredRow, mapping: ColumnMapping): SkuFacts {
  const { code = '', name, spec, price } = readRow(row, mapping).values
  const isAnnounced = (field: ImportField) => row.diff.some((change) => change.field === field && change.needsReview)
  return {
    code,
    name: isAnnounced('name') ? name : undefined,
    spec: isAnnounced('spec') ? spec : undefined,
    price: isAnnounced('price') ? price : undefined,
  }
}

async function storeErrors(
  tx: Tx,
  rows: readonly StoredRow[],
  { hint, mapping, now }: { hint: RowHint; mapping: ColumnMapping; now: Date },
): Promise<void> {
  const outcomes = rows.map((row) => {
    const field = row.diff.find(({ needsReview }) => needsReview)?.field ?? 'price'
    const column = mapping.indexOf(field)
    const error: RowError = { field, column: column === -1 ? null : column, value: '', hint }
    const skuId: SkuId | undefined = row.skuId ?? undefined
    return { id: row.id, state: 'error' as const, skuId, diff: row.diff, errors: [error] }
  })
  await storeOutcomes(tx, outcomes, now)
}
