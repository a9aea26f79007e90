import type { ImportJobId, SkuId } from '#app/shared/ids.ts'
import type { CellHint } from './cell-values.ts'
import type { ColumnMapping, ImportField } from './import-fields.ts'

export type ImportState = 'uploaded' | 'mapped' | 'checked' | 'applying' | 'done' | 'done_with_errors' | 'rejected'

/** `read`: not compared with the shop yet. */
export const ROW_STATES = ['read', 'new', 'changed', 'unchanged', 'error', 'applied'] as const
export type RowState = (typeof ROW_STATES)[number]

/** Largest file, most rows under the heading, most columns, longest cell. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024
export const MAX_IMPORT_ROWS = 5_000
export const MAX_IMPORT_COLUMNS = 60
export const MAX_CELL_LENGTH = 2_000

/** What is wrong with a row besides the text of one cell. */
export type RowHint =
  | 'formula'
  | 'merged'
  | 'excelError'
  | 'tooLong'
  | 'codeTwice'
  | 'codeForeign'
  | 'lotIncomplete'
  | 'lotDiffers'
  | 'lotTaken'
  | 'lotTwice'
  | 'bestBeforeEarly'
  | 'harvestInFuture'
  | 'lotExpired'
  | 'levelChanged'
  | 'belowSold'
  | 'changedMeanwhile'
  | 'soldByVolume'
  | 'weightFixed'
  | 'nameDiffers'
  | 'proposalOpen'
  | 'listingProblems'
  | 'notPublished'

/** One thing to put right: where it stands, what stands there, and what is wrong. `detail` has the numbers of the words. */
export interface RowError {
  field: ImportField
  /** From 0; null when no column of the sheet means the field. */
  column: number | null
  value: string
  hint: CellHint | RowHint
  detail?: { seen?: number; now?: number; least?: number; row?: number; text?: string }
}

/** One field that would be another. Texts as the shop shows them. */
export interface FieldChange {
  field: ImportField
  /** Null for what is not there yet. */
  from: string | null
  to: string
  /** Becomes visible to buyers only after somebody at the college has looked at it. */
  needsReview: boolean
}

/** A cell whose text is nobody's writing, by its column from 0. */
export interface OddCellNote {
  column: number
  kind: 'formula' | 'merged' | 'excelError' | 'tooLong'
}

export interface ImportRow {
  rowNumber: number
  payload: string[]
  oddCells: OddCellNote[]
}

/** What a row would do to the shop. */
export interface RowVerdict {
  state: 'new' | 'changed' | 'unchanged' | 'error'
  skuId: SkuId | undefined
  diff: FieldChange[]
  errors: RowError[]
}

export interface ImportSummary {
  jobId: ImportJobId
  fileName: string
  fileFormat: 'csv' | 'xlsx'
  encoding: string | undefined
  state: ImportState
  rowCount: number
  createdAt: Date
  /** Who brought the file. */
  person: string
}

export interface ImportJob extends ImportSummary {
  header: string[]
  mapping: ColumnMapping
  counts: Record<RowState, number>
  /** Rows with something only a reviewer can let through, and those of which it is with the reviewer. */
  reviewCount: number
  proposedCount: number
  heartbeatAt: Date | undefined
  finishedAt: Date | undefined
}

/** What stops a step of an import. `state` is the one it is in. */
export type ImportStepRefusal = { kind: 'notFound' } | { kind: 'wrongState'; state: ImportState }
