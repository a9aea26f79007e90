import type { Manager } from '#app/modules/identity/permissions.ts'
import { findBatches, findForeignCodes, listSheetSkus } from '#app/modules/stock/sheet-queries.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, ImportJobId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { CheckImportRefusal } from './check-import.ts'
import { decideRow } from './decide-row.ts'
import { type ColumnMapping, findMappingProblem } from './import-fields.ts'
import type { ImportState } from './import-job.ts'
import { lockJob, type RowOutcome, readAllRows, storeOutcomes } from './internal/import-rows.server.ts'
import { rememberHeadings } from './internal/remembered-headings.server.ts'
import { type RowValues, readRow } from './read-row.ts'

export interface CheckImportCommand {
  manager: Manager
  jobId: ImportJobId
  /** Columns behind its last mean nothing. */
  mapping: ColumnMapping
  now: Date
}

type Checking = Result<void, CheckImportRefusal>

const CHECKABLE: readonly ImportState[] = ['uploaded', 'mapped', 'checked']

/**
 * Says what each column means and compares every row with the shop: a dry run that
 * changes nothing. It can be made again as long as nothing was applied.
 */
export async function checkImport(db: Db, command: CheckImportCommand): Promise<Checking> {
  const problem = findMappingProblem(command.mapping)
  if (problem) return refuse({ kind: 'mapping', problem })
  const mapped = await inTransaction(db, (tx) => mapColumns(tx, command))
  if (!mapped.ok) return mapped
  return inTransaction(db, (tx) => compareRows(tx, command))
}

async function mapColumns(tx: Tx, { manager, jobId, mapping }: CheckImportCommand): Promise<Checking> {
  const job = await lockJob(tx, manager.cooperativeId, jobId)
  if (!job) return refuse({ kind: 'notFound' })
  if (!CHECKABLE.includes(job.state)) return refuse({ kind: 'wrongState', state: job.state })
  if (mapping.length > job.header.length) return refuse({ kind: 'columnCount' })
  const whole = job.header.map((_, column) => mapping[column] ?? '')
  const step = { mapping: whole, state: 'mapped' }
  await tx.updateTable('import_job').set(step).where('id', '=', jobId).execute()
  await rememberHeadings(tx, manager.cooperativeId, { header: job.header, mapping: whole })
  return ok(undefined)
}

async function compareRows(tx: Tx, { manager, jobId, now }: CheckImportCommand): Promise<Checking> {
  const job = await lockJob(tx, manager.cooperativeId, jobId)
  if (!job) return refuse({ kind: 'notFound' })
  // Somebody else applied it between the two steps.
  if (!CHECKABLE.includes(job.state)) return refuse({ kind: 'wrongState', state: job.state })
  await storeOutcomes(tx, await decideRows(tx, { ...job, cooperativeId: manager.cooperativeId, now }), null)
  await tx.updateTable('import_job').set({ state: 'checked', checked_at: now }).where('id', '=', jobId).execute()
  return ok(undefined)
}

async function decideRows(
  tx: Tx,
  job: { jobId: ImportJobId; mapping: ColumnMapping; cooperativeId: CooperativeId; now: Date },
): Promise<RowOutcome[]> {
  const { jobId, mapping, cooperativeId } = job
  const today = businessDate(job.now)
  const rows = await readAllRows(tx, jobId)
  const skus = await listSheetSkus(tx, cooperativeId)
  const read = rows.map((row) => ({ row, ...readRow(row, mapping) }))
  const codes = read.flatMap(({ values }) => values.code ?? [])
  const unknown = codes.filter((code) => !skus.has(code))
  const foreign = unknown.length > 0 ? await findForeignCodes(tx, cooperativeId, unknown) : new Set<string>()
  const batches = await findBatches(
    tx,
    read.flatMap(({ values }) => values.lotCode ?? []),
  )
  const rowsOfCode = groupRows(read, ({ code }) => code)
  const rowsOfLot = groupRows(read, ({ lotCode }) => lotCode)
  return read.map(({ row, values, errors }) => {
    const { code = '', lotCode = '' } = values
    const isOther = (number: number) => number !== row.rowNumber
    const context = {
      mapping,
      sku: skus.get(code),
      isForeign: foreign.has(code),
      otherRow: rowsOfCode.get(code)?.find(isOther),
      batch: batches.get(lotCode),
      otherLotRow: rowsOfLot.get(lotCode)?.find(isOther),
      today,
    }
    return { ...decideRow({ values, errors }, context), id: row.id }
  })
}

type ReadRow = ReturnType<typeof readRow> & { row: { rowNumber: number } }

/** The numbers of the rows that say the same. */
function groupRows(read: readonly ReadRow[], keyOf: (values: RowValues) => string | undefined): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const { row, values } of read) {
    const key = keyOf(values)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(row.rowNumber)
    else groups.set(key, [row.rowNumber])
  }
  return groups
}
