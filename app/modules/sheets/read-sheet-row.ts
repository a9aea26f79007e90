import type { MappingProblem, OddCellNote, SheetNote, SheetRow } from './sheet-file.ts'
import type { SheetKind, SheetMapping } from './sheet-kind.ts'

/** How much of a cell a note repeats. */
const SHOWN_LENGTH = 80

/** Why the columns as named cannot be read; undefined when they can. */
export function findMappingProblem<Values extends object>(
  kind: SheetKind<Values>,
  mapping: readonly string[],
): MappingProblem | undefined {
  for (const field of kind.fields)
    if (mapping.filter((one) => one === field).length > 1) return { kind: 'fieldTwice', field }
  const missing = kind.required.find((field) => !mapping.includes(field))
  return missing === undefined ? undefined : { kind: 'fieldMissing', field: missing }
}

export interface StoredSheetRow {
  id: string
  rowNumber: number
  payload: string[]
  oddCells: OddCellNote[]
}

/** Reads the cells of a row by what its columns mean; names every cell that cannot be read, not only the first. */
export function readSheetRow<Values extends object>(
  kind: SheetKind<Values>,
  mapping: SheetMapping<Values>,
  row: StoredSheetRow,
): SheetRow<Values> {
  const values: Partial<Values> = {}
  const errors: SheetNote[] = []
  for (const [column, field] of mapping.entries()) {
    if (field === '') continue
    const raw = row.payload[column] ?? ''
    const text = kind.cleanCell ? kind.cleanCell(raw).trim() : raw
    const note = (hint: string) => errors.push({ field, column, value: shown(text), hint })
    const odd = row.oddCells.find((one) => one.column === column)
    if (odd) note(odd.kind)
    else if (text === '') {
      if (kind.filled.includes(field)) note('missing')
    } else {
      const read = kind.readers[field](text)
      if (read.ok) values[field] = read.value
      else note(read.refusal)
    }
  }
  return { id: row.id, rowNumber: row.rowNumber, payload: row.payload, values, errors }
}

function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text
}
