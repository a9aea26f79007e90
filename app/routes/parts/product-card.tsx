import { paths } from '#app/http/paths.ts'
import type { ShopMessages } from '#app/messages/shop.ts'
import { type Fen, formatMoney, formatYuan } from '#app/shared/money.ts'
import { Picture } from './product-picture.tsx'

/** What a list shows of a product, in the reader's language already. */
export interface ProductCardView {
  slug: string
  name: string
  spec: string
  county: string
  pictureKind: string
  photoKey?: string | undefined
  price: Fen
  /** Per 斤 (500 g); undefined for what is sold by volume. */
  jinPrice?: Fen | undefined
  /** Said only under ten; 0 is sold out, undefined is plenty. */
  left?: number | undefined
  /** Its cooperative sells nothing these days. */
  isClosed?: boolean | undefined
  hasMoreSkus?: boolean | undefined
}

/** Cards of a page's first grid that are on a phone's first screen and must not wait to be scrolled to. */
const FIRST_SCREEN = 4

interface ProductGridProps {
  cards: readonly ProductCardView[]
  words: ShopMessages['card']
  /** Not the first grid of the page: its pictures wait until they are near. */
  isFurtherDown?: boolean
}

/**
 * A grid of products. Written for speed, as lists are most of what the shop
 * renders: no hooks, few elements, plain links.
 */
export function ProductGrid({ cards, words, isFurtherDown = false }: ProductGridProps) {
  const eager = isFurtherDown ? 0 : FIRST_SCREEN
  return (
    <ul className="grid grid-cols-2 gap-3 in-data-[size=big]:grid-cols-1 md:grid-cols-3 lg:grid-cols-4 lg:gap-4">
      {cards.map((card, index) => (
        <li key={card.slug} className="flex">
          <a href={paths.product(card.slug)} className="product-card">
            <Picture
              photo={card.photoKey === undefined ? undefined : { key: card.photoKey }}
              drawing={{ kind: card.pictureKind, seed: card.slug }}
              alt=""
              sizes="(min-width: 1024px) 15rem, (min-width: 768px) 28vw, calc(50vw - 2.5rem)"
              isFirst={index < eager}
            />
            <span className="seal">{card.county}</span>
            <b className="product-card-name">{card.name}</b>
            <CardFacts card={card} words={words} />
          </a>
        </li>
      ))}
    </ul>
  )
}

function CardFacts({ card, words }: { card: ProductCardView; words: ShopMessages['card'] }) {
  const [yuan, cents] = splitYuan(card.price)
  return (
    <>
      <span className="product-card-price">
        ¥<b>{yuan}</b>
        {cents}
        {card.hasMoreSkus ? <i>{` ${words.from}`}</i> : null}
      </span>
      <span>{card.spec}</span>
      {card.jinPrice === undefined ? null : (
        <span className="tabular-nums">{words.perJin(formatMoney(card.jinPrice))}</span>
      )}
      {card.left === undefined ? null : <span className="text-shi">{leftWords(card.left, card.isClosed, words)}</span>}
    </>
  )
}

function leftWords(left: number, isClosed: boolean | undefined, words: ShopMessages['card']): string {
  if (isClosed) return words.closed
  return left === 0 ? words.soldOut : words.left(left)
}

/** ['1,234', '.50']: the large and the small part of a price. */
export function splitYuan(amount: Fen): [yuan: string, cents: string] {
  const text = formatYuan(amount)
  return [text.slice(0, -3), text.slice(-3)]
}
