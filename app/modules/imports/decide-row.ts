import type { KnownBatch, SheetSku } from '#app/modules/stock/stock-views.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import type { ColumnMapping, ImportField } from './import-fields.ts'
import type { FieldChange, RowError, RowVerdict } from './import-job.ts'
import { type RowValues, shown } from './read-row.ts'

/** What the shop knows that bears on a row. */
export interface RowContext {
  mapping: ColumnMapping
  /** The cooperative's SKU of the row's code. */
  sku: SheetSku | undefined
  /** The code is another cooperative's. */
  isForeign: boolean
  /** Another row of the sheet with the same code. */
  otherRow: number | undefined
  /** The lot of the code the row names, whose ever it is, and another row with the same. */
  batch: KnownBatch | undefined
  otherLotRow: number | undefined
  today: BusinessDate
}

const LOT_FACTS = ['harvestedOn', 'bestBeforeOn', 'batchQuantity'] as const

/** Compares what a row says with the shop. Nothing is decided about a row with an error. */
export function decideRow(
  { values, errors: unread }: { values: RowValues; errors: RowError[] },
  context: RowContext,
): RowVerdict {
  const isLotUnread = unread.some(({ field }) => field === 'lotCode' || LOT_FACTS.some((fact) => fact === field))
  const errors = [...unread, ...findCodeErrors(values, context)]
  if (context.sku) errors.push(...findWeightErrors(values, context.sku, context.mapping))
  if (context.sku && !isLotUnread) errors.push(...findLotErrors(values, context))
  const skuId = context.sku?.skuId
  if (errors.length > 0) return { state: 'error', skuId, diff: [], errors }
  const diff = context.sku ? changesOf(values, context.sku, context.batch) : additionsOf(values)
  if (!context.sku) return { state: 'new', skuId, diff, errors: [] }
  return { state: diff.length > 0 ? 'changed' : 'unchanged', skuId, diff, errors: [] }
}

/** What is in one piece never changes: another weight is another SKU. */
function findWeightErrors({ netWeight }: RowValues, sku: SheetSku, mapping: ColumnMapping): RowError[] {
  if (netWeight === undefined || netWeight === sku.netWeightGrams) return []
  const at = errorMaker(mapping)
  if (sku.netWeightGrams === null) return [at('netWeight', String(netWeight), { hint: 'soldByVolume' })]
  return [at('netWeight', String(netWeight), { hint: 'weightFixed', detail: { now: sku.netWeightGrams } })]
}

function findCodeErrors(values: RowValues, { isForeign, otherRow, mapping }: RowContext): RowError[] {
  const at = errorMaker(mapping)
  const errors: RowError[] = []
  const code = values.code ?? ''
  if (isForeign) errors.push(at('code', code, { hint: 'codeForeign' }))
  if (otherRow !== undefined) errors.push(at('code', code, { hint: 'codeTwice', detail: { row: otherRow } }))
  return errors
}

type Complaint = Pick<RowError, 'hint' | 'detail'>

function errorMaker(mapping: ColumnMapping) {
  return (field: ImportField, value: string, complaint: Complaint): RowError => {
    const column = mapping.indexOf(field)
    return { field, column: column === -1 ? null : column, value: shown(value), ...complaint }
  }
}

/** A lot comes in whole: code, both days and how many pieces. A lot that is there already is what it is. */
function findLotErrors(values: RowValues, { mapping, sku, batch, otherLotRow, today }: RowContext): RowError[] {
  const at = errorMaker(mapping)
  if (values.lotCode === undefined) {
    const stray = LOT_FACTS.find((field) => values[field] !== undefined)
    return stray ? [at('lotCode', '', { hint: 'lotIncomplete' })] : []
  }
  const lotCode = values.lotCode
  if (otherLotRow !== undefined) return [at('lotCode', lotCode, { hint: 'lotTwice', detail: { row: otherLotRow } })]
  if (batch && batch.skuId !== sku?.skuId) return [at('lotCode', lotCode, { hint: 'lotTaken' })]
  if (batch) return findDifferences(values, batch, at)
  return findNewLotErrors(values, today, at)
}

function findNewLotErrors(values: RowValues, today: BusinessDate, at: ReturnType<typeof errorMaker>): RowError[] {
  const missing = LOT_FACTS.filter((field) => values[field] === undefined || values[field] === 0)
  if (missing.length > 0) return missing.map((field) => at(field, '', { hint: 'lotIncomplete' }))
  const { harvestedOn = '', bestBeforeOn = '' } = values
  if (bestBeforeOn <= harvestedOn) return [at('bestBeforeOn', bestBeforeOn, { hint: 'bestBeforeEarly' })]
  if (harvestedOn > today) return [at('harvestedOn', harvestedOn, { hint: 'harvestInFuture' })]
  return bestBeforeOn < today ? [at('bestBeforeOn', bestBeforeOn, { hint: 'lotExpired' })] : []
}

function findDifferences(values: RowValues, batch: KnownBatch, at: ReturnType<typeof errorMaker>): RowError[] {
  const known = {
    harvestedOn: batch.harvestedOn,
    bestBeforeOn: batch.bestBeforeOn,
    batchQuantity: batch.quantity,
    certificateNumber: batch.certificateNumber,
  }
  const fields = [...LOT_FACTS, 'certificateNumber'] as const
  return fields.flatMap((field) => {
    const said = values[field]
    return said === undefined || said === known[field]
      ? []
      : [at(field, String(said), { hint: 'lotDiffers', detail: { text: String(known[field] ?? '') } })]
  })
}

function changesOf(values: RowValues, sku: SheetSku, batch: KnownBatch | undefined): FieldChange[] {
  const { name, spec, price, stock } = values
  const changes: FieldChange[] = []
  const change = (field: ImportField, from: string, to: string) => {
    if (from !== to) changes.push({ field, from, to, needsReview: true })
  }
  if (name !== undefined) change('name', sku.nameZh, name)
  if (spec !== undefined) change('spec', sku.specZh, spec)
  if (price !== undefined) change('price', formatYuan(fen(sku.priceFen)), formatYuan(price))
  const incoming = values.lotCode !== undefined && !batch ? (values.batchQuantity ?? 0) : 0
  const onHand = stock ?? sku.onHand + incoming
  if (onHand !== sku.onHand) changes.push(stockChange(sku.onHand, onHand))
  return incoming > 0 ? [...changes, ...lotOf(values)] : changes
}

function stockChange(from: number, to: number): FieldChange {
  return { field: 'stock', from: String(from), to: String(to), needsReview: false }
}

function lotOf(values: RowValues): FieldChange[] {
  const fields = ['lotCode', ...LOT_FACTS, 'certificateNumber'] as const
  return fields.flatMap((field) => {
    const said = values[field]
    return said === undefined ? [] : [{ field, from: null, to: String(said), needsReview: false }]
  })
}

/** Everything said of goods the shop has not got. Nothing of it is applied: codes are given, not claimed. */
function additionsOf(values: RowValues): FieldChange[] {
  const { price, netWeight, stock, name, spec } = values
  const said: [ImportField, string | undefined][] = [
    ['name', name],
    ['spec', spec],
    ['price', price === undefined ? undefined : formatYuan(price)],
    ['netWeight', netWeight === undefined ? undefined : String(netWeight)],
    ['stock', stock === undefined ? undefined : String(stock)],
  ]
  return said.flatMap(([field, to]) => (to === undefined ? [] : [{ field, from: null, to, needsReview: false }]))
}
