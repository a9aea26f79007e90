import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { CutOffLine } from '#app/modules/fulfillment/cut-off.ts'
import type { CutOffView } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { closePdf, drawQr, mm, openPdf, type Pdf, writeInBox } from '#app/platform/pdf/pdf-document.server.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { wordsOfPlace } from './supply-place.ts'

const [WIDTH, HEIGHT, EDGE] = [mm(60), mm(40), mm(2)]
const QR_SIDE = mm(17)

/** One label of 60 × 40 mm for each line that has still to leave; the code on it is the order's number. */
export async function printLabels(
  cutOff: CutOffView,
  { cooperative, language }: { cooperative: string; language: Language },
): Promise<Uint8Array<ArrayBuffer>> {
  const title = cooperativeMessages[language].cutOff.title(cutOff.number, cutOff.revision)
  const pdf = await openPdf({ title, now: cutOff.cutAt })
  const waiting = cutOff.snapshot.lines.filter(({ pieces, shipped }) => pieces > shipped)
  for (const line of waiting) printLabel(pdf, line, { cooperative, language })
  // A file without pages is none that a printer could open.
  if (waiting.length === 0) pdf.addPage({ size: [WIDTH, HEIGHT], margin: 0 })
  return closePdf(pdf)
}

function printLabel(pdf: Pdf, line: CutOffLine, words: { cooperative: string; language: Language }): void {
  const { cooperative, language } = words
  const t = cooperativeMessages[language].cutOff
  const { place, time } = wordsOfPlace(line.destination, language)
  const name = inLanguage(line.nameZh, line.nameEn, language)
  const spec = inLanguage(line.specZh, line.specEn, language)
  pdf.addPage({ size: [WIDTH, HEIGHT], margin: 0 })
  pdf.fillColor('black')
  const left = { x: EDGE, width: WIDTH - QR_SIDE - 2 * EDGE }
  const full = { x: EDGE, width: WIDTH - 2 * EDGE }
  writeInBox(pdf, line.orderNo, { ...left, y: mm(1.5), height: mm(6), size: 13, minSize: 9 })
  writeInBox(pdf, name, { ...left, y: mm(7.3), height: mm(11.4), size: 10, minSize: 7 })
  drawQr(pdf, line.orderNo, { x: WIDTH - QR_SIDE - mm(1), y: mm(1), size: QR_SIDE })
  pdf.fillColor('black')
  const pieces = t.labelPieces(line.pieces - line.shipped)
  writeInBox(pdf, pieces, { ...full, y: mm(19), width: mm(18), height: mm(7), size: 15, minSize: 10 })
  writeInBox(pdf, `${spec} · ${t.labelLine(line.lineNo)}`, {
    x: mm(21),
    width: WIDTH - mm(21) - EDGE,
    y: mm(20.5),
    height: mm(5),
    size: 9,
    minSize: 6.5,
  })
  pdf
    .moveTo(EDGE, mm(26.5))
    .lineTo(WIDTH - EDGE, mm(26.5))
    .lineWidth(0.6)
    .stroke('black')
  writeInBox(pdf, place, { ...full, y: mm(27.2), height: mm(4.8), size: 9.5, minSize: 7 })
  writeInBox(pdf, time, { ...full, y: mm(31.6), height: mm(4.2), size: 8.5, minSize: 6.5 })
  writeInBox(pdf, cooperative, { ...full, y: mm(36), height: mm(3.4), size: 6.5, minSize: 5.5 })
}
