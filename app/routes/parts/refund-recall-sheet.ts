import type { AftersaleMessages } from '#app/messages/aftersale.ts'
import type { RecallView } from '#app/modules/aftersale/recall-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { formatOrderNo } from './order-url.ts'

/** A recall as a table to call people from: the head, then a row for each order line. */
export function rowsOfRecall(
  recall: RecallView,
  { t, language }: { t: AftersaleMessages; language: Language },
): string[][] {
  const words = t.recall
  const head = [words.order, words.status, words.product, words.fromLot, words.handedOver, words.canceled, words.told]
  return [
    [...head, words.downloadName, words.phone],
    ...recall.lines.map((line) => [
      formatOrderNo(line.orderNo),
      t.orderStatus[line.orderStatus] ?? line.orderStatus,
      language === 'zh' ? `${line.nameZh} ${line.specZh}` : `${line.nameEn} ${line.specEn}`,
      String(line.fromLot),
      String(line.handedOver),
      line.canceled === undefined ? words.notYet : String(line.canceled),
      line.toldAt ? formatInstant(line.toldAt, language) : words.notYet,
      line.contactName ?? '',
      line.contactPhone ?? '',
    ]),
  ]
}
