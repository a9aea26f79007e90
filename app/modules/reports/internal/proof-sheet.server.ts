import type { SheetValue, StreamedSheet } from '#app/platform/spreadsheet-stream.server.ts'
import { fen, formatYuan, subtractFen } from '#app/shared/money.ts'
import { isTied, type ReportColumn, type TieCheck } from '../report.ts'
import type { ReportFile, Written } from './report-pages.server.ts'

/** The sheet that says what the first one shows, where the books stood, and how the figures tie to them. Made when the rows are written. */
export function proofSheet(file: ReportFile, columns: readonly ReportColumn[], written: Written): StreamedSheet {
  const { proof } = file.words
  return {
    name: proof.sheet,
    columns: [
      { head: proof.name, kind: 'text', width: 48 },
      { head: proof.reported, kind: 'text', width: 20 },
      { head: proof.booked, kind: 'text', width: 20 },
      { head: proof.difference, kind: 'text', width: 16 },
      { head: proof.result, kind: 'text', width: 10 },
    ],
    pages: proofPages(file, columns, written),
  }
}

async function* proofPages(
  file: ReportFile,
  columns: readonly ReportColumn[],
  written: Written,
): AsyncGenerator<SheetValue[][]> {
  const { words, controls } = file
  yield [
    [words.title(file.name), words.scope(file.name, file.query, file.accounts)],
    ...words.cut(file.cut).map((line): SheetValue[] => [line]),
    ...controls.totals.map(({ key, kind, amount }): SheetValue[] => [words.control(key), textOf(amount, kind)]),
    ...controls.checks.map((check) => checkRow(check, file)),
    [words.proof.rows, String(written.rows)],
    ...columns.flatMap((column, index) =>
      column.kind === 'money'
        ? [[words.proof.written(words.head(column.key)), formatYuan(fen(Number(written.sums[index] ?? 0n)))]]
        : [],
    ),
  ]
}

function checkRow(check: TieCheck, { words }: ReportFile): SheetValue[] {
  const { key, kind = 'money', reported, booked } = check
  return [
    words.check(key),
    textOf(reported, kind),
    textOf(booked, kind),
    textOf(subtractFen(reported, booked), kind),
    isTied(check) ? words.proof.tied : words.proof.untied,
  ]
}

function textOf(amount: number, kind: 'money' | 'count'): string {
  return kind === 'money' ? formatYuan(fen(amount)) : String(amount)
}
