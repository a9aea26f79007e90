import type { Result } from '#app/shared/result.ts'
import type { CellHint } from './cell-readers.ts'

/** What the rows of a file are. */
export type SheetKindName = 'external_purchase' | 'bank_statement' | 'wallet_bill'

type Readers<Values> = { [Field in keyof Values]-?: (text: string) => Result<NonNullable<Values[Field]>, CellHint> }

/**
 * How files of a kind are read: the fields a column can mean, the headings they are
 * commonly written under, and how the text of a cell becomes a value.
 */
export interface SheetKind<Values extends object> {
  name: SheetKindName
  fields: readonly (keyof Values & string)[]
  synonyms: Record<keyof Values & string, readonly string[]>
  readers: Readers<Values>
  /** Columns that must be named before a file is checked. */
  required: readonly (keyof Values & string)[]
  /** Cells that may not be empty. */
  filled: readonly (keyof Values & string)[]
  /** Takes off what a program puts around every value, e.g. the backtick of wallet bills. */
  cleanCell?: (text: string) => string
  /** Whether a row is the first of a summary below the rows. It and all after it are left out. */
  isEnd?: (payload: readonly string[]) => boolean
}

/** For each column of a file the field it means; '' for nothing. */
export type SheetMapping<Values extends object> = readonly ((keyof Values & string) | '')[]

export const MAX_SHEET_BYTES = 10 * 1024 * 1024
export const MAX_SHEET_ROWS = 20_000
export const MAX_SHEET_COLUMNS = 80
export const MAX_CELL_LENGTH = 1_000
/** Titles, account numbers and periods that programs write above the headings. */
export const MAX_PREAMBLE_ROWS = 30
