/** Why an archive is not opened any further. */
export type ZipProblem = 'broken' | 'bomb' | 'macros' | 'encrypted' | 'nested'

/** A cell whose text is not simply what somebody wrote there. Row and column from 1, as a spreadsheet program counts. */
export interface OddCell {
  row: number
  column: number
  kind: 'formula' | 'merged' | 'excelError' | 'tooLong'
}

/** Why a file is not read. */
export type SheetProblem =
  | ZipProblem
  | 'empty'
  | 'oldExcel'
  | 'unreadable'
  | 'quotes'
  | 'tooManyRows'
  | 'tooManyColumns'
  | 'tooOdd'
  | 'tooMuchText'
