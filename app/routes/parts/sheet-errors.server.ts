import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { sheetsMessages } from '#app/messages/sheets.ts'
import { MAX_SHEET_ROWS, type SheetKindName } from '#app/modules/sheets/sheet-kind.ts'
import { findSheet, listSheetRows } from '#app/modules/sheets/sheet-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { writeCsv } from '#app/platform/spreadsheet.server.ts'
import type { Language } from '#app/shared/language.ts'
import { readSheetId } from './sheet-steps.server.ts'
import { explainNote, type SheetWords } from './sheet-words.ts'
import { fileResponse } from './supply-file.server.ts'

/** The wrong rows of a file as they were sent, each with what is wrong behind it: to put right and upload again. */
export async function answerSheetErrors(
  request: Request,
  params: { sheetId?: string | undefined },
  of: { kind: SheetKindName; words: Record<Language, SheetWords> },
): Promise<Response> {
  const [{ db }, sheetId] = [getRuntime(), readSheetId(params)]
  const { language } = readPreferences(request)
  const t = sheetsMessages[language]
  const file = await findSheet(db, of.kind, sheetId)
  if (!file) throw notFound()
  const rows = await listSheetRows(db, { sheetId, state: 'error', after: 0, limit: MAX_SHEET_ROWS })
  const explain = { t, words: of.words[language] }
  const body = rows.map(({ payload, errors }) => [
    ...payload,
    errors.map((note) => explainNote(note, explain)).join(' '),
  ])
  return fileResponse(writeCsv([[...file.header, t.problemColumn], ...body]), { kind: 'csv', file: 'rows-to-correct' })
}
