import { Link } from '@remix-run/react'
import { counterMessages } from '#app/messages/counter.ts'
import { type SaleItem, withSaleItem } from '#app/modules/counter/sale-items.ts'
import type { SaleGoods } from '#app/modules/counter/sale-queries.server.ts'
import { type Fen, formatMoney, multiplyFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { CARD, GoodsPicture, useGoodsName } from './counter-parts.tsx'
import { saleAddress } from './counter-sell.ts'

/** What was found, each with a link that puts one more on the counter. */
export function FoundGoods({ found, items }: { found: SaleGoods[]; items: SaleItem[] }) {
  const t = useMessages(counterMessages).sale
  const named = useGoodsName()
  return (
    <ul className={`mt-3 divide-y divide-line ${CARD}`}>
      {found.map((goods) => {
        const { name, spec } = named(goods)
        const onCounter = items.find((item) => item.skuId === goods.skuId)?.quantity ?? 0
        const isToHave = goods.isForSale && goods.left > onCounter
        return (
          <li key={goods.skuId} className="flex flex-wrap items-center gap-3 py-3">
            <GoodsPicture kind={goods.pictureKind} slug={goods.productSlug} />
            <div className="min-w-32 flex-1">
              <p className="font-semibold">{name}</p>
              <p className="text-sm text-ink-2">
                {spec} · <span className="tabular-nums">{formatMoney(goods.price)}</span> ·{' '}
                {goods.left > 0 ? t.left(goods.left) : t.soldOut}
              </p>
            </div>
            {isToHave && (
              <Link
                to={saleAddress(withSaleItem(items, goods.skuId, onCounter + 1))}
                aria-label={t.addNamed(`${name} ${spec}`)}
                className={STEP}
              >
                {t.add}
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const STEP =
  'inline-flex min-h-12 min-w-12 items-center justify-center rounded-[10px] border border-line-strong bg-card px-3 font-semibold'

export interface SaleLine {
  goods: SaleGoods
  quantity: number
}

/** The goods on the counter; every button is an address, so nothing is lost and nothing is done twice. */
export function SaleBasket({ lines, items, total }: { lines: SaleLine[]; items: SaleItem[]; total: Fen }) {
  const t = useMessages(counterMessages).sale
  const named = useGoodsName()
  if (lines.length === 0) return <p className="mt-2 rounded-2xl bg-sand p-4">{t.empty}</p>
  return (
    <div className={`mt-2 ${CARD}`}>
      <ul className="divide-y divide-line">
        {lines.map(({ goods, quantity }) => {
          const { name, spec } = named(goods)
          const step = (pieces: number) => saleAddress(withSaleItem(items, goods.skuId, pieces))
          return (
            <li key={goods.skuId} className="flex flex-wrap items-center gap-3 py-3">
              <div className="min-w-32 flex-1">
                <p className="font-semibold">{name}</p>
                <p className="text-sm text-ink-2">
                  {spec} · <span className="tabular-nums">{formatMoney(goods.price)}</span>
                </p>
              </div>
              <div className="flex items-center gap-2">
                <Link to={step(quantity - 1)} aria-label={t.less(name)} className={STEP}>
                  −
                </Link>
                <span className="min-w-8 text-center text-xl tabular-nums">{quantity}</span>
                {quantity < goods.left && (
                  <Link to={step(quantity + 1)} aria-label={t.moreOf(name)} className={STEP}>
                    +
                  </Link>
                )}
              </div>
              <strong className="ml-auto text-right tabular-nums">
                {formatMoney(multiplyFen(goods.price, quantity))}
              </strong>
            </li>
          )
        })}
      </ul>
      <p className="mt-2 flex items-baseline justify-between border-t border-line pt-3">
        <span>{t.total}</span>
        <strong data-testid="sale-total" className="text-3xl text-jiao tabular-nums">
          {formatMoney(total)}
        </strong>
      </p>
    </div>
  )
}
