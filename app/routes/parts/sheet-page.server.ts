import { badRequest, notFound } from '#app/http/responses.server.ts'
import type { SheetFile, SheetRowView } from '#app/modules/sheets/sheet-file.ts'
import type { SheetKindName } from '#app/modules/sheets/sheet-kind.ts'
import { findSheet, listSheetRows, listSheets } from '#app/modules/sheets/sheet-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { SheetOnList } from './sheet-list.tsx'
import { parseSheetQuery, SHEET_TABS, type SheetTab } from './sheet-query.ts'
import { readSheetId } from './sheet-steps.server.ts'

const PAGE_LENGTH = 50
const LIST_LENGTH = 20
/** After so long without a sign the page says that nothing moves. */
const STALLED_MS = 60_000

export interface SheetPage {
  file: Omit<SheetFile, 'createdAt' | 'heartbeatAt' | 'finishedAt'> & { createdAt: number }
  counts: SheetFile['counts']
  isStalled: boolean
  tab: SheetTab
  rows: SheetRowView[]
  after: number
  next: number | undefined
}

/** A file with the part of its rows that the address names. Throws 404 and 400 for what there is none of. */
export async function readSheetPage(
  request: Request,
  kind: SheetKindName,
  params: { sheetId?: string | undefined },
): Promise<SheetPage> {
  const { db } = getRuntime()
  const query = parseSheetQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const found = await findSheet(db, kind, readSheetId(params))
  if (!found) throw notFound()
  const { createdAt, heartbeatAt, finishedAt: _, ...file } = found
  const tab = query.tab ?? firstTab(found)
  const rows = await listSheetRows(db, {
    sheetId: file.sheetId,
    state: tab,
    after: query.after,
    limit: PAGE_LENGTH + 1,
  })
  const isStalled = heartbeatAt !== undefined && clock.now().getTime() - heartbeatAt.getTime() > STALLED_MS
  const next = rows.length > PAGE_LENGTH ? rows[PAGE_LENGTH - 1]?.rowNumber : undefined
  const shown = rows.slice(0, PAGE_LENGTH)
  return {
    file: { ...file, createdAt: createdAt.getTime() },
    counts: file.counts,
    isStalled,
    tab,
    rows: shown,
    after: query.after,
    next,
  }
}

function firstTab({ counts }: SheetFile): SheetTab {
  if (counts.error > 0) return 'error'
  return SHEET_TABS.find((tab) => counts[tab] > 0) ?? 'new'
}

/** The newest files of a kind, for the page where they are brought in. */
export async function readSheetList(kind: SheetKindName): Promise<SheetOnList[]> {
  const sheets = await listSheets(getRuntime().db, kind, LIST_LENGTH)
  return sheets.map(({ createdAt, ...sheet }) => ({ ...sheet, createdAt: createdAt.getTime() }))
}
