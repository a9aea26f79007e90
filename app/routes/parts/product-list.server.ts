import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { listFilterChoices, listProducts } from '#app/modules/catalog/product-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate, monthOf } from '#app/shared/business-date.ts'
import type { Language } from '#app/shared/language.ts'
import { cardViews } from './card-views.ts'
import type { FilterChoices } from './product-filters.tsx'
import type { ProductListQuery } from './product-list-query.ts'

const PAGE_LENGTH = 24

/** One page of the product list with everything its filters offer, in one language. */
export async function readProductList(
  query: ProductListQuery,
  { language, now }: { language: Language; now: Date },
): Promise<{
  cards: ReturnType<typeof cardViews>
  total: number
  pageCount: number
  choices: FilterChoices
}> {
  const { db } = getRuntime()
  const today = businessDate(now)
  const filter = {
    countyId: query.county,
    categoryId: query.category,
    certificate: query.certificate,
    seasonMonth: query.inSeason ? monthOf(today) : undefined,
    minPrice: query.minPrice,
    maxPrice: query.maxPrice,
  }
  const [{ cards, total }, choices] = await Promise.all([
    listProducts(db, { filter, sort: query.sort, page: query.page, pageLength: PAGE_LENGTH }),
    listFilterChoices(db, today),
  ])
  const counties = choices.counties.map(({ countyId, name }) => ({ countyId, nameZh: name.zh, nameEn: name.en }))
  return {
    cards: cardViews(cards, { language, counties }),
    total,
    pageCount: Math.ceil(total / PAGE_LENGTH),
    choices: {
      counties: choices.counties.map(({ countyId, name }) => ({ id: countyId, name: name[language] })),
      categories: choices.categories.map(({ categoryId, name }) => ({ id: categoryId, name: name[language] })),
      certificates: choices.certificates.map((kind) => ({ id: kind, name: catalogTerms[language].certificates[kind] })),
    },
  }
}
