import { encode } from 'uqr'
import { paths } from '#app/http/paths.ts'
import { SCAN_PREFIX } from '#app/modules/counter/pickup-code.ts'
import { showPickupCode } from '#app/modules/counter/show-pickup-code.server.ts'
import { readOrder } from '#app/modules/ordering/order-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { formatTimeRange } from '#app/shared/display-time.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import type { Ticket } from './counter-ticket.tsx'
import { formatOrderNo } from './order-url.ts'

interface Asked {
  buyerId: PersonId
  orderNo: string
  language: Language
  secret: string
  now: Date
}

/** What the buyer's ticket says; undefined when the order is not theirs, not paid, or not fetched at a counter. */
export async function viewTicket(db: Db, { language, ...asked }: Asked): Promise<Ticket | undefined> {
  const order = await readOrder(db, asked.buyerId, asked.orderNo)
  if (order?.destination.kind !== 'pickup') return undefined
  const shown = await showPickupCode(db, asked)
  if (!shown.ok) return undefined
  const { destination } = order
  const place = [
    inLanguage(destination.nameZh, destination.nameEn, language),
    inLanguage(destination.placeZh, destination.placeEn, language),
  ]
  const { value } = shown
  return {
    orderNo: formatOrderNo(asked.orderNo),
    place: place.join(' · '),
    time: formatTimeRange(destination.startsAt, destination.endsAt, language),
    lines: order.supplierOrders
      .flatMap((part) => part.lines)
      .map((line) => ({
        key: line.orderLineId,
        name: `${inLanguage(line.nameZh, line.nameEn, language)} ${inLanguage(line.specZh, line.specEn, language)}`,
        pieces: line.quantity - line.acceptedQuantity - line.canceledQuantity,
      }))
      .filter((line) => line.pieces > 0),
    code:
      value.state === 'waiting'
        ? { digits: value.code, qr: encode(`${SCAN_PREFIX}${value.code}`, { ecc: 'M' }).data }
        : undefined,
    reason: value.state === 'waiting' ? undefined : value.state,
    back: paths.order(asked.orderNo),
  }
}
