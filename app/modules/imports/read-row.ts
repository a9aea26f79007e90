import { readDay, readWords } from '#app/modules/sheets/cell-readers.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { Fen } from '#app/shared/money.ts'
import type { Result } from '#app/shared/result.ts'
import { type CellHint, readCode, readLotCode, readNetWeight, readPieces, readPrice } from './cell-values.ts'
import type { ColumnMapping, ImportField } from './import-fields.ts'
import type { ImportRow, RowError } from './import-job.ts'

/** What a row says. A field that is absent says nothing: its cell is empty, or no column means it. */
export interface RowValues {
  code?: string
  name?: string
  spec?: string
  price?: Fen
  netWeight?: number
  stock?: number
  lotCode?: string
  harvestedOn?: BusinessDate
  bestBeforeOn?: BusinessDate
  batchQuantity?: number
  certificateNumber?: string
}

const READERS: { [Field in ImportField]: (text: string) => Result<NonNullable<RowValues[Field]>, CellHint> } = {
  code: readCode,
  name: (text) => readWords(text, 60),
  spec: (text) => readWords(text, 60),
  price: readPrice,
  netWeight: readNetWeight,
  stock: readPieces,
  lotCode: readLotCode,
  harvestedOn: readDay,
  bestBeforeOn: readDay,
  batchQuantity: readPieces,
  certificateNumber: (text) => readWords(text, 60),
}

/** How much of a cell an error repeats. */
const SHOWN_LENGTH = 80

/** Reads the cells of a row by what its columns mean; names every cell that cannot be read, not only the first. */
export function readRow(row: ImportRow, mapping: ColumnMapping): { values: RowValues; errors: RowError[] } {
  const values: RowValues = {}
  const errors: RowError[] = []
  for (const [column, field] of mapping.entries()) {
    if (field === '') continue
    const text = row.payload[column] ?? ''
    const odd = row.oddCells.find((note) => note.column === column)
    if (odd) {
      errors.push({ field, column, value: shown(text), hint: odd.kind })
    } else if (text !== '') {
      const read = READERS[field](text)
      if (read.ok) Object.assign(values, { [field]: read.value })
      else errors.push({ field, column, value: shown(text), hint: read.refusal })
    } else if (field === 'code') {
      errors.push({ field, column, value: '', hint: 'missing' })
    }
  }
  return { values, errors }
}

export function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text
}

/** Whether there is nothing at all in a row; spreadsheets have such between others. */
export function isEmptyRow({ payload, oddCells }: ImportRow): boolean {
  return oddCells.length === 0 && payload.every((cell) => cell === '')
}
