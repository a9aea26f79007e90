import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { groupByPlace, type PackedPlace, totalByProduct } from '#app/modules/fulfillment/cut-off.ts'
import type { CutOffView } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { closePdf, openPdf } from '#app/platform/pdf/pdf-document.server.ts'
import {
  A4_WIDTH,
  addPage,
  type PdfColumn,
  type PdfSheet,
  writeFooters,
  writeLine,
  writeTable,
} from '#app/platform/pdf/pdf-table.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { wordsOfPlace } from './supply-place.ts'

interface Printing {
  cutOff: CutOffView
  cooperative: string
  language: Language
}

/** A cut-off on A4: first what to pick, by product; then what to pack, by place and order. */
export async function printPickList({ cutOff, cooperative, language }: Printing): Promise<Uint8Array<ArrayBuffer>> {
  const t = cooperativeMessages[language].cutOff
  const title = t.title(cutOff.number, cutOff.revision)
  const pdf = await openPdf({ title, now: cutOff.cutAt })
  const sheet: PdfSheet = { pdf, y: 0 }
  addPage(sheet)
  writeLine(sheet, title, { size: 18 })
  writeLine(sheet, cooperative, { size: 12 })
  const [paid, cut] = [cutOff.paidUntil, cutOff.cutAt].map((instant) => formatInstant(instant, language))
  writeLine(sheet, t.until(paid ?? '', cut ?? ''), { size: 9.5 })
  writeProducts(sheet, cutOff, language)
  writeLine(sheet, t.byPlace, { size: 14, keep: 90 })
  for (const place of groupByPlace(cutOff.snapshot)) writePlace(sheet, place, language)
  writeFooters(sheet, (page, count) => `${t.footer(cooperative, title)} · ${t.page(page, count)}`)
  return closePdf(pdf)
}

function writeProducts(sheet: PdfSheet, { snapshot }: CutOffView, language: Language): void {
  const t = cooperativeMessages[language].cutOff
  const columns: PdfColumn[] = [
    { head: t.columns.check, width: 40, align: 'center' },
    { head: t.columns.product, width: A4_WIDTH - 280 },
    { head: t.columns.spec, width: 90 },
    { head: t.columns.pieces, width: 50, align: 'right' },
    { head: t.columns.shipped, width: 50, align: 'right' },
    { head: t.columns.toShip, width: 50, align: 'right' },
  ]
  const rows = totalByProduct(snapshot).map((row) => [
    '□',
    inLanguage(row.nameZh, row.nameEn, language),
    inLanguage(row.specZh, row.specEn, language),
    ...countsOf(row),
  ])
  writeLine(sheet, t.byProduct, { size: 14, keep: 60 })
  writeTable(sheet, { columns, rows: [...rows, ['', t.total, '', ...countsOf(snapshot.totals)]] })
}

function writePlace(sheet: PdfSheet, { destination, orders }: PackedPlace, language: Language): void {
  const t = cooperativeMessages[language].cutOff
  const { place, time } = wordsOfPlace(destination, language)
  const where = destination.kind === 'pickup' ? `${place} · ${time}` : place
  writeLine(sheet, `${where} · ${t.orders(orders.length)}`, { size: 11, keep: 60 })
  const columns: PdfColumn[] = [
    { head: t.columns.check, width: 40, align: 'center' },
    { head: t.columns.orderNo, width: 110 },
    { head: t.columns.product, width: A4_WIDTH - 340 },
    { head: t.columns.spec, width: 90 },
    { head: t.columns.pieces, width: 50, align: 'right' },
    { head: t.columns.toShip, width: 50, align: 'right' },
  ]
  const rows = orders.flatMap(({ orderNo, lines }) =>
    lines.map((line) => [
      '□',
      line.destination.kind === 'pickup' ? orderNo : `${orderNo} ${t.room(line.destination.room)}`,
      inLanguage(line.nameZh, line.nameEn, language),
      inLanguage(line.specZh, line.specEn, language),
      String(line.pieces),
      String(line.pieces - line.shipped),
    ]),
  )
  writeTable(sheet, { columns, rows })
}

function countsOf({ pieces, shipped }: { pieces: number; shipped: number }): string[] {
  return [pieces, shipped, pieces - shipped].map(String)
}
