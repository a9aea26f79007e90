import type { ShopMessages } from '#app/messages/shop.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, formatMoney } from '#app/shared/money.ts'
import { splitYuan } from './product-card.tsx'
import { PresaleNote } from './stock-notes.tsx'

export interface SkuView {
  skuId: string
  spec: string
  price: Fen
  /** Per 斤 (500 g); undefined for what is sold by volume. */
  jinPrice?: Fen | undefined
  left: number
  /** Sold before it is there: the day promised, and the last day of selling it so. */
  presale?: { readyOn: BusinessDate; closesOn: BusinessDate } | undefined
}

/** A number of units left is said only under this, and only when true. */
export const LOW_STOCK = 10

/** The ways a product is sold, one to choose; each with its price, price per 斤 and what is left. */
export function SkuPicker({ skus, words }: { skus: readonly SkuView[]; words: ShopMessages }) {
  const first = skus.find((sku) => sku.left > 0)
  return (
    <fieldset>
      <legend className="font-semibold">{words.product.chooseSku}</legend>
      <div className="mt-2 grid gap-2">
        {skus.map((sku) => (
          <label
            key={sku.skuId}
            className="flex min-h-14 items-center gap-3 rounded-[10px] border border-line-strong bg-card px-3 py-2 has-checked:border-jiao has-checked:bg-jiao-soft has-disabled:border-line has-disabled:bg-sand"
          >
            <input
              type="radio"
              name="skuId"
              value={sku.skuId}
              required
              defaultChecked={sku === first}
              disabled={sku.left <= 0}
              className="size-5 shrink-0 accent-jiao"
            />
            <span className="min-w-0 flex-1">
              <span className="block">{sku.spec}</span>
              <span className="block text-xs text-ink-2">{stockWords(sku.left, words)}</span>
              {sku.presale && sku.left > 0 && <PresaleNote {...sku.presale} />}
            </span>
            <span className="text-right">
              <Price amount={sku.price} className="text-lg" />
              {sku.jinPrice !== undefined && (
                <span className="block text-xs text-ink-2 tabular-nums">
                  {words.card.perJinPlain(formatMoney(sku.jinPrice))}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** An amount as on a market tag: small sign, large yuan, small fen; one string for those who listen. */
export function Price({ amount, className }: { amount: Fen; className: string }) {
  const [yuan, cents] = splitYuan(amount)
  return (
    <span className="font-semibold text-jiao tabular-nums">
      <span aria-hidden="true" className="text-xs">
        ¥<span className={className}>{yuan}</span>
        {cents}
      </span>
      <span className="sr-only">{formatMoney(amount)}</span>
    </span>
  )
}

function stockWords(left: number, words: ShopMessages): string {
  if (left <= 0) return words.card.soldOut
  return left < LOW_STOCK ? words.card.left(left) : words.product.inStock
}
