import type { FundType } from '#app/modules/ledger/accounts.ts'
import { type AppliedRow, type ApplyRows, applySheets } from '#app/modules/sheets/apply-sheet.server.ts'
import type { DecideRows } from '#app/modules/sheets/check-sheet.server.ts'
import type { SheetNote, SheetRow, SheetVerdict } from '#app/modules/sheets/sheet-file.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { OrgUnitId, SheetFileId } from '#app/shared/ids.ts'
import { readParties } from './internal/party-rows.server.ts'
import { lockKeys, readLive, type StoredPurchase } from './internal/purchase-rows.server.ts'
import { findNear, readLinePlaces } from './internal/sheet-lines.server.ts'
import { type NewRevision, writeRevisions } from './internal/write-revisions.server.ts'
import {
  changesBetween,
  type ExternalChannel,
  keyText,
  type PurchaseFacts,
  type PurchaseKey,
  touchesFigures,
} from './purchase.ts'
import { changeTexts, noteIn, type RowContext, readPurchaseRow } from './purchase-row.ts'
import { type PurchaseCells, purchaseSheet } from './purchase-sheet.ts'

type Row = SheetRow<PurchaseCells>
interface FileOf {
  options: Record<string, string>
  mapping: readonly string[]
  sheetId: SheetFileId
  now: Date
}

/** A row with the line it is about. */
interface PlacedRow {
  row: Row
  key: PurchaseKey
  note: ReturnType<typeof noteIn>
}

async function contextOf(tx: Tx, { options, mapping, now }: FileOf): Promise<RowContext> {
  return {
    channel: options.channel as ExternalChannel,
    fundType: (options.fundType || undefined) as FundType | undefined,
    orgUnitId: (options.orgUnitId || undefined) as OrgUnitId | undefined,
    mapping,
    parties: await readParties(tx),
    today: businessDate(now),
  }
}

async function placeRows(tx: Tx, rows: readonly Row[], file: FileOf): Promise<PlacedRow[]> {
  const column = file.mapping.indexOf('externalNo')
  const externalNos = [...new Set(rows.map(({ values }) => values.externalNo ?? ''))]
  const places = await readLinePlaces(tx, { sheetId: file.sheetId, column, externalNos })
  const channel = file.options.channel as ExternalChannel
  return rows.map((row) => {
    const lineNo = row.values.lineNo ?? places.get(row.id) ?? 1
    const key = { channel, externalNo: row.values.externalNo ?? '', lineNo }
    return { row, key, note: noteIn(file, row.values) }
  })
}

/** Says of each row what it would do: the dry run of an import. */
export const decidePurchases: DecideRows<PurchaseCells> = async (tx, rows, file) => {
  const context = await contextOf(tx, file)
  const placed = await placeRows(tx, rows, file)
  const known = await readLive(
    tx,
    placed.map(({ key }) => key),
    { isLocking: false },
  )
  const firstRows = new Map<string, number>()
  const fresh: { place: number; facts: PurchaseFacts }[] = []
  const verdicts = placed.map((one, place): SheetVerdict => {
    const twice = findTwin(one, firstRows)
    if (twice) return { state: 'error', errors: [twice] }
    const [verdict, facts] = decideRow(one, known.get(keyText(one.key)), context)
    if (verdict.state === 'new' && facts) fresh.push({ place, facts })
    return verdict
  })
  const near = await findNear(
    tx,
    fresh.map(({ facts }) => facts),
  )
  for (const [index, { place }] of fresh.entries()) {
    const { note } = placed[place] as PlacedRow
    const found = (near.get(index) ?? []).map(({ kind, channel, no, day }) =>
      note('amount', kind === 'order' ? 'nearOrder' : 'nearPurchase', { channel: channel ?? '', no, day }),
    )
    const verdict = verdicts[place] as SheetVerdict
    verdicts[place] = { ...verdict, warnings: [...(verdict.warnings ?? []), ...found] }
  }
  return verdicts
}

/** The row before it that says the same: the same line of an order, or the same in every cell. */
function findTwin({ row, key, note }: PlacedRow, firstRows: Map<string, number>): SheetNote | undefined {
  const names = [`key ${keyText(key)}`, `cells ${JSON.stringify(row.payload)}`]
  const first = names.map((name) => firstRows.get(name)).find((found) => found !== undefined)
  for (const name of names) if (!firstRows.has(name)) firstRows.set(name, row.rowNumber)
  return first === undefined ? undefined : note('externalNo', 'rowTwice', { row: first })
}

function decideRow(
  { row, key, note }: PlacedRow,
  before: StoredPurchase | undefined,
  context: RowContext,
): [SheetVerdict, PurchaseFacts?] {
  if (row.values.status === 'canceled') return [decideCanceled(before, note)]
  const { facts, errors, warnings } = readPurchaseRow({ cells: row.values, lineNo: key.lineNo }, before?.facts, context)
  if (!facts || errors.length > 0) return [{ state: 'error', errors }]
  if (!before) return [{ state: 'new', warnings }, facts]
  const targetId = before.purchaseId
  const changes = changesBetween(before.facts, facts)
  if (changes.length === 0) return [{ state: before.sheetRowId ? 'unchanged' : 'duplicate', targetId, warnings }]
  if (before.linkedOrderId && touchesFigures(before.facts, facts))
    return [{ state: 'error', targetId, errors: [note('externalNo', 'linked')] }]
  return [{ state: 'changed', targetId, diff: changes.map(changeTexts), warnings }]
}

function decideCanceled(before: StoredPurchase | undefined, note: PlacedRow['note']): SheetVerdict {
  if (!before) return { state: 'unchanged', warnings: [note('status', 'canceledUnknown')] }
  const targetId = before.purchaseId
  if (before.linkedOrderId) return { state: 'error', targetId, errors: [note('externalNo', 'linked')] }
  return { state: 'changed', targetId, diff: [{ field: 'state', from: before.state, to: 'reversed' }] }
}

/**
 * Does what rows say: new lines are recorded, changed ones corrected, canceled ones taken
 * back. What somebody did since the check is looked at again, so the same row never
 * counts twice.
 */
const applyPurchases: ApplyRows<PurchaseCells> = async (tx, rows, file) => {
  const context = await contextOf(tx, file)
  const placed = await placeRows(tx, rows, file)
  const keys = placed.map(({ key }) => key)
  await lockKeys(tx, keys)
  const known = await readLive(tx, keys, { isLocking: true })
  const plans = placed.map((one) => planRow(one, known.get(keyText(one.key)), context))
  const revisions = plans.flatMap((plan) => ('revision' in plan ? [plan.revision] : []))
  const written = await writeRevisions(tx, revisions, { recordedBy: file.actorId, now: file.now })
  let next = 0
  return plans.map((plan): AppliedRow => {
    if (!('revision' in plan)) return plan
    next += 1
    return { targetId: written[next - 1] as string }
  })
}

function planRow(
  one: PlacedRow,
  before: StoredPurchase | undefined,
  context: RowContext,
): AppliedRow | { revision: NewRevision } {
  const { row, key, note } = one
  const sheetRowId = row.id
  if (row.values.status === 'canceled') {
    if (!before) return { errors: [note('externalNo', 'gone')] }
    if (before.linkedOrderId) return { errors: [note('externalNo', 'linked')] }
    return { revision: { before, facts: before.facts, isReversed: true, reason: '', sheetRowId } }
  }
  const read = readPurchaseRow({ cells: row.values, lineNo: key.lineNo }, before?.facts, context)
  const { facts, errors } = read
  if (!facts || errors.length > 0) return { errors }
  if (!before) return { revision: { facts, reason: '', sheetRowId } }
  if (changesBetween(before.facts, facts).length === 0) return { targetId: before.purchaseId }
  if (before.linkedOrderId && touchesFigures(before.facts, facts)) return { errors: [note('externalNo', 'linked')] }
  return { revision: { before, facts, reason: '', sheetRowId } }
}

/** Applies released files of purchases; says how many rows it went through. */
export function applyPurchaseSheets(db: Db, now: Date): Promise<number> {
  return applySheets(db, purchaseSheet, { apply: applyPurchases, now })
}
