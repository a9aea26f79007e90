import type { ProductCard } from '#app/modules/catalog/product-views.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import type { ProductCardView } from './product-card.tsx'
import { LOW_STOCK } from './sku-picker.tsx'

interface NamedCounty {
  countyId: string
  nameZh: string
  nameEn: string
}

/** Cards as a list shows them: in one language, with the county's name, and a number left only when it is low. */
export function cardViews(
  cards: readonly ProductCard[],
  { language, counties }: { language: Language; counties: readonly NamedCounty[] },
): ProductCardView[] {
  const names = new Map(counties.map((county) => [county.countyId, inLanguage(county.nameZh, county.nameEn, language)]))
  return cards.map((card) => ({
    slug: card.slug,
    name: card.name[language],
    spec: card.spec[language],
    county: names.get(card.countyId) ?? card.countyId,
    pictureKind: card.pictureKind,
    photoKey: card.photoKey,
    price: card.price,
    jinPrice: card.jinPrice,
    left: card.left < LOW_STOCK ? card.left : undefined,
    isClosed: card.closedUntil !== undefined || undefined,
    hasMoreSkus: card.skuCount > 1 || undefined,
  }))
}
