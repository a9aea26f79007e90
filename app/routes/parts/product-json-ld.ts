import { paths } from '#app/http/paths.ts'
import { type Fen, formatYuan } from '#app/shared/money.ts'

interface OfferedSku {
  code: string
  spec: string
  price: Fen
  left: number
}

export interface ProductFacts {
  slug: string
  name: string
  summary: string
  pictureKind: string
  category: string
  cooperative: string
  skus: readonly OfferedSku[]
}

/** A product as schema.org puts it; `origin` is the shop's, as machines want whole addresses. */
export function productJsonLd(product: ProductFacts, origin: string) {
  const url = origin + paths.product(product.slug)
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    description: product.summary,
    category: product.category,
    url,
    image: origin + paths.picture(product.pictureKind, product.slug),
    brand: { '@type': 'Organization', name: product.cooperative },
    offers: product.skus.map((sku) => ({
      '@type': 'Offer',
      sku: sku.code,
      name: sku.spec,
      price: formatYuan(sku.price).replaceAll(',', ''),
      priceCurrency: 'CNY',
      availability: sku.left > 0 ? 'https://schema.org/InStock' : 'https://schema.org/SoldOut',
      url,
      seller: { '@type': 'Organization', name: product.cooperative },
    })),
  }
}

/** JSON that may stand inside a script element: nothing in it can end the element or begin a comment. */
export function toScriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}
