import type { SheetFileId } from '#app/shared/ids.ts'

export type SheetState = 'uploaded' | 'checked' | 'applying' | 'done' | 'done_with_errors' | 'rejected'

/** `read`: not compared yet. `duplicate`: known already, and left out. */
export const SHEET_ROW_STATES = ['read', 'new', 'changed', 'unchanged', 'duplicate', 'error', 'applied'] as const
export type SheetRowState = (typeof SHEET_ROW_STATES)[number]

/** A cell whose text is nobody's writing, by its column from 0. */
export interface OddCellNote {
  column: number
  kind: 'formula' | 'merged' | 'excelError' | 'tooLong'
}

/** One thing to put right or to look at: where it stands, what stands there, and what is wrong. */
export interface SheetNote {
  field: string
  /** From 0; null when no column of the sheet means the field. */
  column: number | null
  value: string
  hint: string
  /** Numbers and names for the words of the hint. */
  detail?: Record<string, string | number>
}

/** One field that would be another; null for what is not there. Texts as people read them. */
export interface SheetChange {
  field: string
  from: string | null
  to: string | null
}

export interface SheetRow<Values extends object> {
  id: string
  rowNumber: number
  payload: string[]
  /** What an earlier verdict said the row is, or becomes. */
  targetId: string | undefined
  values: Partial<Values>
  errors: SheetNote[]
}

/** What a row would do. */
export interface SheetVerdict {
  state: 'new' | 'changed' | 'unchanged' | 'duplicate' | 'error'
  targetId?: string
  diff?: readonly SheetChange[]
  errors?: readonly SheetNote[]
  warnings?: readonly SheetNote[]
}

export interface SheetSummary {
  sheetId: SheetFileId
  fileName: string
  documentId: string
  encoding: string | undefined
  options: Record<string, string>
  state: SheetState
  rowCount: number
  createdAt: Date
  /** Who brought the file. */
  person: string
}

export interface SheetFile extends SheetSummary {
  header: string[]
  headerRow: number
  mapping: string[]
  counts: Record<SheetRowState, number>
  heartbeatAt: Date | undefined
  finishedAt: Date | undefined
}

export interface SheetRowView {
  rowNumber: number
  payload: string[]
  targetId: string | undefined
  diff: SheetChange[]
  errors: SheetNote[]
  warnings: SheetNote[]
}

export type SheetStepRefusal = { kind: 'notFound' } | { kind: 'wrongState'; state: SheetState }

export type MappingProblem = { kind: 'fieldTwice'; field: string } | { kind: 'fieldMissing'; field: string }

export type CheckSheetRefusal =
  | SheetStepRefusal
  | { kind: 'columnCount' }
  | { kind: 'mapping'; problem: MappingProblem }

export type StartSheetRefusal = SheetStepRefusal | { kind: 'hasErrors'; count: number } | { kind: 'nothingToApply' }
