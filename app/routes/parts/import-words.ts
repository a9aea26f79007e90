import type { ImportMessages } from '#app/messages/imports.ts'
import type { CheckImportRefusal } from '#app/modules/imports/check-import.ts'
import type { MappingProblem } from '#app/modules/imports/import-fields.ts'
import type { FieldChange, RowError } from '#app/modules/imports/import-job.ts'
import type { DiscardImportRefusal, StartImportRefusal } from '#app/modules/imports/start-import.ts'
import type { UploadImportRefusal } from '#app/modules/imports/upload-import.ts'
import type { Language } from '#app/shared/language.ts'
import { formatWeight } from '#app/shared/weight.ts'

/** Why a file was not taken, from the form that sent it or from what is in it. */
export type UploadProblem =
  | UploadImportRefusal
  | { kind: 'fileTooLarge'; maxBytes: number }
  | { kind: 'tooManyFiles'; maxFiles: number }

export function explainUpload(refusal: UploadProblem, t: ImportMessages): string {
  switch (refusal.kind) {
    case 'unreadable':
      return t.problems[refusal.problem] ?? t.problems.broken ?? ''
    case 'fileMissing':
    case 'fileTooLarge':
    case 'tooManyFiles':
    case 'noRows':
    case 'noHeader':
    case 'requestReused':
      return t.refusals[refusal.kind]()
  }
}

/** Why a step of an import was not taken; that there is no such import is an answer of its own. */
export type ImportRefusal = Exclude<
  CheckImportRefusal | StartImportRefusal | DiscardImportRefusal,
  { kind: 'notFound' }
>

export function explainImport(refusal: ImportRefusal, t: ImportMessages): string {
  switch (refusal.kind) {
    case 'mapping':
      return explainMapping(refusal.problem, t)
    case 'wrongState':
      return t.refusals.wrongState(t.states[refusal.state])
    case 'columnCount':
    case 'nothingToApply':
      return t.refusals[refusal.kind]()
  }
}

function explainMapping(problem: MappingProblem, t: ImportMessages): string {
  if (problem.kind === 'fieldTwice') return t.refusals.fieldTwice(t.fields[problem.field])
  return t.refusals[problem.kind]()
}

/** 'A', 'B' … 'AA': a column as a spreadsheet program names it; `index` from 0. */
export function columnLetter(index: number): string {
  const first = Math.floor(index / 26)
  return `${first > 0 ? columnLetter(first - 1) : ''}${String.fromCharCode(65 + (index % 26))}`
}

/** One thing to put right, in a sentence: where, what stands there, what to do. */
export function explainRowError({ field, column, value, hint, detail }: RowError, t: ImportMessages): string {
  const name = t.fields[field]
  const place = column === null ? name : t.errorColumn(name, columnLetter(column))
  return t.errorAt(place, value, t.hints[hint](detail ?? {}))
}

/** A value of a change as people read it. */
export function changeText(
  { field }: Pick<FieldChange, 'field'>,
  text: string | null,
  { t, language }: { t: ImportMessages; language: Language },
): string {
  if (text === null || text === '') return t.nothing
  if (field === 'price') return `¥${text}`
  return field === 'netWeight' ? formatWeight(Number(text), language) : text
}
