import type { NoteDetail, SheetsMessages } from '#app/messages/sheets.ts'
import type {
  CheckSheetRefusal,
  SheetNote,
  SheetStepRefusal,
  StartSheetRefusal,
} from '#app/modules/sheets/sheet-file.ts'
import type { UploadSheetRefusal } from '#app/modules/sheets/upload-sheet.server.ts'
import { columnLetter } from './import-words.ts'

/** The words of one kind of sheet: what its fields are called, and its own hints. */
export interface SheetWords {
  fields: Record<string, string>
  hints: Record<string, (detail: NoteDetail) => string>
}

/** Why a file was not taken, from the form that sent it or from what is in it. */
export type SheetUploadProblem =
  | UploadSheetRefusal
  | { kind: 'fileTooLarge'; maxBytes: number }
  | { kind: 'tooManyFiles'; maxFiles: number }

export function explainSheetUpload(problem: SheetUploadProblem, t: SheetsMessages): string {
  if (problem.kind === 'unreadable') return t.problems[problem.problem] ?? t.problems.broken ?? ''
  return t.refusals[problem.kind]
}

/** Why a step was not taken; that there is no such file is an answer of its own. */
export type SheetRefusal = Exclude<CheckSheetRefusal | StartSheetRefusal | SheetStepRefusal, { kind: 'notFound' }>

export function explainSheet(refusal: SheetRefusal, { t, words }: { t: SheetsMessages; words: SheetWords }): string {
  switch (refusal.kind) {
    case 'mapping':
      return t[refusal.problem.kind](words.fields[refusal.problem.field] ?? refusal.problem.field)
    case 'wrongState':
      return t.wrongState(t.states[refusal.state])
    case 'columnCount':
      return t.refusals.columnCount
    case 'hasErrors':
      return t.hasErrors(refusal.count)
    case 'nothingToApply':
      return t.nothingToApply
  }
}

/** One thing to put right, in a sentence: where, what stands there, what to do. */
export function explainNote(note: SheetNote, { t, words }: { t: SheetsMessages; words: SheetWords }): string {
  const name = words.fields[note.field] ?? note.field
  const place = note.column === null ? name : t.noteColumn(name, columnLetter(note.column))
  const detail = note.detail ?? {}
  const hint =
    note.hint === 'rowTwice'
      ? t.rowTwice(detail.row ?? '')
      : (words.hints[note.hint]?.(detail) ?? t.hints[note.hint] ?? note.hint)
  return t.noteAt(place, note.value, hint)
}
