import type { Fen } from '#app/shared/money.ts'
import type { ListingBody, ListingSku } from './listing.ts'
import type { Bilingual } from './product-draft.ts'

/** What somebody's own list says of one SKU of a product. Absent: nothing. */
export interface SkuFacts {
  code: string
  /** Of the product. */
  name?: string | undefined
  spec?: string | undefined
  price?: Fen | undefined
}

/**
 * Why a list's facts do not become a proposal: the product is not on sale, somebody
 * works on a proposal of it already, or the listing breaks a rule as it would stand.
 */
export type ProposeFactsRefusal = { kind: 'unknown' } | { kind: 'openAlready' } | { kind: 'problems' }

/** The listing with these facts in it. English of a Chinese text that was rewritten goes, as it says the old one. */
export function withFacts(body: ListingBody, facts: readonly SkuFacts[]): ListingBody {
  const name = facts.find((one) => one.name !== undefined)?.name
  return {
    ...body,
    name: name === undefined ? body.name : rewritten(body.name, name),
    skus: body.skus.map((sku) => {
      const said = facts.find(({ code }) => code === sku.code)
      return said ? skuWithFacts(sku, said) : sku
    }),
  }
}

function skuWithFacts(sku: ListingSku, { spec, price }: SkuFacts): ListingSku {
  return { ...sku, price: price ?? sku.price, spec: spec === undefined ? sku.spec : rewritten(sku.spec, spec) }
}

function rewritten(before: Bilingual, zh: string): Bilingual {
  return zh === before.zh ? before : { zh, en: '' }
}
