import { cooperativeMessages } from '#app/messages/cooperative.ts'
import type { CutOffTotals, PackedPlace, ProductTotal } from '#app/modules/fulfillment/cut-off.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { wordsOfPlace } from './supply-place.ts'

const HEAD = 'border-b-2 border-line-strong py-2 text-sm'
const CELL = 'border-b border-line py-2 align-top'
const NUMBER = 'pl-3 text-right tabular-nums'

/** What to pick, one row a size. */
export function PickTable({ products, totals }: { products: readonly ProductTotal[]; totals: CutOffTotals }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.byProduct}</h2>
      <table className="mt-2 w-full border-collapse">
        <thead>
          <tr>
            <th scope="col" className={`${HEAD} text-left`}>
              {t.columns.product}
            </th>
            {[t.columns.pieces, t.columns.shipped, t.columns.toShip].map((head) => (
              <th key={head} scope="col" className={`${HEAD} ${NUMBER} whitespace-nowrap`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {products.map((row) => (
            <tr key={row.skuId}>
              <th scope="row" className={`${CELL} text-left font-normal`}>
                {inLanguage(row.nameZh, row.nameEn, language)}
                <span className="block text-sm text-ink-2">{inLanguage(row.specZh, row.specEn, language)}</span>
              </th>
              <Counts pieces={row.pieces} shipped={row.shipped} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className={`${CELL} text-left`}>
              {t.total} <span className="text-sm font-normal text-ink-2">{t.orders(totals.orders)}</span>
            </th>
            <Counts pieces={totals.pieces} shipped={totals.shipped} />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Counts({ pieces, shipped }: { pieces: number; shipped: number }) {
  return (
    <>
      <td className={`${CELL} ${NUMBER}`}>{pieces}</td>
      <td className={`${CELL} ${NUMBER}`}>{shipped}</td>
      <td className={`${CELL} ${NUMBER}`}>{pieces - shipped}</td>
    </>
  )
}

/** What to pack: by pickup point and time, then by order. */
export function PackTables({ places }: { places: readonly PackedPlace[] }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.byPlace}</h2>
      {places.map((place) => (
        <PackTable key={JSON.stringify(place.destination)} place={place} />
      ))}
    </section>
  )
}

function PackTable({ place: { destination, orders } }: { place: PackedPlace }) {
  const { cutOff: t } = useMessages(cooperativeMessages)
  const language = useLanguage()
  const { place, time } = wordsOfPlace(destination, language)
  return (
    <table className="mt-4 w-full border-collapse">
      <caption className="pb-1 text-left">
        <span className="font-semibold">{place}</span>{' '}
        <span className="text-sm text-ink-2">
          {destination.kind === 'pickup' && `${time} · `}
          {t.orders(orders.length)}
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} text-left`}>
            {t.columns.orderNo}
          </th>
          <th scope="col" className={`${HEAD} pl-3 text-left`}>
            {t.columns.product}
          </th>
          <th scope="col" className={`${HEAD} ${NUMBER} whitespace-nowrap`}>
            {t.columns.toShip}
          </th>
        </tr>
      </thead>
      <tbody>
        {orders.flatMap(({ orderNo, lines }) =>
          lines.map((line) => (
            <tr key={line.orderLineId}>
              <th scope="row" className={`${CELL} text-left text-sm font-normal tabular-nums`}>
                {orderNo}
                {line.destination.kind === 'building' && (
                  <span className="block text-ink-2">{t.room(line.destination.room)}</span>
                )}
              </th>
              <td className={`${CELL} pl-3`}>
                {inLanguage(line.nameZh, line.nameEn, language)}
                <span className="block text-sm text-ink-2">{inLanguage(line.specZh, line.specEn, language)}</span>
              </td>
              <td className={`${CELL} ${NUMBER}`}>{line.pieces - line.shipped}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}
