import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { CutOffSnapshot } from '#app/modules/fulfillment/cut-off.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { wordsOfPlace } from './supply-place.ts'

/** A cut-off as a table: its head, a row for each line, and the totals. */
export function rowsOfCutOff({ lines, totals }: CutOffSnapshot, language: Language): (string | number)[][] {
  const { columns, total, orders } = cooperativeMessages[language].cutOff
  const head = [
    columns.place,
    columns.time,
    columns.orderNo,
    columns.lineNo,
    columns.product,
    columns.spec,
    columns.pieces,
    columns.shipped,
    columns.toShip,
  ]
  const body = lines.map((line) => {
    const { place, time } = wordsOfPlace(line.destination, language)
    const product = inLanguage(line.nameZh, line.nameEn, language)
    const spec = inLanguage(line.specZh, line.specEn, language)
    const counts = [line.pieces, line.shipped, line.pieces - line.shipped]
    return [place, time, line.orderNo, line.lineNo, product, spec, ...counts]
  })
  const sums = [totals.pieces, totals.shipped, totals.pieces - totals.shipped]
  return [head, ...body, [total, '', orders(totals.orders), totals.lines, '', '', ...sums]]
}
