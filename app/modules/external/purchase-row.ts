import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { SheetNote } from '#app/modules/sheets/sheet-file.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { OrgUnitId } from '#app/shared/ids.ts'
import { type Fen, formatYuan, ZERO_FEN } from '#app/shared/money.ts'
import { cooperativeNamed, countyNamed, type Parties, unitNamed } from './parties.ts'
import {
  type ExternalChannel,
  type FactChange,
  type FactField,
  findProblems,
  type PurchaseFacts,
  purchaseFacts,
} from './purchase.ts'
import type { PurchaseCells } from './purchase-sheet.ts'

/** What is said about a whole file, and what its rows can name. */
export interface RowContext {
  channel: ExternalChannel
  /** For rows that do not say it themselves. */
  fundType: FundType | undefined
  orgUnitId: OrgUnitId | undefined
  /** For each column the field it means; '' for nothing. */
  mapping: readonly string[]
  parties: Parties
  today: BusinessDate
}

/** What a row makes of a purchase, or why it cannot. */
export interface RowReading {
  facts: PurchaseFacts | undefined
  errors: SheetNote[]
  warnings: SheetNote[]
}

type Cells = Partial<PurchaseCells>
type Field = keyof PurchaseCells

/**
 * The purchase a row describes. A day or a refund whose column is there and whose cell
 * is empty is none; an empty text keeps what is known, and so does every column that is
 * not in the file: a list of orders does not erase an invoice somebody noted.
 */
export function readPurchaseRow(
  { cells, lineNo }: { cells: Cells; lineNo: number },
  before: PurchaseFacts | undefined,
  context: RowContext,
): RowReading {
  const note = noteIn(context, cells)
  const parties = readRowParties(cells, before, context)
  if ('unknown' in parties) return { facts: undefined, errors: [note(...parties.unknown)], warnings: [] }
  const supplier = readSupplier({ cells, before, countyId: parties.countyId }, context.parties)
  const facts = purchaseFacts({
    channel: context.channel,
    externalNo: cells.externalNo ?? '',
    lineNo,
    amount: cells.amount ?? ZERO_FEN,
    ...parties,
    ...supplier.facts,
    ...readTexts(cells, before),
    ...readStages(cells, before, context.mapping),
  })
  const errors = findProblems(facts, context.today).map(({ field, problem }) => note(fieldOf(field), problem))
  const warnings = supplier.isOfOtherCounty ? [note('supplierName', 'supplierOfOtherCounty')] : []
  return { facts, errors, warnings }
}

/** Where it was bought, with whose money and for whom; or which of them nobody can tell. */
function readRowParties(
  cells: Cells,
  before: PurchaseFacts | undefined,
  context: RowContext,
): Pick<PurchaseFacts, 'countyId' | 'fundType' | 'orgUnitId'> | { unknown: [field: Field, hint: string] } {
  const countyId = countyNamed(cells.county ?? '', context.parties)
  if (!countyId) return { unknown: ['county', 'unknownCounty'] }
  const fundType = cells.fundType ?? context.fundType ?? before?.fundType
  if (!fundType) return { unknown: ['fundType', 'missing'] }
  const known = context.orgUnitId ?? before?.orgUnitId ?? null
  if (cells.orgUnit === undefined) return { countyId, fundType, orgUnitId: known }
  const orgUnitId = unitNamed(cells.orgUnit, context.parties)
  return orgUnitId ? { countyId, fundType, orgUnitId } : { unknown: ['orgUnit', 'unknownUnit'] }
}

/** A note about a field of a row. */
export function noteIn({ mapping }: Pick<RowContext, 'mapping'>, cells: Cells) {
  return (field: Field, hint: string, detail?: Record<string, string | number>): SheetNote => {
    const place = mapping.indexOf(field)
    return {
      field,
      column: place < 0 ? null : place,
      value: textOf(cells[field]),
      hint,
      ...(detail && { detail }),
    }
  }
}

function textOf(value: PurchaseCells[Field] | undefined): string {
  return value === undefined || typeof value === 'number' ? '' : value
}

function readSupplier(
  { cells, before, countyId }: { cells: Cells; before: PurchaseFacts | undefined; countyId: string },
  parties: Parties,
) {
  const [supplierName, supplierCreditCode] = (['supplierName', 'supplierCreditCode'] as const).map(
    (field) => cells[field] ?? before?.[field] ?? '',
  ) as [string, string]
  if (cells.supplierName === undefined && cells.supplierCreditCode === undefined) {
    const cooperativeId = before?.countyId === countyId ? before.cooperativeId : null
    return { facts: { supplierName, supplierCreditCode, cooperativeId }, isOfOtherCounty: false }
  }
  const ours = cooperativeNamed({ name: supplierName, creditCode: supplierCreditCode }, parties)
  const isOfOtherCounty = ours !== undefined && ours.countyId !== countyId
  const cooperativeId = ours && !isOfOtherCounty ? ours.cooperativeId : null
  return { facts: { supplierName, supplierCreditCode, cooperativeId }, isOfOtherCounty }
}

const TEXTS = [
  'product',
  'category',
  'spec',
  'quantity',
  'unit',
  'invoiceNo',
  'paymentRef',
  'agreementNo',
  'event',
  'note',
] as const

function readTexts(cells: Cells, before: PurchaseFacts | undefined) {
  return Object.fromEntries(TEXTS.map((field) => [field, cells[field] ?? before?.[field] ?? ''])) as Pick<
    PurchaseFacts,
    (typeof TEXTS)[number]
  >
}

function readStages(cells: Cells, before: PurchaseFacts | undefined, mapping: readonly string[]) {
  const dayOf = (field: 'acceptedOn' | 'paidOn' | 'reviewedOn') =>
    cells[field] ?? (mapping.includes(field) ? null : (before?.[field] ?? null))
  const refund: Fen = cells.refund ?? (mapping.includes('refund') ? ZERO_FEN : (before?.refund ?? ZERO_FEN))
  return {
    orderedOn: cells.orderedOn ?? '',
    acceptedOn: dayOf('acceptedOn'),
    paidOn: dayOf('paidOn'),
    reviewedOn: dayOf('reviewedOn'),
    refund,
  }
}

/** The column that a fact comes from. */
function fieldOf(field: FactField): Field {
  if (field === 'countyId') return 'county'
  if (field === 'orgUnitId') return 'orgUnit'
  return field === 'channel' || field === 'cooperativeId' ? 'supplierName' : field
}

/** A change as texts: amounts in yuan, the rest as it is kept. */
export function changeTexts({ field, from, to }: FactChange): {
  field: string
  from: string | null
  to: string | null
} {
  const text = (value: FactChange['from']) => {
    if (value === null || value === '') return null
    if (field === 'amount' || field === 'refund') return formatYuan(value as Fen)
    return String(value)
  }
  return { field, from: text(from), to: text(to) }
}
