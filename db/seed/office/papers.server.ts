import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { closePdf, openPdf } from '#app/platform/pdf/pdf-document.server.ts'
import { addPage, type PdfSheet, writeLine } from '#app/platform/pdf/pdf-table.server.ts'
import type { DocumentId, PersonId } from '#app/shared/ids.ts'
import { taken } from './desk.ts'

export interface Paper {
  fileName: string
  title: string
  lines: readonly string[]
}

/** Keeps a made-up paper of a page as the file somebody would have handed in. */
export async function storePaper(
  db: Db,
  { paper, by, now }: { paper: Paper; by: PersonId; now: Date },
): Promise<DocumentId> {
  const bytes = await printPaper(paper, now)
  const stored = await storeDocument(db, { bytes, fileName: paper.fileName, uploadedBy: by, now })
  return taken(stored, paper.fileName)
}

async function printPaper({ title, lines }: Paper, now: Date): Promise<Buffer> {
  const pdf = await openPdf({ title, now })
  const sheet: PdfSheet = { pdf, y: 0 }
  addPage(sheet)
  writeLine(sheet, title, { size: 16 })
  sheet.y += 10
  for (const line of lines) writeLine(sheet, line, { size: 10.5 })
  sheet.y += 16
  writeLine(sheet, '本文件由演示数据生成，所述单位、金额和编号均为虚构。', { size: 8.5 })
  return Buffer.from(await closePdf(pdf))
}
